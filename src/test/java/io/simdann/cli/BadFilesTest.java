package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad data and models, as the command line tells of them. */
class BadFilesTest {

  @TempDir private Path directory;
  private Path data;
  private Path images;
  private Path labels;

  @BeforeEach
  void makeData() {
    data = SyntheticDigits.write(directory.resolve("data"), 12, 4, 3);
    images = data.resolve("train-images-idx3-ubyte");
    labels = data.resolve("train-labels-idx1-ubyte");
  }

  @Test
  void aWrongMagicNumberIsTold() throws IOException {
    patch(images, 0, 7);

    assertTold(images, "byte 0: magic number 07 00 08 03, expected 00 00, type, dimensions");
  }

  @Test
  void anUnknownElementTypeIsTold() throws IOException {
    patch(images, 2, 1);

    assertTold(images, "byte 2: element type 01");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 9, 15, 16, 17, 100, 207})
  void aTruncatedFileIsTold(int length) throws IOException {
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), length));

    assertTold(images, "");
  }

  @Test
  void moreBytesThanTheDimensionsSayAreTold() throws IOException {
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 16 + 12 * 16 + 1));

    assertTold(images, "");
  }

  @Test
  void dimensionsWhoseProductOverflowsAreTold() throws IOException {
    byte[] bytes = Files.readAllBytes(images);
    ByteBuffer.wrap(bytes).putInt(4, 1 << 30).putInt(8, 1 << 30).putInt(12, 1 << 30);
    Files.write(images, bytes);

    assertTold(images, "");
  }

  @Test
  void dimensionsThatExceedTheFileAreTold() throws IOException {
    byte[] bytes = Files.readAllBytes(images);
    ByteBuffer.wrap(bytes).putInt(4, 100_000_000);
    Files.write(images, bytes);

    assertTold(images, "");
  }

  @Test
  void differentCountsOfLabelsAndImagesAreTold() throws IOException {
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(labels), 8 + 11);
    ByteBuffer.wrap(bytes).putInt(4, 11);
    Files.write(labels, bytes);

    assertTold(labels, "byte 4: 11 labels, expected 12 for the images in " + images);
  }

  @Test
  void whatIsNotGzipIsTold() throws IOException {
    Path zipped = data.resolve("train-images-idx3-ubyte.gz");
    Files.delete(images);
    Files.write(zipped, new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3});

    assertTold(zipped, "");
  }

  @Test
  void aMissingFileIsTold() throws IOException {
    Files.delete(labels);

    assertTold(data, "a file is missing, expected one of train-labels-idx1-ubyte");
  }

  @Test
  void aMissingDirectoryIsTold() {
    data = directory.resolve("none");

    assertTold(data, "no such directory, expected a directory with train-images-idx3-ubyte");
  }

  @Test
  void aFileInTheDirectorysPlaceIsTold() {
    data = images;

    assertTold(images, "is not a directory");
  }

  @Test
  void aTestLabelThatTrainingDoesNotHaveIsTold() throws IOException {
    Path testLabels = data.resolve("t10k-labels-idx1-ubyte");
    patch(testLabels, 8, 9);

    assertTold(testLabels, "label 9 of sample 0 is unknown, expected one of {0, 1, 2}");
  }

  @Test
  void modelsThatAreNoneAreTold() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    Path text = Files.writeString(directory.resolve("text"), "this is not a model at all");
    Path foreign = directory.resolve("foreign");
    byte[] header = "{}".getBytes(StandardCharsets.US_ASCII);
    Files.write(foreign, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, header[0], header[1]});
    for (Path model : List.of(empty, text, foreign, directory, directory.resolve("none"))) {
      for (CommandRun run :
          List.of(CommandRun.of("evaluate", model), CommandRun.of("predict", model, images))) {
        String failure = run.failure(1);
        assertTrue(failure.startsWith(model + ": "), failure);
      }
    }
  }

  @Test
  void aFeatureThatIsNotFiniteIsToldBeforeTraining() throws IOException {
    makeFloatData(new float[] {1, 2, 3, Float.NaN});

    assertTold(images, "sample 1: feature 1 is NaN, expected finite numbers");
  }

  @Test
  void samplesThatAreNotFiniteAreNeitherEvaluatedNorPredicted() throws IOException {
    makeFloatData(new float[] {1, 2, 3, 4});
    Path output = directory.resolve("run");
    CommandRun.succeeding(
        "--data", data, "--output", output, "--iterations", 2, "--backend", "scalar");
    Path model = output.resolve("model.safetensors");
    Path test = data.resolve("t10k-images-idx3-ubyte");
    writeFloats(test, 1, 2, Float.POSITIVE_INFINITY, 4);
    String expected = test + ": sample 1: feature 0 is Infinity, expected finite numbers";

    for (CommandRun run :
        List.of(
            CommandRun.of("evaluate", model, "--data", data),
            CommandRun.of("evaluate", model, "--data", data, "--json"),
            CommandRun.of("predict", model, test),
            CommandRun.of("predict", model, test, "--json"))) {
      assertEquals(expected, run.failure(1));
      assertEquals(List.of(), run.out());
    }
  }

  @Test
  void featuresThatOverflowInsideTheNetworkAreToldWithWhatHelps() throws IOException {
    makeFloatData(new float[] {1, -2, 3, -4});
    Path output = directory.resolve("run");
    Object[] train = {
      "--data",
      data,
      "--output",
      output,
      "--hidden",
      "none",
      "--iterations",
      20,
      "--backend",
      "scalar",
      "--learning-rate",
      9
    };
    CommandRun.succeeding(train);
    Path model = output.resolve("model.safetensors");
    Path test = data.resolve("t10k-images-idx3-ubyte");
    writeFloats(test, 1, -2, 3e38f, -3e38f);

    String predicted = CommandRun.of("predict", model, test).failure(1);
    String evaluated = CommandRun.of("evaluate", model, "--data", data).failure(1);
    String trained = CommandRun.of(train).failure(1);

    String expected =
        "sample 1: its probabilities are NaN, since features up to 3.0E38 overflow inside the"
            + " network (or its parameters do): scale the features";
    assertTrue(predicted.startsWith(test + ": " + expected), predicted);
    assertTrue(evaluated.startsWith(data + ": test set, " + expected), evaluated);
    assertTrue(trained.startsWith(expected), trained);
    assertTrue(trained.endsWith("; the trained model is in " + model), trained);
  }

  @Test
  void trainingOnOneClassWarns() throws IOException {
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 12, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    Path test = data.resolve("t10k-labels-idx1-ubyte");
    Files.write(test, new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 1, 1});

    CommandRun run =
        CommandRun.of(
            "--data", data, "--output", directory.resolve("run"), "--iterations", 1, "--quiet");

    assertEquals(0, run.exitCode());
    assertEquals(1, run.err().size(), run.err().toString());
    assertTrue(
        run.err().get(0).startsWith("simdann: warning: all training samples are of one class"),
        run.err().get(0));
  }

  /** Two samples of two classes, the same to train on and to test on. */
  private void makeFloatData(float[] values) throws IOException {
    for (String part : List.of("train", "t10k")) {
      writeFloats(data.resolve(part + "-images-idx3-ubyte"), values);
      Files.write(
          data.resolve(part + "-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
    }
  }

  private static void writeFloats(Path file, float... values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(12 + 4 * values.length);
    bytes.putInt(0xd02).putInt(2).putInt(values.length / 2);
    for (float value : values) {
      bytes.putFloat(value);
    }
    Files.write(file, bytes.array());
  }

  private void assertTold(Path file, String expected) {
    Path output = directory.resolve("run");

    CommandRun run = CommandRun.of("--data", data, "--output", output, "--backend", "scalar");

    String failure = run.failure(1);
    assertTrue(failure.startsWith(file + ": "), failure);
    assertTrue(failure.contains(expected), failure);
    assertEquals(List.of(), run.out());
    assertFalse(Files.exists(output));
  }

  private static void patch(Path file, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] = (byte) value;
    Files.write(file, bytes);
  }
}
