package io.simdann.step;

import io.simdann.kernel.ParameterRange;
import java.util.Arrays;

/** An engine without arithmetic: every gradient and cost is the same number. */
public final class ConstantEngine implements GradientEngine {
  private final int samples;
  private final ParameterRange range = new ParameterRange();
  private float[] gradient = {};
  public float slope = 1;
  public double cost = 1;
  private double batchWeight;

  public ConstantEngine(int samples) {
    this.samples = samples;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public void reorder(int[] order) {}

  @Override
  public long[] classCounts() {
    throw new IllegalStateException("samples without classes");
  }

  @Override
  public void weighClasses(double[] classWeights) {
    throw new IllegalStateException("samples without classes");
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    Arrays.fill(gradient, slope);
    batchWeight = to - from;
    return cost;
  }

  @Override
  public double update(
      StepContext context,
      float[] parameters,
      int from,
      int to,
      OptimizerState optimizer,
      float[] updated) {
    int count = parameters.length;
    gradient = gradient.length < count ? new float[count] : gradient;
    double sum = gradient(parameters, from, to, gradient);
    context.weigh(batchWeight);
    optimizer.optimizer().begin(context);
    range.begin(parameters, optimizer.slots(), updated);
    range.set(0, count, false, gradient, 0);
    optimizer.optimizer().step(range);
    return sum;
  }

  @Override
  public double batchWeight() {
    return batchWeight;
  }

  @Override
  public Evaluation evaluate(float[] parameters, int from, int to, int batchSize) {
    return new Evaluation(cost, 0, to - from);
  }
}
