package io.simdann.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The classes that samples belong to: one class index per sample, and the class names that the
 * indices refer to.
 */
public final class Labels implements Targets {

  private final int[] classIndices;
  private final ClassNames classNames;

  private Labels(int[] classIndices, ClassNames classNames) {
    this.classIndices = classIndices;
    this.classNames = classNames;
  }

  /**
   * Encodes labels by the class names found in them, as for a training set.
   *
   * @param labels one label per sample; not kept
   * @return the class indices and the names found
   * @throws IllegalArgumentException if there is no label at all, or one can't be a class name
   */
  public static Labels encode(String[] labels) {
    return encode(labels, ClassNames.discover(Arrays.asList(labels)));
  }

  /**
   * Encodes labels by class names that are known already, as for a test set, whose labels must get
   * the same class indices as those of the training set.
   *
   * @param labels one label per sample; not kept
   * @param known the class names, which need not all occur
   * @return the class indices, which refer to {@code known}
   * @throws IllegalArgumentException if there is no label at all, or one that is not among the
   *     names: the message tells it and the position of its sample
   */
  public static Labels encode(String[] labels, ClassNames known) {
    int[] indices = new int[requireSome(labels.length)];
    for (int sample = 0; sample < labels.length; sample++) {
      indices[sample] = known.indexOf(labels[sample]);
      if (indices[sample] < 0) {
        throw unknown(labels[sample], sample, known);
      }
    }
    return new Labels(indices, known);
  }

  /**
   * Encodes integer labels, whose texts are the class names.
   *
   * @param labels one label per sample, any integers; not kept
   * @return the class indices and the names found
   * @throws IllegalArgumentException if there is no label at all
   */
  public static Labels encode(int[] labels) {
    return encode(labels, ClassNames.discover(labels));
  }

  /**
   * Encodes integer labels by class names that are known already.
   *
   * @param labels one label per sample; not kept
   * @param known the class names, which need not all occur
   * @return the class indices, which refer to {@code known}
   * @throws IllegalArgumentException if there is no label at all, or one whose text is not among
   *     the names: the message tells it and the position of its sample
   */
  public static Labels encode(int[] labels, ClassNames known) {
    DistinctIntegers distinct = DistinctIntegers.in(labels);
    int[] indexOf = distinct.indicesIn(known);
    int[] indices = new int[labels.length];
    for (int sample = 0; sample < labels.length; sample++) {
      indices[sample] = indexOf[distinct.positionOf(labels[sample])];
      if (indices[sample] < 0) {
        throw unknown(Integer.toString(labels[sample]), sample, known);
      }
    }
    return new Labels(indices, known);
  }

  private static int requireSome(int labels) {
    if (labels == 0) {
      throw new IllegalArgumentException("no labels, expected at least one");
    }
    return labels;
  }

  private static IllegalArgumentException unknown(String label, int sample, ClassNames known) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "label %s of sample %d is unknown, expected one of %s",
            ClassNames.shown(label),
            sample,
            known));
  }

  @Override
  public int samples() {
    return classIndices.length;
  }

  @Override
  public List<String> names() {
    return classNames.names();
  }

  /**
   * Returns the class of every sample; the array itself, not a copy: it must not be changed.
   *
   * @return one class index per sample, from 0 to {@code classNames().size() - 1}
   */
  public int[] classIndices() {
    return classIndices;
  }

  /**
   * Returns what the class indices refer to.
   *
   * @return the class names
   */
  public ClassNames classNames() {
    return classNames;
  }

  /**
   * Returns the label of a sample as it stood in the data.
   *
   * @param sample the sample's index, from 0 to {@code samples() - 1}
   * @return the label
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public String label(int sample) {
    return classNames.name(classIndices[sample]);
  }

  /**
   * Returns the one-hot encoding: a matrix of classes × samples, column-major, that holds 1 where
   * the sample belongs to the class and 0 elsewhere.
   *
   * @return a new array; class {@code i} of sample {@code j} at {@code j * classNames().size() + i}
   * @throws IllegalArgumentException if classes × samples is more than an array can hold
   */
  public float[] oneHot() {
    int classes = classNames.size();
    long length = (long) classes * samples();
    int most = Integer.MAX_VALUE - 8;
    if (length > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "one-hot encoding of %d classes × %d samples needs %d values, at most %d fit an array",
              classes,
              samples(),
              length,
              most));
    }
    float[] encoded = new float[(int) length];
    for (int sample = 0; sample < classIndices.length; sample++) {
      encoded[sample * classes + classIndices[sample]] = 1f;
    }
    return encoded;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Labels[%d samples of %s]", samples(), classNames);
  }
}
