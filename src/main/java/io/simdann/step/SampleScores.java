package io.simdann.step;

/**
 * What an evaluation says of each sample. An object may be shared by threads that evaluate
 * different samples.
 */
public final class SampleScores {
  private float[] costs = {};
  private float[] credits = {};

  /**
   * Makes room, unless there is enough.
   *
   * @param samples the most samples
   * @param weighted whether samples have weights
   */
  public void reserve(int samples, boolean weighted) {
    if (costs.length < samples) {
      costs = new float[samples];
    }
    if (weighted && credits.length < samples) {
      credits = new float[samples];
    }
  }

  /**
   * The cost of each sample.
   *
   * @return the loss, times the sample's weight
   */
  public float[] costs() {
    return costs;
  }

  /**
   * What each sample adds to those that are classified correctly; not there unless samples have
   * weights.
   *
   * @return the sample's weight or 0
   */
  public float[] credits() {
    return credits;
  }
}
