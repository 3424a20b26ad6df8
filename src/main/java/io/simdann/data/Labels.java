package io.simdann.data;

import java.util.Locale;

/**
 * The classes that samples belong to: one class index per sample, and the categories that the
 * indices refer to.
 */
public final class Labels {

  private final int[] classIndices;
  private final Categories categories;

  private Labels(int[] classIndices, Categories categories) {
    this.classIndices = classIndices;
    this.categories = categories;
  }

  /**
   * Encodes labels with the categories found in them, as for a training set.
   *
   * @param rawLabels one label per sample, any integers; not kept
   * @return the class indices and the categories found
   * @throws IllegalArgumentException if there is no label at all
   */
  public static Labels encode(int[] rawLabels) {
    return encode(rawLabels, Categories.discover(rawLabels));
  }

  /**
   * Encodes labels with categories that are known already, as for a test set, whose labels must get
   * the same class indices as those of the training set.
   *
   * @param rawLabels one label per sample; not kept
   * @param known the categories, which need not all occur
   * @return the class indices, which refer to {@code known}
   * @throws IllegalArgumentException if there is no label at all, or one that is not among the
   *     categories: the message names it and the position of its sample
   */
  public static Labels encode(int[] rawLabels, Categories known) {
    if (rawLabels.length == 0) {
      throw new IllegalArgumentException("no labels to encode, expected at least one");
    }
    int[] indices = new int[rawLabels.length];
    for (int sample = 0; sample < rawLabels.length; sample++) {
      int index = known.indexOf(rawLabels[sample]);
      if (index < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label %d of sample %d is unknown, expected one of %s",
                rawLabels[sample],
                sample,
                known));
      }
      indices[sample] = index;
    }
    return new Labels(indices, known);
  }

  /**
   * Returns the number of samples.
   *
   * @return the number of samples, at least 1
   */
  public int samples() {
    return classIndices.length;
  }

  /**
   * Returns the class of every sample; the array itself, not a copy: it must not be changed.
   *
   * @return one class index per sample, from 0 to {@code categories().size() - 1}
   */
  public int[] classIndices() {
    return classIndices;
  }

  /**
   * Returns what the class indices refer to.
   *
   * @return the categories
   */
  public Categories categories() {
    return categories;
  }

  /**
   * Returns the label of a sample as it stood in the data.
   *
   * @param sample the sample's index, from 0 to {@code samples() - 1}
   * @return the label
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public int label(int sample) {
    return categories.label(classIndices[sample]);
  }

  /**
   * Returns the one-hot encoding: a matrix of classes × samples, column-major, that holds 1 where
   * the sample belongs to the class and 0 elsewhere.
   *
   * @return a new array; class {@code i} of sample {@code j} at {@code j * categories().size() + i}
   * @throws IllegalArgumentException if classes × samples is more than an array can hold
   */
  public float[] oneHot() {
    int classes = categories.size();
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
    return String.format(Locale.ROOT, "Labels[%d samples of %s]", samples(), categories);
  }
}
