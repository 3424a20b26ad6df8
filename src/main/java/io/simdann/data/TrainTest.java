package io.simdann.data;

import java.util.Locale;
import java.util.Objects;

/**
 * A data set to train on and one to test on, alike in their features and targets.
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
   * @throws IllegalArgumentException if the two differ in the number of features, or in the class
   *     names or the targets' names
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
    Targets ours = train.targets();
    Targets others = test.targets();
    if (ours.getClass() != others.getClass() || !ours.names().equals(others.names())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "training targets are %s and test targets %s, expected the same",
              kind(ours),
              kind(others)));
    }
  }

  private static String kind(Targets targets) {
    return targets instanceof Labels labels
        ? "the classes " + labels.classNames()
        : "the numbers " + targets.names();
  }
}
