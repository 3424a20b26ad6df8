package io.simdann.bench.compare;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.OptimizerState;
import io.simdann.step.StepContext;
import io.simdann.train.Regularization;

/** One training step: gradient over a batch, and the update; for each epoch the order is set. */
final class SimdannTraining implements Contender {
  private final TrainingTask task;
  private final WorkerTeam team;
  private final LocalGradientEngine engine;
  private final StepContext context = new StepContext(1);
  private final OptimizerState optimizer;
  private final int[] order;
  private float[] parameters;
  private float[] updated;
  private int batch;
  private int iteration;

  SimdannTraining(TrainingTask task, int threads) {
    this.task = task;
    Kernels kernels = KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels();
    team = WorkerTeam.ofThreads(threads);
    engine = new LocalGradientEngine(task.data(), task.spec(), kernels, team);
    order = task.order();
    parameters = task.initialParameters();
    optimizer =
        new OptimizerState(
            task.method().settings().create(kernels, Regularization.NONE), parameters.length);
    updated = new float[parameters.length];
  }

  @Override
  public String version() {
    return "Simdann " + Machine.kernelName();
  }

  @Override
  public void call() {
    if (batch == 0 && !task.isFullBatch()) {
      engine.reorder(order);
    }
    int from = batch * task.batchSize();
    context.begin(iteration++, 0, task.method().learningRate());
    engine.update(context, parameters, from, from + task.batchSize(), optimizer, updated);
    float[] previous = parameters;
    parameters = updated;
    updated = previous;
    batch = (batch + 1) % task.batches();
  }

  @Override
  public float[] result() {
    boolean adaptive = optimizer.names().contains("square");
    return task.change(parameters, adaptive ? optimizer.get("square") : new float[0]);
  }

  @Override
  public void close() {
    team.close();
  }
}
