package io.simdann.step;

/** An engine that tells of each gradient before it computes it. */
public final class WatchedEngine implements GradientEngine {

  /** Who is told. */
  @FunctionalInterface
  public interface Watcher {

    /** A gradient is about to be computed; {@code call} counts from 0. */
    void beforeGradient(int call, float[] parameters);
  }

  private final GradientEngine engine;
  private final Watcher watcher;
  private int calls;

  public WatchedEngine(GradientEngine engine, Watcher watcher) {
    this.engine = engine;
    this.watcher = watcher;
  }

  @Override
  public int samples() {
    return engine.samples();
  }

  @Override
  public void reorder(int[] order) {
    engine.reorder(order);
  }

  @Override
  public long[] classCounts() {
    return engine.classCounts();
  }

  @Override
  public void weighClasses(double[] classWeights) {
    engine.weighClasses(classWeights);
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    watcher.beforeGradient(calls++, parameters);
    return engine.gradient(parameters, from, to, gradient);
  }

  @Override
  public double update(
      StepContext context,
      float[] parameters,
      int from,
      int to,
      OptimizerState optimizer,
      float[] updated) {
    watcher.beforeGradient(calls++, parameters);
    return engine.update(context, parameters, from, to, optimizer, updated);
  }

  @Override
  public double batchWeight() {
    return engine.batchWeight();
  }

  @Override
  public Evaluation evaluate(float[] parameters, int from, int to, int batchSize) {
    return engine.evaluate(parameters, from, to, batchSize);
  }
}
