package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.FreshJvm;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that lack something. */
class LesserJvmTest {

  @TempDir private Path directory;

  @Test
  void withoutTheVectorModuleTrainingRunsAndSaysSoInOneLine() throws Exception {
    Path data = SyntheticDigits.write(directory.resolve("data"), 30, 4, 3);
    Path output = directory.resolve("run");
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory, List.of(), "--data", data, "--output", output, "--iterations", 2)) {
      trainer.awaitLine("2 iterations in ");

      assertEquals(0, trainer.awaitEnd());
      assertEquals(
          List.of(
              "simdann: warning: running on slow scalar kernels: the module jdk.incubator.vector"
                  + " is missing; start java with --add-modules jdk.incubator.vector to run 10 to"
                  + " 100 times faster"),
          trainer.errors());
    }
  }

  @Test
  void withoutTheVectorModuleVectorKernelsAreRefused() throws Exception {
    Path output = directory.resolve("run");
    try (ChildTrainer trainer =
        new ChildTrainer(directory, List.of(), "--backend", "vector", "--output", output)) {
      assertEquals(1, trainer.awaitEnd());

      assertEquals(1, trainer.errors().size());
      assertTrue(
          trainer.errors().get(0).startsWith("simdann: vector kernels can't run: the module"));
      assertTrue(Files.notExists(output));
    }
  }

  @Test
  void withoutFusedMultiplyAddTheModelIsTheSameAndTheSummaryTellsTheKernels() throws Exception {
    Path data = SyntheticDigits.write(directory.resolve("data"), 640, 28, 10);
    Path with = directory.resolve("with");
    CommandRun.succeeding("--data", data, "--output", with, "--iterations", 2, "--quiet");
    Path without = directory.resolve("without");
    List<String> options = List.of(FreshJvm.WITH_VECTORS, "-XX:-UseFMA");
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory, options, "--data", data, "--output", without, "--iterations", 2)) {
      String summary = trainer.awaitLine("2 iterations in ");

      assertTrue(summary.contains(", scalar-no-fma kernels, "), summary);
      assertEquals(0, trainer.awaitEnd());
      // Beside the progress, which a busy machine has time to show.
      List<String> told =
          trainer.errors().stream().filter(line -> line.startsWith("simdann:")).toList();
      assertEquals(1, told.size(), told::toString);
      assertTrue(
          told.get(0).contains("the JVM has no fused multiply-add (UseFMA is off)"),
          told::toString);
    }
    assertArrayEquals(
        Files.readAllBytes(with.resolve("model.safetensors")),
        Files.readAllBytes(without.resolve("model.safetensors")));
  }

  @Test
  void aJvmThatCannotDrawStillTrains() throws Exception {
    Path data = SyntheticDigits.write(directory.resolve("data"), 30, 4, 3);
    Path output = directory.resolve("run");
    // A JVM without java.desktop, where AWT is.
    String modules = "java.base,java.logging,java.management,jdk.management,java.xml";
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory,
            List.of("--limit-modules", modules),
            "--data",
            data,
            "--output",
            output,
            "--iterations",
            2,
            "--backend",
            "scalar")) {
      trainer.awaitLine("2 iterations in ");

      assertEquals(0, trainer.awaitEnd());
      assertEquals(1, trainer.errors().size(), trainer.errors()::toString);
      assertTrue(
          trainer
              .errors()
              .get(0)
              .startsWith("simdann: warning: no plot of the cost: this JVM cannot draw: "));
      assertTrue(Files.exists(output.resolve("model.safetensors")));
      assertTrue(Files.notExists(output.resolve("cost.png")));
    }
  }

  @Test
  void aFileThatNeedsMoreMemoryThanThereIsIsRefusedByItsHeader() throws Exception {
    NetworkSpec spec = NetworkSpec.of(2, 2);
    float[] parameters = new float[spec.parameterCount()];
    Path model = directory.resolve("model");
    ModelFile.save(model, new Network(spec, parameters, List.of("0", "1")));
    Path images = directory.resolve("images");
    int samples = 100_000_000;
    try (RandomAccessFile sparse = new RandomAccessFile(images.toFile(), "rw")) {
      sparse.writeInt(0x802);
      sparse.writeInt(samples);
      sparse.writeInt(2);
      sparse.setLength(12 + 2L * samples);
    }
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory, List.of("-Xmx64m"), "predict", model, images, "--backend", "scalar")) {
      assertEquals(1, trainer.awaitEnd());

      assertEquals(
          List.of(
              "simdann: "
                  + images
                  + ": byte 4: dimensions 100000000 × 2 of unsigned byte need 191 MB of memory, but"
                  + " java may use 64 MB in all: give it more with -Xmx"),
          trainer.errors());
    }
  }

  @Test
  void plotsAndPicturesNeedNoTemporaryFiles() throws Exception {
    List<String> nowhere = List.of("-Djava.io.tmpdir=" + directory.resolve("nowhere"));
    Path output = trained();
    Path picture = picture(40);

    try (ChildTrainer trainer =
        new ChildTrainer(
            directory,
            nowhere,
            "--data",
            directory.resolve("data"),
            "--output",
            output,
            "--iterations",
            1,
            "--backend",
            "scalar")) {
      trainer.awaitLine("1 iteration in ");
      assertEquals(0, trainer.awaitEnd());
      assertTrue(Files.exists(output.resolve("cost.png")), trainer.errors()::toString);
      assertTrue(Files.exists(output.resolve("cost.svg")), trainer.errors()::toString);
    }
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory, nowhere, "predict", output.resolve("model.safetensors"), picture)) {
      trainer.awaitLine(picture + ": ");
      assertEquals(0, trainer.awaitEnd());
    }
  }

  @Test
  void aPictureTooLargeForTheHeapIsNotCalledDamaged() throws Exception {
    Path model = trained().resolve("model.safetensors");
    try (ChildTrainer trainer =
        new ChildTrainer(
            directory,
            List.of("-Xmx20m"),
            "predict",
            model,
            picture(5000),
            "--backend",
            "scalar")) {
      assertEquals(1, trainer.awaitEnd());

      assertEquals(1, trainer.errors().size(), trainer.errors()::toString);
      assertTrue(
          trainer.errors().get(0).startsWith("simdann: out of memory ("),
          trainer.errors()::toString);
    }
  }

  /** Trains a model of pictures of 4 × 4, and returns its directory. */
  private Path trained() {
    Path data = SyntheticDigits.write(directory.resolve("data"), 30, 4, 3);
    Path output = directory.resolve("run");
    CommandRun.succeeding(
        "--data", data, "--output", output, "--iterations", 1, "--backend", "scalar");
    return output;
  }

  private Path picture(int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.fillRect(side / 3, side / 4, side / 5, side / 2);
    graphics.dispose();
    Path path = directory.resolve("picture.png");
    ImageIO.write(image, "png", path.toFile());
    return path;
  }
}
