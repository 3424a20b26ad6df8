package io.simdann.step;

import io.simdann.kernel.ParameterRange;
import java.util.List;

/**
 * Gradient descent with momentum: v = momentum·v + g, w = w − rate·v. The gradient g is the mean
 * over the batch, of a norm of at most clipNorm, plus l2·w for weights.
 */
final class Momentum implements Optimizer {
  private final float momentum;
  private final double clipNorm;
  private final float l2;
  private float scale;
  private float rate;
  private float factor;

  /** Clipping is left out by an infinite norm, the penalty by 0. */
  Momentum(double momentum, double clipNorm, double l2) {
    this.momentum = (float) momentum;
    this.clipNorm = clipNorm;
    this.l2 = (float) l2;
  }

  @Override
  public List<String> slots() {
    return List.of("velocity");
  }

  @Override
  public boolean tellsBiasesApart() {
    return l2 > 0;
  }

  @Override
  public boolean needsNorm() {
    return clipNorm < Double.POSITIVE_INFINITY;
  }

  @Override
  public void begin(StepContext context) {
    scale = (float) (1 / context.weightSum());
    rate = (float) context.learningRate();
    factor = 1f;
  }

  @Override
  public void prepare(ParameterRange range) {
    float[] gradient = range.gradient();
    for (int i = range.gradientOffset(); i < range.gradientOffset() + range.count(); i++) {
      gradient[i] *= scale;
    }
  }

  @Override
  public void norm(double norm) {
    factor = norm > clipNorm ? (float) (clipNorm / norm) : 1f;
  }

  @Override
  public void step(ParameterRange range) {
    float[] velocity = range.slot(0);
    float penalty = range.biases() ? 0f : l2;
    for (int i = 0; i < range.count(); i++) {
      int at = range.from() + i;
      float w = range.parameters()[at];
      float g = range.gradient()[range.gradientOffset() + i] * factor + penalty * w;
      velocity[at] = momentum * velocity[at] + g;
      range.updated()[at] = w - rate * velocity[at];
    }
  }
}
