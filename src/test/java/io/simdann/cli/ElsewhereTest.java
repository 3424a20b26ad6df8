package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.model.ModelFile;
import io.simdann.nn.Architecture;
import io.simdann.parallel.WorkerTeam;
import io.simdann.train.Classifier;
import io.simdann.train.EngineException;
import io.simdann.train.GradientEngine;
import io.simdann.train.LocalGradientEngine;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import io.simdann.train.WatchedEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Training on samples that are elsewhere, by an engine that may fail. */
class ElsewhereTest {

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream()),
          OptionalInt::empty);

  @Command
  private static final class Options {
    @Mixin final TrainingOptions training = new TrainingOptions();
  }

  private void train(int failsAfter) throws Exception {
    Options options = new Options();
    CommandLine line = new CommandLine(options);
    line.parseArgs("--iterations=6", "--hidden=3", "--output=" + directory.resolve("run"));
    CommandSpec spec = line.getCommandSpec();
    options.training.train(
        console, options.training.settings(spec, 1), () -> new FarSamples(failsAfter));
  }

  @Test
  void anEngineOfAnyKindTrainsTheSameNetwork() throws Exception {
    train(Integer.MAX_VALUE);

    List<String> printed = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("train_x's shape: (4, 2)", printed.get(0));
    assertTrue(printed.get(1).startsWith("Cost:  "), printed::toString);
    assertEquals("Train Accuracy: 25.0", printed.get(2));
    assertTrue(printed.get(3).contains(" GFLOP/s, far away; "), printed::toString);
    assertEquals(4, printed.size());
    assertArrayEquals(
        Trainer.builder()
            .iterations(6)
            .hidden(3)
            .build()
            .fit(FarSamples.DATA)
            .network()
            .parameters(),
        ModelFile.load(directory.resolve("run/model.safetensors")).parameters());
  }

  @Test
  void anEngineThatFailsLeavesTheModelOfTheLastFinishedIteration() {
    CommandFailedException failure = assertThrows(CommandFailedException.class, () -> train(4));

    assertEquals(
        "the cable is cut; the model after iteration 4 of 6 is in "
            + directory.resolve("run/unfinished/model.safetensors"),
        failure.getMessage());
    assertTrue(Files.exists(directory.resolve("run/unfinished/cost.png")));
  }

  @Test
  void anEngineThatFailsAtOnceLeavesNothing() {
    CommandFailedException failure = assertThrows(CommandFailedException.class, () -> train(0));

    assertEquals("the cable is cut; nothing was kept", failure.getMessage());
    assertFalse(Files.exists(directory.resolve("run")));
  }

  @Test
  void aTrainedModelIsNotLostForWantOfItsAccuracy() {
    CommandFailedException failure =
        assertThrows(CommandFailedException.class, () -> train(FarSamples.AFTER_TRAINING));

    assertEquals(
        "the cable is cut; the trained model is in " + directory.resolve("run/model.safetensors"),
        failure.getMessage());
  }

  /** Four samples behind a cable that is cut after some iterations. */
  private record FarSamples(int failsAfter) implements TrainingData {
    static final int AFTER_TRAINING = 6;
    static final DataSet DATA =
        new DataSet(
            new FloatFeatures(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 2, 4),
            Labels.encode(new int[] {0, 1, 2, 3}));

    @Override
    public Shape train() {
      return new Shape(4, 2);
    }

    @Override
    public Optional<Shape> test() {
      return Optional.empty();
    }

    @Override
    public int classes() {
      return 4;
    }

    @Override
    public Classifier fit(Trainer trainer, Consumer<TrainingRun> started) {
      Architecture architecture = trainer.architecture(2, 4);
      try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
        GradientEngine engine =
            new WatchedEngine(
                new LocalGradientEngine(DATA, architecture, trainer.kernels(), team),
                (call, parameters) -> {
                  if (call == failsAfter) {
                    throw new EngineException("the cable is cut", null);
                  }
                });
        return trainer.fit(engine, architecture, DATA.labels().categories(), started);
      }
    }

    @Override
    public double trainAccuracy(Classifier classifier) {
      if (failsAfter == AFTER_TRAINING) {
        throw new EngineException("the cable is cut", null);
      }
      return classifier.accuracy(DATA);
    }

    @Override
    public double testAccuracy(Classifier classifier) {
      throw new AssertionError("there are no test samples");
    }

    @Override
    public String workers(Trainer trainer) {
      return "far away";
    }
  }
}
