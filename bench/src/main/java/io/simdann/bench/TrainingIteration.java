package io.simdann.bench;

import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Evaluation;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.OptimizerState;
import io.simdann.step.StepContext;
import io.simdann.train.Regularization;
import io.simdann.train.Sgd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One iteration of the main job: gradient over all of MNIST and one step of gradient descent. Its
 * GFLOP/s count the zeros of the images, as if nothing were skipped.
 */
public class TrainingIteration extends BenchmarkSettings {
  private static final NetworkSpec ARCHITECTURE = NetworkSpec.of(784, 50, 10);

  /** What a float64 program computes for the article's start. */
  private static final double FIRST_COST = 0.2401428980573369;

  /** 8.393333333333333 % of 60000, after the first step. */
  private static final int FIRST_CORRECT = 5036;

  @Param({"1", "2"})
  public int threads;

  private int samples;
  private WorkerTeam team;
  private LocalGradientEngine engine;
  private final StepContext context = new StepContext(1);
  private OptimizerState optimizer;
  private float[] parameters;
  private float[] updated;

  @Setup
  public void prepare() throws DataException {
    DataSet data = EmbeddedMnist.load().train();
    Kernels kernels = KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels();
    samples = data.samples();
    team = WorkerTeam.ofThreads(threads);
    engine = new LocalGradientEngine(data, ARCHITECTURE, kernels, team);
    parameters = Initialization.numpy(ARCHITECTURE, 1);
    optimizer =
        new OptimizerState(new Sgd(0.1).create(kernels, Regularization.NONE), parameters.length);
    updated = new float[parameters.length];
    check();
  }

  private void check() {
    double cost = iterate() / ((double) samples * ARCHITECTURE.outputs());
    Check.near("cost of iteration", 0, cost, FIRST_COST, 1e-6);
    Evaluation evaluation = engine.evaluate(parameters, 0, samples, samples);
    Check.same("correct samples", (long) evaluation.correct(), FIRST_CORRECT);
  }

  @TearDown
  public void close() {
    team.close();
  }

  @Benchmark
  public double iterate(Flop counter) {
    counter.flop += (long) (samples * ARCHITECTURE.trainingFlopPerSample());
    return iterate();
  }

  private double iterate() {
    context.begin(0, 0, 0.1);
    double cost = engine.update(context, parameters, 0, samples, optimizer, updated);
    float[] previous = parameters;
    parameters = updated;
    updated = previous;
    return cost;
  }
}
