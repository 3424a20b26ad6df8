package io.simdann.step;

import java.util.Arrays;

/**
 * Where the gradient of a batch goes, part by part: into an array, or, where an update is wanted,
 * into memory of the thread that made the part, and from there into the parameters.
 */
final class GradientTarget {
  /** For each thread a part of the gradient. */
  private final float[][] parts;

  private float[] gradient;
  private float[] parameters;
  private int samples;
  private float[] updated;

  /** What updates parameters; null if only the gradient is wanted. */
  private Optimizer optimizer;

  GradientTarget(int threads) {
    this.parts = new float[threads][0];
  }

  /**
   * The gradient alone is wanted.
   *
   * @param whole overwritten, part by part
   */
  void begin(float[] whole) {
    gradient = whole;
    optimizer = null;
  }

  /**
   * An update is wanted.
   *
   * @param before the flat parameters
   * @param batchSamples the samples of the batch
   * @param chosen what updates
   * @param after overwritten with the flat parameters after the step, part by part
   */
  void begin(float[] before, int batchSamples, Optimizer chosen, float[] after) {
    parameters = before;
    samples = batchSamples;
    optimizer = chosen;
    updated = after;
  }

  /**
   * Makes room for parts.
   *
   * @param mostParameters the parameters of the largest one
   */
  void reserve(int mostParameters) {
    if (parts[0].length < mostParameters) {
      Arrays.setAll(parts, thread -> new float[mostParameters]);
    }
  }

  /** The array into which a thread puts a part. */
  float[] array(int worker) {
    return optimizer == null ? gradient : parts[worker];
  }

  /** Where in that array the part begins that starts with some parameter. */
  int offset(int from) {
    return optimizer == null ? from : 0;
  }

  /**
   * Takes notice of a part that is there.
   *
   * @param from its first parameter
   * @param to the parameter after its last
   * @param worker the thread that made it
   */
  void finish(int from, int to, int worker) {
    if (optimizer != null) {
      optimizer.step(parameters, from, to, parts[worker], 0, samples, updated);
    }
  }
}
