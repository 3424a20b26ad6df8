package io.simdann.kernel;

/**
 * The arithmetic of an optimizer: new parameters, and new state beside them, from a gradient, each
 * parameter on its own.
 */
public interface UpdateKernel extends NamedKernel {

  /**
   * Updates some parameters.
   *
   * @param range the parameters, their gradient and their slots of state
   * @param scalars the numbers that are the same for all parameters of a step; each kernel says
   *     which
   */
  void update(ParameterRange range, float[] scalars);
}
