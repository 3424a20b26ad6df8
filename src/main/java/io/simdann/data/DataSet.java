package io.simdann.data;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Samples of which is known what a network is to learn of them.
 *
 * @param features features × samples
 * @param targets a class, or numbers, for each sample, in the same order
 * @param weights how much each sample counts in training, in the same order; empty if they count
 *     alike
 */
public record DataSet(Features features, Targets targets, Optional<SampleWeights> weights) {

  /**
   * Checks that there are targets, and a weight if there are any, for each sample.
   *
   * @param features features × samples
   * @param targets a class, or numbers, for each sample, in the same order
   * @param weights how much each sample counts in training, in the same order; empty if they count
   *     alike
   * @throws IllegalArgumentException if features, targets and weights differ in the number of
   *     samples
   */
  public DataSet {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(targets, "targets");
    if (weights.isPresent() && weights.get().samples() != features.samples()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d weights for %d samples, expected one per sample",
              weights.get().samples(),
              features.samples()));
    }
    if (features.samples() != targets.samples()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features of %d samples and %s of %d samples, expected as many of both",
              features.samples(),
              targets instanceof Labels ? "labels" : "targets",
              targets.samples()));
    }
  }

  /**
   * Samples that count alike.
   *
   * @param features features × samples
   * @param targets a class, or numbers, for each sample, in the same order
   * @throws IllegalArgumentException if features and targets differ in the number of samples
   */
  public DataSet(Features features, Targets targets) {
    this(features, targets, Optional.empty());
  }

  /**
   * The same samples with other weights. They matter for training, and for the accuracy that its
   * history has.
   *
   * @param each one per sample: 0, or a number in the range of {@link SampleWeights}; not copied
   * @return the samples with these weights
   * @throws IllegalArgumentException if there are not as many weights as samples, one is NaN,
   *     negative or out of its range, or all are 0
   */
  public DataSet withWeights(float... each) {
    return new DataSet(features, targets, Optional.of(SampleWeights.of(each)));
  }

  /**
   * Samples of classes, whose names are found in the labels.
   *
   * @param features features × samples
   * @param labels one per sample
   * @return the samples
   * @throws IllegalArgumentException if there are not as many labels as samples, or one can't be a
   *     class name
   */
  public static DataSet ofClasses(Features features, String... labels) {
    return new DataSet(features, Labels.encode(labels));
  }

  /**
   * Samples of classes that integers name.
   *
   * @param features features × samples
   * @param labels one per sample
   * @return the samples
   * @throws IllegalArgumentException if there are not as many labels as samples
   */
  public static DataSet ofClasses(Features features, int... labels) {
    return new DataSet(features, Labels.encode(labels));
  }

  /**
   * Samples with numbers that are to be predicted.
   *
   * @param features features × samples
   * @param values outputs × samples finite floats, one sample after the other; not copied
   * @param names a name for each output
   * @return the samples
   * @throws IllegalArgumentException if there are not as many values as names for each sample, or
   *     {@link FloatTargets} refuses a value or a name
   */
  public static DataSet ofValues(Features features, float[] values, String... names) {
    return new DataSet(features, new FloatTargets(values, List.of(names)));
  }

  /**
   * Returns the classes.
   *
   * @return the targets
   * @throws IllegalArgumentException if these are numbers
   */
  public Labels labels() {
    if (targets instanceof Labels labels) {
      return labels;
    }
    throw new IllegalArgumentException(
        "the targets are numbers, " + shownNames() + ", expected a class for each sample");
  }

  /**
   * Returns the numbers.
   *
   * @return the targets
   * @throws IllegalArgumentException if these are classes
   */
  public FloatTargets numbers() {
    if (targets instanceof FloatTargets numbers) {
      return numbers;
    }
    throw new IllegalArgumentException(
        "the targets are classes, " + shownNames() + ", expected numbers for each sample");
  }

  private String shownNames() {
    return ClassNames.of(targets.names()).toString();
  }

  /**
   * Returns the number of samples.
   *
   * @return the number of samples, at least 1
   */
  public int samples() {
    return features.samples();
  }
}
