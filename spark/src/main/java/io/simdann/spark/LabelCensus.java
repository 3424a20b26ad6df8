package io.simdann.spark;

import io.simdann.data.SampleWeights;
import java.io.Serializable;

/** How many samples have a label, and their least and greatest weights. */
final class LabelCensus implements Serializable {

  private static final long serialVersionUID = 1L;

  private long samples;

  /** The least weight that isn't 0; infinite if there is none. */
  private float least = Float.POSITIVE_INFINITY;

  private float greatest;

  /** Adds a sample. */
  void add(float weight) {
    samples++;
    if (weight > 0f) {
      least = Math.min(least, weight);
      greatest = Math.max(greatest, weight);
    }
  }

  /** Adds the samples of another census. */
  void add(LabelCensus other) {
    samples += other.samples;
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
  }

  long samples() {
    return samples;
  }

  /** The greatest weight, 0 if all are. */
  float greatest() {
    return greatest;
  }

  /**
   * The greatest weight, if that of the class is multiplied with all.
   *
   * @throws IllegalArgumentException if the least or the greatest is then no weight
   */
  float greatest(double classWeight) {
    if (greatest == 0f) {
      return 0f;
    }
    SampleWeights.product(least, classWeight);
    return SampleWeights.product(greatest, classWeight);
  }
}
