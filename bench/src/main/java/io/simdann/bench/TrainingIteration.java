package io.simdann.bench;

import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Architecture;
import io.simdann.nn.Initialization;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.LocalGradientEngine;
import io.simdann.train.GradientDescent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One iteration of the main job: gradient over all of MNIST and one step of gradient descent. Its
 * GFLOP/s count the zeros of the images, as if nothing were skipped.
 */
public class TrainingIteration extends BenchmarkSettings {
  private static final Architecture ARCHITECTURE = Architecture.of(784, 50, 10);

  /** What a float64 program computes for the article's start. */
  private static final double FIRST_COST = 0.2401428980573369;

  /** 8.393333333333333 % of 60000, after the first step. */
  private static final int FIRST_CORRECT = 5036;

  @Param({"1", "2"})
  public int threads;

  private int samples;
  private WorkerTeam team;
  private LocalGradientEngine engine;
  private GradientDescent optimizer;
  private float[] parameters;
  private float[] updated;

  @Setup
  public void prepare() throws DataException {
    DataSet data = EmbeddedMnist.load().train();
    Kernels kernels = KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels();
    samples = data.samples();
    team = WorkerTeam.ofThreads(threads);
    engine = new LocalGradientEngine(data, ARCHITECTURE, kernels, team);
    optimizer = new GradientDescent(0.1, kernels);
    parameters = Initialization.numpy(ARCHITECTURE, 1);
    updated = new float[parameters.length];
    check();
  }

  private void check() {
    double cost = iterate() / ((double) samples * ARCHITECTURE.outputs());
    Check.near("cost of iteration", 0, cost, FIRST_COST, 1e-6);
    Check.same("correct samples", engine.countCorrect(parameters, 0, samples), FIRST_CORRECT);
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
    double cost = engine.update(parameters, 0, samples, optimizer, updated);
    float[] previous = parameters;
    parameters = updated;
    updated = previous;
    return cost;
  }
}
