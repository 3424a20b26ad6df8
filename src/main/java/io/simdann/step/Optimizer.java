package io.simdann.step;

import io.simdann.kernel.ParameterRange;
import java.util.List;

/**
 * Turns a gradient into new parameters, each parameter on its own. What it keeps of each parameter
 * from step to step are slots of an {@link OptimizerState}; an object has room for the numbers of
 * one step alone, and belongs to one run.
 *
 * <p>A step calls {@link #begin} once. Then it hands each range of parameters to {@link #prepare}
 * and to {@link #step}, by several threads at a time and as soon as the range's gradient is there.
 * An optimizer that {@linkplain #needsNorm needs the norm} gets all ranges prepared, then {@link
 * #norm}, and then the ranges once more, cut otherwise. Ranges cover every parameter once, and how
 * they are cut must change no bit.
 */
public interface Optimizer {

  /**
   * The slots of state.
   *
   * @return their names, by which checkpoints know them; none by default
   */
  default List<String> slots() {
    return List.of();
  }

  /**
   * Whether weights and biases are treated differently.
   *
   * @return whether no range must have some of both; false by default
   */
  default boolean tellsBiasesApart() {
    return false;
  }

  /**
   * Whether a step depends on the norm of the gradient as a whole. The parts of the gradient must
   * wait for each other then, in memory for all of it.
   *
   * @return false by default
   */
  default boolean needsNorm() {
    return false;
  }

  /**
   * Begins a step: computes, in float64 and by {@link StrictMath}, whatever is the same for all
   * parameters. Must not allocate.
   *
   * @param context where in the training the step is
   */
  void begin(StepContext context);

  /**
   * May change the gradient of some parameters in place, before the norm is taken.
   *
   * @param range the parameters; their gradient is the sum over the samples
   */
  default void prepare(ParameterRange range) {}

  /**
   * Takes the norm of the gradient, if this optimizer needs it.
   *
   * @param norm the 2-norm of the prepared gradient over all parameters
   */
  default void norm(double norm) {}

  /**
   * The step of some parameters.
   *
   * @param range the parameters; their gradient is as {@link #prepare} left it, and may be changed
   */
  void step(ParameterRange range);
}
