package io.simdann.train;

import io.simdann.nn.NetworkSpec;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.Optimizer;
import io.simdann.step.OptimizerState;
import io.simdann.step.StepContext;

/** One update from each gradient, by an {@link Optimizer}. */
final class FirstOrder implements Minimizer {
  private final Optimizer optimizer;
  private GradientEngine engine;
  private OptimizerState state;

  FirstOrder(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  /**
   * Goes on with what the optimizer has kept of updates before.
   *
   * @param state of the same optimizer; copied
   */
  FirstOrder(OptimizerState state) {
    this.optimizer = state.optimizer();
    this.state = state.copy();
  }

  /** What the optimizer keeps of the updates so far. */
  OptimizerState state() {
    return state;
  }

  @Override
  public long heapBytes(int parameters) {
    return OptimizerState.heapBytes(optimizer, parameters);
  }

  @Override
  public void reserve(LocalGradientEngine local, int batchSize) {
    local.reserve(batchSize, optimizer);
  }

  @Override
  public void begin(GradientEngine gradients, NetworkSpec spec) {
    engine = gradients;
    if (state == null) {
      state = new OptimizerState(optimizer, spec.parameterCount());
    }
  }

  @Override
  public double iterate(StepContext context, float[] before, int from, int to, float[] after) {
    return engine.update(context, before, from, to, state, after);
  }
}
