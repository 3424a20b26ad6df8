package io.simdann.data;

import java.util.Locale;
import java.util.Objects;

/**
 * A data set to train on and one to test on, alike in their features and categories.
 *
 * @param train the samples that a network is trained on
 * @param test samples it has not seen
 */
public record TrainTest(DataSet train, DataSet test) {

  /**
   * Checks that one network fits both.
   *
   * @param train the samples that a network is trained on
   * @param test samples it has not seen
   * @throws IllegalArgumentException if the two differ in the number of features, or if the class
   *     indices of their labels refer to different categories
   */
  public TrainTest {
    Objects.requireNonNull(train, "train");
    Objects.requireNonNull(test, "test");
    if (train.features().features() != test.features().features()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "training samples of %d features and test samples of %d features, expected as many",
              train.features().features(),
              test.features().features()));
    }
    if (!train.labels().categories().equals(test.labels().categories())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "training labels refer to the categories %s and test labels to %s, expected the same",
              train.labels().categories(),
              test.labels().categories()));
    }
  }
}
