package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.ConstantEngine;
import io.simdann.step.Engines;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.PackedSamples;
import io.simdann.step.SparseData;
import io.simdann.step.WatchedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LbfgsTest {
  private static final double ANY = Double.POSITIVE_INFINITY;
  private static final double L2 = 0.02;

  private final AtomicReference<TrainingRun> run = new AtomicReference<>();

  @Test
  void aSoftmaxRegressionArrivesAtItsOptimum() {
    int features = 6;
    int classes = 3;
    int samples = 150;
    float[] values = new float[features * samples];
    int[] labels = new int[samples];
    Random random = new Random(7);
    for (int sample = 0; sample < samples; sample++) {
      labels[sample] = random.nextInt(classes);
      for (int feature = 0; feature < features; feature++) {
        double mean = feature % classes == labels[sample] ? 0.8 : 0;
        values[sample * features + feature] = (float) (mean + random.nextGaussian());
      }
    }
    DataSet data = new DataSet(new FloatFeatures(values, features, samples), Labels.encode(labels));
    float[] found =
        Trainer.builder()
            .hidden()
            .optimizer(new Lbfgs(10, 1e-6))
            .regularization(new Regularization(0, L2, ANY, ANY))
            .iterations(1000)
            .build()
            .fit(data, run::set)
            .network()
            .parameters();

    int iterations = run.get().latest().iterations();
    assertTrue(iterations > 5 && iterations < 40, iterations + " iterations");
    assertEquals(iterations, run.get().history().entries().size());
    SoftmaxRegression regression = new SoftmaxRegression(values, labels, features, classes);
    double[] optimum = new double[found.length];
    // Far more than it takes with a curvature of at least L2.
    for (int step = 0; step < 20_000; step++) {
      double[] gradient = regression.gradient(optimum);
      for (int i = 0; i < optimum.length; i++) {
        optimum[i] -= 0.3 * gradient[i];
      }
    }
    assertTrue(largest(regression.gradient(optimum)) < 1e-14);
    double[] asDoubles = new double[found.length];
    for (int i = 0; i < found.length; i++) {
      asDoubles[i] = found[i];
    }
    assertTrue(largest(regression.gradient(asDoubles)) < 2e-6);
    assertArrayEquals(optimum, asDoubles, 1e-4);
  }

  /** In float64, straight from the formulas; weights of a feature follow one another. */
  private record SoftmaxRegression(float[] values, int[] labels, int features, int classes) {

    double[] gradient(double[] parameters) {
      int biases = features * classes;
      double[] gradient = new double[parameters.length];
      for (int sample = 0; sample < labels.length; sample++) {
        double[] z = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          z[k] = parameters[biases + k];
          for (int f = 0; f < features; f++) {
            z[k] += parameters[f * classes + k] * values[sample * features + f];
          }
          sum += Math.exp(z[k]);
        }
        for (int k = 0; k < classes; k++) {
          double dz = (Math.exp(z[k]) / sum - (k == labels[sample] ? 1 : 0)) / labels.length;
          gradient[biases + k] += dz;
          for (int f = 0; f < features; f++) {
            gradient[f * classes + k] += dz * values[sample * features + f];
          }
        }
      }
      for (int i = 0; i < biases; i++) {
        gradient[i] += L2 * parameters[i];
      }
      return gradient;
    }
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void theBitsAreTheSameOnAllKernelsThreadsAndWaysOfPacking() {
    for (boolean bytes : new boolean[] {true, false}) {
      DataSet data = SparseData.of(NetworkSpec.of(30, 17, 4), 300, bytes, 0.3, 3);
      NetworkSpec spec = small().build().spec(data);
      float[] expected = null;
      for (Kernels kernels : Engines.all()) {
        for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
          boolean emulated = KernelSets.isEmulated(kernels);
          for (int threads : emulated ? new int[] {1} : new int[] {1, 2, 7}) {
            float[] trained = trained(data, spec, kernels, zeros, threads);
            expected = expected == null ? trained : expected;
            Bits.assertSame(expected, trained, kernels.name() + ", " + zeros + ", " + threads);
          }
        }
      }
    }
  }

  private float[] trained(
      DataSet data, NetworkSpec spec, Kernels kernels, PackedSamples.Zeros zeros, int threads) {
    Trainer trainer = small().iterations(15).kernels(kernels).build();
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      GradientEngine engine =
          new LocalGradientEngine(data, spec, kernels, team, zeros, CpuFacts.here());
      float[] parameters =
          trainer.fit(engine, spec, data.labels().classNames(), run::set).network().parameters();
      assertEquals(15, run.get().latest().iterations());
      return parameters;
    }
  }

  private static TrainerBuilder small() {
    return Trainer.builder()
        .hidden(17)
        .activation(new Activation("tanh"))
        .optimizer(new Lbfgs())
        .regularization(new Regularization(0, 1e-3, ANY, ANY));
  }

  @Test
  void theLossFallsInEachIterationFarBelowThatOfGradientDescent() {
    NetworkSpec spec = NetworkSpec.of(30, 17, 4);
    DataSet data = SparseData.of(spec, 300, false, 1, 3);
    TrainerBuilder settings =
        Trainer.builder().hidden(17).activation(new Activation("tanh")).iterations(100);
    settings.build().fit(data, run::set);
    double descended = last(run.get());
    List<Double> costs = new ArrayList<>();
    settings
        .optimizer(new Lbfgs())
        .listener(entry -> costs.add(entry.cost()))
        .build()
        .fit(data, run::set);
    assertTrue(costs.size() > 20, costs.size() + " iterations");
    for (int i = 1; i < costs.size(); i++) {
      assertTrue(costs.get(i) < costs.get(i - 1) + 1e-7, "iteration " + i);
    }
    double found = costs.get(costs.size() - 1);
    assertTrue(found < descended / 1000, found + ", but " + descended);
  }

  private static double last(TrainingRun run) {
    List<History.Entry> entries = run.history().entries();
    return entries.get(entries.size() - 1).cost();
  }

  @Test
  void withoutAToleranceItEndsWhereFloatsEnd() {
    NetworkSpec spec = NetworkSpec.of(12, 3);
    DataSet data = SparseData.of(spec, 200, false, 1, 3);
    float[] found =
        Trainer.builder()
            .hidden()
            .optimizer(new Lbfgs(10, 0))
            .regularization(new Regularization(0, 0.1, ANY, ANY))
            .iterations(100_000)
            .build()
            .fit(data, run::set)
            .network()
            .parameters();
    int iterations = run.get().latest().iterations();
    assertTrue(iterations < 200, iterations + " iterations");
    float[] gradient = new float[found.length];
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      new LocalGradientEngine(data, spec, Engines.best(), team).gradient(found, 0, 200, gradient);
    }
    for (int i = 0; i < gradient.length; i++) {
      double penalty = i < 36 ? 0.1 * found[i] : 0;
      assertEquals(0, gradient[i] / 200 + penalty, 2e-7, "gradient " + i);
    }
  }

  @Test
  void whatIsOptimalAlreadyIsLeftAlone() {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    ConstantEngine flat = new ConstantEngine(10);
    flat.slope = 1e-5f;
    Trainer trainer = Trainer.builder().hidden(8).optimizer(new Lbfgs()).build();
    float[] start = Initialization.numpy(spec, 1);
    float[] found =
        trainer.fit(flat, spec, ClassNames.discover(0, 1, 2), run::set).network().parameters();
    Bits.assertSame(start, found, "parameters");
    assertEquals(0, run.get().latest().iterations());
    assertEquals(List.of(), run.get().history().entries());
  }

  @Test
  void whatDoesNotGetSmallerEndsTheRun() {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    int[] calls = {0};
    // The slope promises what the cost doesn't keep.
    WatchedEngine engine = new WatchedEngine(new ConstantEngine(10), (call, now) -> calls[0]++);
    Trainer trainer = Trainer.builder().hidden(8).optimizer(new Lbfgs()).build();
    trainer.fit(engine, spec, ClassNames.discover(0, 1, 2), run::set);
    assertEquals(0, run.get().latest().iterations());
    assertEquals(1 + Lbfgs.MOST_EVALUATIONS, calls[0]);
  }

  @Test
  void aStoppedOrFailedRunKeepsTheLastFinishedIteration() {
    DataSet data = SparseData.of(NetworkSpec.of(30, 17, 4), 300, false, 1, 3);
    List<float[]> after = new ArrayList<>();
    TrainerBuilder settings = small().iterations(20).threads(1);
    NetworkSpec spec = settings.build().spec(data);
    settings.listener(entry -> after.add(run.get().latest().network().parameters().clone()));
    settings.build().fit(data, run::set);
    assertEquals(20, after.size());

    settings.listener(
        entry -> {
          if (entry.iteration() == 11) {
            run.get().stop();
          }
        });
    settings.build().fit(data, run::set);
    assertEquals(12, run.get().latest().iterations());
    Bits.assertSame(after.get(11), run.get().latest().network().parameters(), "stopped");

    IllegalStateException failure = new IllegalStateException();
    int[] failedAfter = {-1};
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      WatchedEngine failing =
          new WatchedEngine(
              new LocalGradientEngine(data, spec, Engines.best(), team),
              (call, now) -> {
                int iterations = run.get().latest().iterations();
                // In the midst of a line search, after its trial has been written.
                if (iterations == 5) {
                  failedAfter[0] = iterations;
                  throw failure;
                }
              });
      Trainer trainer = small().iterations(20).build();
      assertEquals(
          failure,
          assertThrows(
              IllegalStateException.class,
              () -> trainer.fit(failing, spec, data.labels().classNames(), run::set)));
    }
    assertEquals(5, failedAfter[0]);
    Bits.assertSame(after.get(4), run.get().latest().network().parameters(), "failed");
  }

  @Test
  void anInterruptEndsTheRunAfterAnIteration() {
    DataSet data = SparseData.of(NetworkSpec.of(30, 17, 4), 300, false, 1, 3);
    TrainerBuilder settings = small().iterations(20);
    settings.listener(
        entry -> {
          if (entry.iteration() == 3) {
            Thread.currentThread().interrupt();
          }
        });
    settings.build().fit(data, run::set);
    assertTrue(Thread.interrupted());
    assertEquals(4, run.get().latest().iterations());
  }

  @Test
  void lossesThatAreNotFiniteAreRefusedOrAvoided() {
    NetworkSpec spec = NetworkSpec.of(20, 8, 3);
    for (int bad = 0; bad < 2; bad++) {
      ConstantEngine engine = new ConstantEngine(10);
      engine.cost = bad == 0 ? Double.NaN : 1;
      engine.slope = bad == 0 ? 1 : Float.POSITIVE_INFINITY;
      Trainer trainer = Trainer.builder().hidden(8).optimizer(new Lbfgs()).build();
      assertEquals(
          "training diverged in iteration 0 (cost NaN): features are so large that sums of them"
              + " overflow: scale the features, for example to 0 to 1, or to mean 0 and standard"
              + " deviation 1",
          assertThrows(
                  DivergedException.class,
                  () -> trainer.fit(engine, spec, ClassNames.discover(0, 1, 2), run::set))
              .getMessage());
    }
    ConstantEngine constant = new ConstantEngine(10);
    WatchedEngine engine =
        new WatchedEngine(constant, (call, now) -> constant.cost = call == 0 ? 1 : Double.NaN);
    Trainer trainer = Trainer.builder().hidden(8).optimizer(new Lbfgs()).build();
    trainer.fit(engine, spec, ClassNames.discover(0, 1, 2), run::set);
    assertEquals(0, run.get().latest().iterations());
  }

  @Test
  void whatItCannotDoIsRefused() {
    refused("history size must be a whole number, at least 1, but was 0", () -> new Lbfgs(0, 1));
    refused("tolerance must be finite and 0 or more, but was -1.0", () -> new Lbfgs(10, -1));
    TrainerBuilder settings = Trainer.builder().optimizer(new Lbfgs());
    refused(
        "lbfgs takes no l1 penalty, which has no gradient at 0: l1 must be 0, but was 0.1",
        () -> settings.regularization(new Regularization(0.1, 0, ANY, ANY)).build());
    for (Regularization clipped :
        List.of(new Regularization(0, 0, 1, ANY), new Regularization(0, 0, ANY, 1))) {
      refused(
          "lbfgs takes no clipping, whose gradients are those of no loss: expected neither a clip"
              + " value nor a clip norm",
          () -> settings.regularization(clipped).build());
    }
    settings.regularization(Regularization.NONE);
    refused(
        "lbfgs finds its steps itself: the schedule must be constant, but was cosine",
        () -> settings.schedule(new CosineDecay()).build());
    settings.schedule(Schedule.CONSTANT);
    refused(
        "lbfgs takes full batches: the batch size must be the 300 samples or not be set, but was"
            + " 299",
        () -> settings.batchSize(299).build().epochPlan(300));
    assertEquals(300, settings.batchSize(300).build().epochPlan(300).batchSize());
  }

  @Test
  void theLearningRateDoesNotMatter() {
    assertEquals(new Lbfgs(10, 1e-5), new Lbfgs().withLearningRate(0.3));
    assertEquals("lbfgs", Trainer.builder().optimizer(new Lbfgs()).build().optimizer().name());
  }

  private static void refused(String message, Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }
}
