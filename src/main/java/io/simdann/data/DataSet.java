package io.simdann.data;

import java.util.Locale;
import java.util.Objects;

/**
 * Samples whose classes are known.
 *
 * @param features features × samples
 * @param labels one class per sample, in the same order
 */
public record DataSet(Features features, Labels labels) {

  /**
   * Checks that there is one label per sample.
   *
   * @param features features × samples
   * @param labels one class per sample, in the same order
   * @throws IllegalArgumentException if features and labels differ in the number of samples
   */
  public DataSet {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(labels, "labels");
    if (features.samples() != labels.samples()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features of %d samples and labels of %d samples, expected as many of both",
              features.samples(),
              labels.samples()));
    }
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
