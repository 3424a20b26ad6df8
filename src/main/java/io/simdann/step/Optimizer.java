package io.simdann.step;

/**
 * Turns a gradient into new parameters, each parameter on its own and with nothing kept from step
 * to step: the parts of a step may be made one after the other, or by several threads at the same
 * time.
 */
@FunctionalInterface
public interface Optimizer {

  /**
   * One step of some parameters. A step of a training run is made of calls that cover every
   * parameter once.
   *
   * @param parameters the flat parameters before the step
   * @param from the first parameter
   * @param to the parameter after the last
   * @param gradient holds the gradient with respect to these parameters, summed over the samples
   * @param gradientOffset where that of the first one is
   * @param samples the number of samples
   * @param updated the flat parameters after the step; overwritten from {@code from} to {@code to}.
   *     May be {@code parameters}
   */
  void step(
      float[] parameters,
      int from,
      int to,
      float[] gradient,
      int gradientOffset,
      int samples,
      float[] updated);
}
