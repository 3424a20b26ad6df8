package io.simdann.data;

import java.util.List;

/** What a network is to learn of samples: their classes, or numbers. */
public sealed interface Targets permits Labels, FloatTargets {

  /**
   * Returns the number of samples.
   *
   * @return the number of samples, at least 1
   */
  int samples();

  /**
   * Returns the outputs that a network needs for them.
   *
   * @return the number of classes, or of numbers per sample; at least 1
   */
  default int outputs() {
    return names().size();
  }

  /**
   * Returns the name of each output: the class that it stands for, or the number that it predicts.
   *
   * @return an immutable list of distinct names, 1 or more
   */
  List<String> names();
}
