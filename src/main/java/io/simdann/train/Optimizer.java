package io.simdann.train;

/** Turns a gradient into new parameters. */
public interface Optimizer {

  /**
   * One step.
   *
   * @param parameters the flat parameters before the step; not changed
   * @param gradient the gradient summed over the samples
   * @param samples the number of samples
   * @param updated overwritten with the parameters after the step
   */
  void step(float[] parameters, float[] gradient, int samples, float[] updated);
}
