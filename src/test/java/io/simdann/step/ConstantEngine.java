package io.simdann.step;

import java.util.Arrays;

/** An engine without arithmetic: every gradient and cost is the same number. */
public final class ConstantEngine implements GradientEngine {
  private final int samples;
  private float[] gradient = {};
  public float slope = 1;
  public double cost = 1;

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
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    Arrays.fill(gradient, slope);
    return cost;
  }

  @Override
  public double update(float[] parameters, int from, int to, Optimizer optimizer, float[] updated) {
    int count = parameters.length;
    gradient = gradient.length < count ? new float[count] : gradient;
    double sum = gradient(parameters, from, to, gradient);
    optimizer.step(parameters, 0, count, gradient, 0, to - from, updated);
    return sum;
  }

  @Override
  public int countCorrect(float[] parameters, int from, int to) {
    return 0;
  }
}
