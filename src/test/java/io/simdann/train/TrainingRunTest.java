package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.kernel.Bits;
import io.simdann.nn.Initialization;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.ConstantEngine;
import io.simdann.step.EngineException;
import io.simdann.step.Engines;
import io.simdann.step.Evaluation;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.LocalGradientEngineTest;
import io.simdann.step.WatchedEngine;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What can be seen of a run from outside between its iterations. */
class TrainingRunTest {
  private static final NetworkSpec SIZES = NetworkSpec.of(20, 8, 3);

  private final AtomicReference<TrainingRun> run = new AtomicReference<>();

  @Test
  void theLatestNetworkIsAlwaysThatOfTheLastFinishedIteration() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 100, true, 1);
    float[][] before = {null};
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      GradientEngine local = new LocalGradientEngine(data, SIZES, Engines.best(), team);
      WatchedEngine watched =
          new WatchedEngine(
              local,
              (call, parameters) -> {
                TrainingRun.Snapshot latest = run.get().latest();
                assertEquals(call, latest.iterations());
                assertSame(parameters, latest.network().parameters());
                assertNotSame(before[0], parameters);
                before[0] = parameters;
              });
      train(watched, Trainer.builder().batchSize(30).epochs(5));
    }
    assertEquals(20, run.get().latest().iterations());
  }

  @Test
  void aFinishedRunDoesNotKeepTheMemoryOfItsEngine() throws InterruptedException {
    GradientEngine[] engine = {new ConstantEngine(10)};
    WeakReference<GradientEngine> kept = new WeakReference<>(engine[0]);
    Trainer trainer = Trainer.builder().hidden(8).iterations(2).learningRate(1e-6).build();
    trainer.fit(engine[0], SIZES, ClassNames.discover(0, 1, 2), run::set);
    engine[0] = null;
    for (int tries = 0; kept.get() != null && tries < 100; tries++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(kept.get());
    assertEquals(2, run.get().latest().iterations());
  }

  @Test
  void aRunStoppedWithinAnEpochKeepsTheIterationBeingComputed() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 100, true, 1);
    float[][] kept = {null, null};
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      GradientEngine local = new LocalGradientEngine(data, SIZES, Engines.best(), team);
      WatchedEngine watched =
          new WatchedEngine(
              local,
              (call, parameters) -> {
                if (call == 6) {
                  run.get().stop();
                  kept[0] = run.get().latest().network().parameters();
                  kept[1] = kept[0].clone();
                }
              });
      train(watched, Trainer.builder().batchSize(30).epochs(1000));
    }
    // What whoever stopped it took is left alone.
    Bits.assertSame(kept[1], kept[0], "what was kept");
    TrainingRun.Snapshot latest = run.get().latest();
    assertEquals(7, latest.iterations());
    CanonicalTraining expected = new CanonicalTraining(SIZES, data, 1);
    expected.run(7, 30, true, 0.1);
    Bits.assertSame(expected.parameters, latest.network().parameters(), "the latest");
    List<History.Entry> entries = run.get().history().entries();
    assertEquals(List.of(3, 6), entries.stream().map(History.Entry::iteration).toList());
    assertEquals(expected.epochCosts.get(1), entries.get(1).cost());
  }

  @Test
  void whateverFailsTheLastFinishedIterationIsKept() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 100, true, 1);
    CanonicalTraining expected = new CanonicalTraining(SIZES, data, 1);
    expected.run(6, 30, true, 0.1);
    for (Throwable failure : List.of(new OutOfMemoryError("test"), new IllegalStateException())) {
      try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
        GradientEngine local = new LocalGradientEngine(data, SIZES, Engines.best(), team);
        WatchedEngine failing =
            new WatchedEngine(
                local,
                (call, parameters) -> {
                  if (call == 6 && failure instanceof Error error) {
                    throw error;
                  }
                  if (call == 6) {
                    throw (RuntimeException) failure;
                  }
                });
        assertSame(
            failure,
            assertThrows(
                Throwable.class, () -> train(failing, Trainer.builder().batchSize(30).epochs(5))));
      }
      TrainingRun.Snapshot latest = run.get().latest();
      assertEquals(6, latest.iterations());
      Bits.assertSame(expected.parameters, latest.network().parameters(), "parameters");
    }
  }

  @Test
  void aRunStoppedBeforeItStartsLeavesTheInitialNetwork() {
    GradientEngine engine = new ConstantEngine(10);
    TrainingRun prepared = prepared(engine, Trainer.builder().batchSize(3));
    prepared.stop();

    assertEquals(0, prepared.run().iterations());
    Bits.assertSame(
        Initialization.numpy(SIZES, 1), prepared.latest().network().parameters(), "the latest");
    assertEquals(List.of(), prepared.history().entries());
  }

  @Test
  void anInterruptEndsTheRunAfterTheIterationBeingComputed() {
    WatchedEngine watched =
        new WatchedEngine(
            new ConstantEngine(10),
            (call, parameters) -> {
              if (call == 5) {
                Thread.currentThread().interrupt();
              }
            });

    train(watched, Trainer.builder().batchSize(3).epochs(1000));

    assertTrue(Thread.interrupted());
    assertEquals(6, run.get().latest().iterations());
    assertEquals(2, run.get().history().entries().size());
    assertEquals("TrainingRun[20-8-3, 6 of 4000 iterations]", run.get().toString());
  }

  @Test
  void aThreadThatIsInterruptedAlreadyTrainsNothing() {
    Thread.currentThread().interrupt();

    train(new ConstantEngine(10), Trainer.builder());

    assertTrue(Thread.interrupted());
    assertEquals(0, run.get().latest().iterations());
  }

  @Test
  void anEngineThatAnInterruptBreaksOffLeavesTheModelBefore() {
    WatchedEngine broken =
        new WatchedEngine(
            new ConstantEngine(10),
            (call, parameters) -> {
              if (call == 5) {
                Thread.currentThread().interrupt();
                throw new EngineException("interrupted", null);
              }
            });

    train(broken, Trainer.builder().batchSize(3).epochs(1000));

    assertTrue(Thread.interrupted());
    assertEquals(5, run.get().latest().iterations());
  }

  @Test
  void anEngineThatFailsWithoutAnInterruptFailsTheRun() {
    EngineException failure = new EngineException("lost", null);
    WatchedEngine broken =
        new WatchedEngine(
            new ConstantEngine(10),
            (call, parameters) -> {
              if (call == 5) {
                throw failure;
              }
            });

    assertSame(
        failure,
        assertThrows(
            EngineException.class, () -> train(broken, Trainer.builder().batchSize(3).epochs(9))));
    assertEquals(5, run.get().latest().iterations());
  }

  @Test
  void aMonitorIsAskedAfterEachEpochAndEndsTheRun() {
    List<String> seen = new ArrayList<>();
    TrainingMonitor monitor =
        (entry, evaluation) -> {
          assertEquals(entry.accuracy().isPresent(), evaluation.isPresent());
          seen.add(entry.epoch() + " " + evaluation);
          return entry.epoch() == 2 ? TrainingMonitor.Verdict.STOP : TrainingMonitor.Verdict.GO_ON;
        };
    TrainerBuilder settings = Trainer.builder().batchSize(3).epochs(9).accuracyInterval(2);
    TrainingRun watched = prepared(new ConstantEngine(10), settings, monitor);
    assertEquals(12, watched.run().iterations());
    String evaluation = Optional.of(new Evaluation(1, 0, 10)).toString();
    assertEquals(List.of("0 " + evaluation, "1 Optional.empty", "2 " + evaluation), seen);
    assertEquals(3, watched.history().entries().size());
  }

  @Test
  void divergenceIsFoundInTheIterationThatDiverges() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      ConstantEngine badCost = new ConstantEngine(10);
      assertDiverges(badCost, () -> badCost.cost = bad, "(cost " + bad + ")");
      ConstantEngine badGradient = new ConstantEngine(10);
      assertDiverges(
          badGradient, () -> badGradient.slope = (float) bad, "(cost 0.1111111111111111)");
    }
  }

  @Test
  void divergenceOfAFullBatchIsToldWithoutAnEpoch() {
    ConstantEngine engine = new ConstantEngine(10);
    engine.slope = Float.NaN;
    assertEquals(
        "training diverged in iteration 0 (cost 0.03333333333333333): lower the learning rate, now"
            + " 0.1, or scale the features if they are large",
        assertThrows(DivergedException.class, () -> train(engine, Trainer.builder())).getMessage());
  }

  @Test
  void aCostThatIsNotFiniteBeforeTheFirstUpdateIsNotBlamedOnTheLearningRate() {
    ConstantEngine engine = new ConstantEngine(10);
    engine.cost = Double.NaN;
    assertEquals(
        "training diverged in iteration 0 (cost NaN): features are so large that sums of them"
            + " overflow: scale the features, for example to 0 to 1, or to mean 0 and standard"
            + " deviation 1",
        assertThrows(DivergedException.class, () -> train(engine, Trainer.builder())).getMessage());
  }

  @Test
  void anIterationAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] before = {0};
    long[] least = {Long.MAX_VALUE};
    WatchedEngine watched =
        new WatchedEngine(
            new ConstantEngine(100_000),
            (call, parameters) -> {
              // The JVM itself allocates a little now and then, but not in all thousands.
              if (call % 1000 == 0) {
                long bytes = threads.getCurrentThreadAllocatedBytes();
                least[0] = Math.min(least[0], call == 0 ? least[0] : bytes - before[0]);
                before[0] = bytes;
              }
            });
    train(watched, Trainer.builder().batchSize(1).epochs(1).learningRate(1e-6));

    assertEquals(0, least[0]);
  }

  private void assertDiverges(ConstantEngine engine, Runnable spoil, String cost) {
    WatchedEngine watched =
        new WatchedEngine(
            engine,
            (call, parameters) -> {
              if (call == 5) {
                spoil.run();
              }
            });
    String message =
        assertThrows(
                DivergedException.class,
                () -> train(watched, Trainer.builder().batchSize(3).epochs(9)))
            .getMessage();
    assertEquals(
        "training diverged in iteration 5 of epoch 1 %s: lower the learning rate, now 0.1, or scale"
            .concat(" the features if they are large")
            .formatted(cost),
        message);
    TrainingRun.Snapshot latest = run.get().latest();
    assertEquals(5, latest.iterations());
    for (float parameter : latest.network().parameters()) {
      assertTrue(Float.isFinite(parameter));
    }
    assertEquals(1, run.get().history().entries().size());
  }

  private void train(GradientEngine engine, TrainerBuilder settings) {
    run.set(prepared(engine, settings));
    run.get().run();
  }

  private static TrainingRun prepared(GradientEngine engine, TrainerBuilder settings) {
    return prepared(engine, settings, TrainingMonitor.NONE);
  }

  private static TrainingRun prepared(
      GradientEngine engine, TrainerBuilder settings, TrainingMonitor monitor) {
    Trainer trainer = settings.hidden(8).build();
    Network network =
        new Network(SIZES, Initialization.numpy(SIZES, trainer.seed()), List.of("0", "1", "2"));
    return new TrainingRun(
        trainer,
        engine,
        network,
        new Sgd(0.1).minimizer(Engines.scalar(), Regularization.NONE),
        Engines.scalar(),
        monitor);
  }
}
