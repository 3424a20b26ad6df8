package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.Backend;
import io.simdann.kernel.Bits;
import io.simdann.model.ModelFile;
import io.simdann.nn.Initialization;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.step.Engines;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.LocalGradientEngineTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir private Path directory;

  private static final NetworkSpec SIZES = NetworkSpec.of(20, 8, 3);

  @Test
  void startsWithTheArticlesNumbersOnMnist() throws Exception {
    TrainTest mnist = EmbeddedMnist.load();
    List<History.Entry> entries = new ArrayList<>();
    Trainer trainer = Trainer.builder().iterations(1).listener(entries::add).build();
    Classifier classifier = trainer.fit(mnist.train());
    assertEquals(0.2401428980573369, entries.get(0).cost(), 1e-8);
    assertEquals(OptionalDouble.of(5036 / 60000.0), entries.get(0).accuracy());
    assertEquals(5036 / 60000.0, classifier.accuracy(mnist.train()));
  }

  @Test
  void theSameSeedGivesTheSameBitsWhateverTheThreadsAndBackend() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, true, 1);
    float[] expected = trained(small().threads(1).backend(Backend.SCALAR), data);
    for (int threads : new int[] {1, 2, 3, 7}) {
      Bits.assertSame(expected, trained(small().threads(threads), data), threads + " threads");
    }
    for (int bits : new int[] {128, 256, 512}) {
      Bits.assertSame(expected, trained(small().vectorBits(bits), data), bits + " bits");
    }
    assertNotEquals(expected[0], trained(small().seed(2), data)[0]);
  }

  @Test
  void classesMayBeTexts() throws IOException {
    float[] values = new float[200];
    String[] labels = new String[100];
    for (int sample = 0; sample < labels.length; sample++) {
      values[2 * sample + sample % 2] = 1;
      labels[sample] = sample % 2 == 0 ? "left" : "a right, \"quoted\"";
    }
    DataSet data = DataSet.ofClasses(new FloatFeatures(values, 2, 100), labels);
    Trainer trainer = small().iterations(200).learningRate(2).build();
    Path file = directory.resolve("model.safetensors");

    ModelFile.save(file, trainer.fit(data).network());
    Classifier loaded = new Classifier(ModelFile.load(file));

    assertArrayEquals(labels, loaded.predict(data.features()));
    assertEquals("left", loaded.newPredictor().predict(new float[] {1, 0}));
    assertEquals(1, loaded.accuracy(data));
    DataSet others =
        DataSet.ofClasses(new FloatFeatures(new float[] {1, 0, 0, 1}, 2, 2), "left", "other");
    assertEquals(0.5, loaded.accuracy(others));
    assertEquals(
        Initialization.numpy(trainer.spec(data), 1).length, loaded.network().parameters().length);
  }

  @Test
  void numbersToBePredictedAreRefused() {
    DataSet data = DataSet.ofValues(new FloatFeatures(new float[4], 2, 2), new float[2], "height");
    Trainer trainer = small().build();
    assertEquals(
        "the targets are numbers, {height}, expected a class for each sample",
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(data)).getMessage());
  }

  @Test
  void anInterruptEndsTheTrainingAndIsKept() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, true, 1);
    TrainerBuilder settings = small().iterations(1_000_000);
    settings.listener(
        entry -> {
          if (entry.iteration() == 6) {
            Thread.currentThread().interrupt();
          }
        });

    Classifier classifier = settings.build().fit(data);

    assertTrue(Thread.interrupted());
    Bits.assertSame(
        trained(small().iterations(7), data), classifier.network().parameters(), "7 iterations");
  }

  @Test
  void ofMoreThreadsThanProcessorsNoMoreAreUsedThanThereIsWorkFor() {
    int processors = WorkerTeam.defaultThreads();
    Trainer many = Trainer.builder().threads(Integer.MAX_VALUE).build();
    // 60000 samples make 63 shards, and 1024 make 64 parts of 16.
    assertEquals(Math.max(processors, 63), many.threads(60_000));
    assertEquals(Math.max(processors, 64), many.threads(1024));
    assertEquals(Math.max(processors, 1), many.threads(1));
    Trainer batches = Trainer.builder().threads(1_000_000).batchSize(128).build();
    assertEquals(Math.max(processors, 8), batches.threads(60_000));
    Trainer few = Trainer.builder().threads(1).build();
    assertEquals(1, few.threads(60_000));
  }

  @Test
  void aNumberOfThreadsThatNoMachineHasTrainsToTheSameBits() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, true, 1);
    Bits.assertSame(
        trained(small(), data), trained(small().threads(Integer.MAX_VALUE), data), "parameters");
  }

  @Test
  void whatIsPrintedTellsTheSettings() {
    TrainerBuilder settings = Trainer.builder().hidden(128, 64).threads(2);
    assertEquals(
        "Trainer[hidden [128, 64], learning rate 0.1, 1000 iterations, seed 1, 2 threads]",
        settings.build().toString());
    assertEquals(
        "Trainer[hidden [], learning rate 0.5, batches of 32, not shuffled, 10 epochs, seed 7, 2"
            + " threads]",
        settings
            .hidden()
            .learningRate(0.5)
            .batchSize(32)
            .shuffle(false)
            .seed(7)
            .build()
            .toString());
    assertTrue(settings.epochs(3).build().toString().contains(", 3 epochs,"));
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, true, 1);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    Classifier classifier =
        small().iterations(2).threads(2).backend(Backend.SCALAR).build().fit(data, run::set);
    assertEquals("Classifier[20-8-3, scalar kernels, 2 threads]", classifier.toString());
    assertEquals("Predictor[20-8-3]", classifier.newPredictor().toString());
    assertEquals("Network[20-8-3]", classifier.network().toString());
    assertEquals("TrainingRun[20-8-3, 2 of 2 iterations]", run.get().toString());
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      assertEquals(
          "LocalGradientEngine[20-8-3, 300 samples, WorkerTeam[2 threads]]",
          new LocalGradientEngine(data, SIZES, Engines.scalar(), team).toString());
    }
    String history = run.get().history().toString();
    assertTrue(history.startsWith("History[2 epochs, Entry[epoch=1, iteration=1, cost="), history);
    assertEquals("History[0 epochs]", new History().toString());
  }

  @Test
  void aRunBeginsWithTheInitialParameters() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 50, false, 1);
    List<float[]> start = new ArrayList<>();
    small().build().fit(data, run -> start.add(run.latest().network().parameters().clone()));
    Bits.assertSame(Initialization.numpy(SIZES, 1), start.get(0), "parameters");
  }

  @Test
  void theCostFallsAndEveryIterationIsRecorded() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, true, 1);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    small().iterations(250).accuracyInterval(100).build().fit(data, run::set);
    List<History.Entry> entries = run.get().history().entries();
    assertEquals(250, entries.size());
    for (int i = 0; i < 250; i++) {
      assertEquals(i, entries.get(i).iteration());
      assertEquals(i % 100 == 0, entries.get(i).accuracy().isPresent());
    }
    assertTrue(entries.get(249).cost() < entries.get(0).cost() * 0.99);
    assertEquals(250, run.get().latest().iterations());
  }

  @Test
  void aStoppedRunKeepsTheLastFinishedIteration() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, true, 1);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    TrainerBuilder settings = small().iterations(1_000_000);
    settings.listener(
        entry -> {
          if (entry.iteration() == 6) {
            run.get().stop();
          }
        });
    Classifier classifier = settings.build().fit(data, run::set);
    assertEquals(7, run.get().latest().iterations());
    float[] sevenIterations = trained(small().iterations(7), data);
    Bits.assertSame(sevenIterations, classifier.network().parameters(), "the classifier");
    Bits.assertSame(sevenIterations, run.get().latest().network().parameters(), "the latest");
  }

  @Test
  void aSnapshotOutlivesTheIterationBeingComputed() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 100, true, 1);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    List<float[]> kept = new ArrayList<>();
    List<float[]> copies = new ArrayList<>();
    TrainerBuilder settings = small().iterations(10);
    settings.listener(
        entry -> {
          if (!kept.isEmpty()) {
            int last = kept.size() - 1;
            Bits.assertSame(copies.get(last), kept.get(last), "iteration " + last);
          }
          kept.add(run.get().latest().network().parameters());
          copies.add(kept.get(kept.size() - 1).clone());
        });
    settings.build().fit(data, run::set);
    assertEquals(10, kept.size());
  }

  @Test
  void divergenceIsReportedAndKeepsTheLastFiniteNetwork() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 300, false, 1);
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    Trainer trainer = small().learningRate(3e38).iterations(50).build();
    String message =
        assertThrows(DivergedException.class, () -> trainer.fit(data, run::set)).getMessage();
    assertTrue(message.startsWith("training diverged in iteration "), message);
    assertTrue(message.endsWith("now 3.0E38, or scale the features if they are large"), message);
    for (float parameter : run.get().latest().network().parameters()) {
      assertTrue(Float.isFinite(parameter));
    }
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    TrainerBuilder builder = Trainer.builder();
    assertRefused(
        "hidden must be layer sizes from 1 up, such as 50 or 128,64, or none, but was 5,0",
        () -> builder.hidden(5, 0));
    assertRefused(
        "iterations must be a whole number, at least 1, but was -1", () -> builder.iterations(-1));
    assertRefused(
        "epochs must be a whole number, at least 1, but was -1", () -> builder.epochs(-1));
    assertRefused(
        "batch size must be a whole number, at least 1, but was 0", () -> builder.batchSize(0));
    assertRefused(
        "accuracy interval must be at least 1, but was 0", () -> builder.accuracyInterval(0));
    assertRefused(
        "epochs and iterations were both given, expected at most one of them",
        () -> Trainer.builder().epochs(5).iterations(5).build());
    assertRefused("threads must be at least 1, but was 0", () -> builder.threads(0));
    assertRefused(
        "learning rate must be finite and greater than 0, but was NaN",
        () -> builder.learningRate(Double.NaN));
    assertRefused("seed must be from 0 to 4294967295, but was -1", () -> builder.seed(-1));
    assertRefused(
        "vector bits must be 128, 256 or 512, but were 64",
        () -> builder.vectorBits(64).build().kernels());
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  private static TrainerBuilder small() {
    return Trainer.builder().hidden(8).iterations(5).threads(2);
  }

  private static float[] trained(TrainerBuilder settings, DataSet data) {
    return settings.build().fit(data).network().parameters();
  }

  @Test
  void aLossOfNumbersIsRefusedForClasses() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 50, false, 1);
    Trainer trainer = Trainer.builder().loss(Loss.SQUARED_ERROR).build();

    assertEquals(
        "the loss squared_error is for numbers, but samples have classes; expected"
            + " softmax_cross_entropy",
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(data)).getMessage());
  }
}
