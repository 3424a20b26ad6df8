package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.cli.Console;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.data.mnist.MnistDirectory;
import io.simdann.data.mnist.TransposedPictures;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.model.ModelFile;
import io.simdann.model.Safetensors;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

  @TempDir private Path directory;
  private Path output;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Predicate<List<String>> stopAfter = printed -> false;

  @BeforeEach
  void chooseDirectory() {
    output = directory.resolve("run");
  }

  /** Runs a command on two threads and returns its exit code. */
  private int run(Object... args) {
    Stream<String> cluster =
        Stream.of(
            "--master=local[2]",
            "--conf=spark.ui.enabled=false",
            "--conf=spark.driver.host=127.0.0.1",
            "--conf=spark.driver.bindAddress=127.0.0.1",
            "--conf=spark.sql.warehouse.dir=target/spark-warehouse",
            "--conf=spark.local.dir=target/spark-local");
    Console console =
        new Console(
            new PrintStream(stoppingOut(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            OptionalInt::empty);
    return Main.run(
        console,
        Stream.concat(Stream.of(args).map(Object::toString), cluster).toArray(String[]::new));
  }

  /** Standard output, after whose wanted line, on the thread that prints it, Spark is stopped. */
  private OutputStream stoppingOut() {
    return new FilterOutputStream(out) {
      @Override
      public void flush() {
        List<String> printed = lines(CommandsTest.this.out);
        if (!printed.isEmpty() && stopAfter.test(printed)) {
          stopAfter = already -> false;
          SparkContext.getOrCreate().stop();
        }
      }
    };
  }

  private List<String> lines(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Path csv(String name, DataSet data) throws IOException {
    List<String> lines =
        IntStream.range(0, data.samples())
            .mapToObj(
                sample -> {
                  StringBuilder line = new StringBuilder();
                  for (float value : Samples.row(data.features(), sample)) {
                    line.append(value).append(',');
                  }
                  return line.append(data.labels().label(sample)).toString();
                })
            .toList();
    return Files.write(directory.resolve(name), lines);
  }

  @Test
  void theEmbeddedDigitsAreTrainedAsOnOneMachine() throws IOException {
    assertEquals(0, run("--iterations", 3, "--output", output), () -> err.toString());

    TrainTest mnist = EmbeddedMnist.load();
    Classifier expected = Trainer.builder().iterations(3).build().fit(mnist.train());
    List<String> printed = lines(out);
    assertEquals("train_x's shape: (60000, 784)", printed.get(0));
    assertEquals("test_x's shape: (10000, 784)", printed.get(1));
    assertEquals("Cost:  0.240142898345987 Train Accuracy: 8.393333333333333", printed.get(2));
    assertEquals("Train Accuracy: " + 100 * expected.accuracy(mnist.train()), printed.get(3));
    assertEquals("Test Accuracy: " + 100 * expected.accuracy(mnist.test()), printed.get(4));
    assertTrue(
        printed
            .get(5)
            .matches(
                "3 iterations in .*, 2 tasks on the driver; .* model, history and plots in .*"),
        printed.get(5));
    assertArrayEquals(
        expected.network().parameters(),
        ModelFile.load(output.resolve("model.safetensors")).parameters());
    assertEquals(4, Files.readAllLines(output.resolve("history.csv")).size());
    assertTrue(Files.size(output.resolve("cost.png")) > 0);
    assertTrue(Files.size(output.resolve("cost.svg")) > 0);
    String result = Files.readString(output.resolve("result.json"));
    assertTrue(result.contains("\"workers\": \"2 tasks on the driver\""), result);
    assertTrue(result.contains("\"accuracy\": " + expected.accuracy(mnist.test())), result);
  }

  @Test
  void aTrainingThatStartsFromAModelGoesOnAsOnOneMachine() throws IOException {
    Path idx = Files.createDirectory(directory.resolve("idx"));
    writeIdx(idx, "train", 200, false);
    writeIdx(idx, "t10k", 60, true);
    TrainTest data = MnistDirectory.read(idx);
    Trainer first = Trainer.builder().hidden(4).iterations(3).build();
    Path model = directory.resolve("first.model");
    ModelFile.save(model, first.fit(data.train()).network());
    assertEquals(
        0,
        run("--data", idx.toUri(), "--start-from", model, "--iterations=2", "--output", output),
        () -> err.toString());

    Classifier whole = Trainer.builder().hidden(4).iterations(5).build().fit(data.train());
    assertArrayEquals(
        whole.network().parameters(),
        ModelFile.load(output.resolve("model.safetensors")).parameters());
    String result = Files.readString(output.resolve("result.json"));
    assertTrue(result.contains("\"file\": \"first.model\""), result);

    Path frame = csv("other.csv", DataSet.ofClasses(new FloatFeatures(new float[4], 2, 2), 0, 1));
    assertEquals(
        1, run("--data", frame, "--test", frame, "--start-from", model, "--output", output));
    assertTrue(
        err.toString(StandardCharsets.UTF_8)
            .contains("the network to start from has 12 features and the classes {"),
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void idxFilesAreTrainedAsOnOneMachine() throws IOException {
    Path idx = Files.createDirectory(directory.resolve("idx"));
    writeIdx(idx, "train", 200, false);
    writeIdx(idx, "t10k", 60, true);
    assertEquals(
        0,
        run("--data", idx.toUri(), "--hidden=4", "--iterations=4", "--output", output),
        () -> err.toString());

    TrainTest data = MnistDirectory.read(idx);
    Classifier expected = Trainer.builder().hidden(4).iterations(4).build().fit(data.train());
    Network network = ModelFile.load(output.resolve("model.safetensors"));
    assertArrayEquals(expected.network().parameters(), network.parameters());
    assertEquals(expected.network().pictureRows(), network.pictureRows());
    assertEquals(OptionalInt.of(3), network.pictureRows());
    assertEquals(
        "other",
        ModelFile.metadata(output.resolve("model.safetensors")).get("picture_preparation"));
    assertEquals("train_x's shape: (200, 12)", lines(out).get(0));
    assertEquals("test_x's shape: (60, 12)", lines(out).get(1));
    assertEquals("Test Accuracy: " + 100 * expected.accuracy(data.test()), lines(out).get(4));
  }

  @Test
  void picturesStoredColumnByColumnAreTurnedAsOnOneMachine() throws IOException {
    Path idx = Files.createDirectory(directory.resolve("idx"));
    writeIdx(idx, "train", 200, false);
    writeIdx(idx, "t10k", 60, true);
    assertEquals(
        0,
        run(
            "--data",
            idx.toUri(),
            "--transposed",
            "--hidden=4",
            "--iterations=2",
            "--output",
            output),
        () -> err.toString());

    DataSet upright = TransposedPictures.of(MnistDirectory.read(idx)).train();
    Network expected = Trainer.builder().hidden(4).iterations(2).build().fit(upright).network();
    Network network = ModelFile.load(output.resolve("model.safetensors"));
    assertArrayEquals(expected.parameters(), network.parameters());
    assertEquals(OptionalInt.of(4), network.pictureRows());
    assertEquals(
        "true", Safetensors.read(output.resolve("model.safetensors")).metadata().get("transposed"));
  }

  /** Images of 3 × 4 random bytes and labels 0 to 2. */
  private static void writeIdx(Path folder, String part, int samples, boolean compressed)
      throws IOException {
    Random random = new Random(samples);
    ByteBuffer images = ByteBuffer.allocate(16 + 12 * samples);
    byte[] pixels = new byte[12 * samples];
    random.nextBytes(pixels);
    images.putInt(0x803).putInt(samples).putInt(3).putInt(4).put(pixels);
    ByteBuffer labels = ByteBuffer.allocate(8 + samples).putInt(0x801).putInt(samples);
    IntStream.range(0, samples).forEach(sample -> labels.put((byte) random.nextInt(3)));
    String ending = compressed ? ".gz" : "";
    for (ByteBuffer content : List.of(images, labels)) {
      String name = content == images ? "-images-idx3-ubyte" : "-labels-idx1-ubyte";
      OutputStream file = Files.newOutputStream(folder.resolve(part + name + ending));
      try (OutputStream stream = compressed ? new GZIPOutputStream(file) : file) {
        stream.write(content.array());
      }
    }
  }

  @Test
  void batchesOfACsvFileAreTrainedAsOnOneMachine() throws IOException {
    DataSet data = Samples.floats(500, 6, 0.3);
    Path file = csv("train.csv", data);
    assertEquals(
        0,
        run(
            "train",
            "--data=" + file,
            "--test=" + file,
            "--hidden=5",
            "--batch-size=100",
            "--epochs=3",
            "--partitions=3",
            "--output=" + output),
        () -> err.toString());

    Classifier expected = Trainer.builder().hidden(5).batchSize(100).epochs(3).build().fit(data);
    assertArrayEquals(
        expected.network().parameters(),
        ModelFile.load(output.resolve("model.safetensors")).parameters());
    assertEquals("train_x's shape: (500, 6)", lines(out).get(0));
    assertEquals("test_x's shape: (500, 6)", lines(out).get(1));
    assertEquals(2 + 3 + 3, lines(out).size());
  }

  @Test
  void filesOfAllFormatsArePredicted() throws IOException {
    DataSet data = Samples.floats(400, 6, 0.3);
    Path csv = csv("train.csv", data);
    assertEquals(
        0, run("--data", csv, "--iterations", 5, "--quiet", "--output", output), err::toString);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    Path table = directory.resolve("table.parquet");
    try (Cluster cluster = Cluster.threads(2)) {
      cluster
          .session()
          .read()
          .schema("a float, b float, c float, d float, e float, f float, label int")
          .csv(csv.toString())
          .write()
          .parquet(table.toString());
    }
    Path named = lines("named.csv", data, "0,1,2,3,4,\"5\",x", (row, label) -> row + ",0");
    requirePredicted(data, "a b c d e f label", table);
    requirePredicted(data, "label features", csv);
    requirePredicted(data, "label features", named, "--label=x");
    requireWarned(named, "0,1,2,3,4,5,x");
    Path bare = lines("bare.csv", data, "0,1,2,3,4,f", (row, label) -> row);
    requirePredicted(data, "features", bare);
    requireWarned(bare, "0,1,2,3,4,f");
    requirePredicted(
        data, "label features", lines("a.svm", data, "# x", (row, label) -> label + libsvm(row)));
    requirePredicted(
        data, "features", lines("b.svm", data, "", (row, label) -> libsvm(row).strip()));
    requirePredicted(data, "features", idx(data, data.samples()));
    Path digits = Files.createDirectory(directory.resolve("digits"));
    writeIdx(digits, "train", 9, false);
    writeIdx(digits, "t10k", 9, true);
    out.reset();
    assertEquals(
        1, run("predict", output.resolve("model.safetensors"), digits, output + "-digits"));
    assertEquals(1, lines(err).size(), err::toString);
    assertTrue(
        lines(err).get(0).endsWith("row 0: 12 features, expected the network's 6"), err::toString);
  }

  /** What was said since the last time. */
  private void requireWarned(Path file, String names) {
    assertEquals(
        List.of(
            "simdann: warning: %s: the first line is taken for the columns' names: %s"
                .formatted(file, names)),
        lines(err));
    err.reset();
  }

  /** The rows that a command writes: columns, then predictions in the order of the samples. */
  private void requirePredicted(DataSet data, String columns, Path input, String... options) {
    out.reset();
    Path model = output.resolve("model.safetensors");
    Path predicted = directory.resolve("predicted-" + input.getFileName());
    List<Object> args = new ArrayList<>(List.of("predict", model, input, predicted));
    args.addAll(List.of(options));
    assertEquals(0, run(args.toArray()), err::toString);
    assertEquals(List.of("400 rows in " + predicted), lines(out));
    try (Cluster cluster = Cluster.threads(2)) {
      Dataset<Row> table = cluster.session().read().parquet(predicted.toString());
      assertEquals(
          columns + " prediction probability", String.join(" ", table.schema().fieldNames()));
      String[] found =
          table.select("prediction").collectAsList().stream()
              .map(row -> row.getString(0))
              .toArray(String[]::new);
      assertArrayEquals(new Classifier(ModelFile.load(model)).predict(data.features()), found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with a first line, and one made of the values and the label of each sample. */
  private Path lines(String name, DataSet data, String first, BinaryOperator<String> line)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of(first));
    for (int sample = 0; sample < data.samples(); sample++) {
      String row = Arrays.toString(Samples.row(data.features(), sample));
      lines.add(line.apply(row.substring(1, row.length() - 1), data.labels().label(sample)));
    }
    return Files.write(directory.resolve(name), lines);
  }

  private static String libsvm(String row) {
    StringBuilder line = new StringBuilder();
    String[] values = row.split(", ");
    for (int i = 0; i < values.length; i++) {
      line.append(' ').append(i + 1).append(':').append(values[i]);
    }
    return line.toString();
  }

  /** A compressed IDX file of the floats of the first samples. */
  private Path idx(DataSet data, int samples) throws IOException {
    int features = data.features().features();
    ByteBuffer content = ByteBuffer.allocate(12 + 4 * features * samples);
    content.putInt(0xd02).putInt(samples).putInt(features);
    for (int sample = 0; sample < samples; sample++) {
      for (float value : Samples.row(data.features(), sample)) {
        content.putFloat(value);
      }
    }
    Path file = directory.resolve("samples-idx2-float");
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
      stream.write(content.array());
    }
    return file;
  }

  @Test
  void whatCannotBePredictedIsOneLine() throws IOException {
    DataSet data = Samples.floats(100, 3, 0);
    Path csv = csv("train.csv", data);
    assertEquals(0, run("--data", csv, "--iterations=1", "--quiet", "--output", output));
    Path model = output.resolve("model.safetensors");
    Path predicted = directory.resolve("predicted");
    Path wide = Files.writeString(directory.resolve("wide.csv"), "1,2,3,4,5\n");
    Path bad = Files.writeString(directory.resolve("bad.csv"), "1,2,3\n4,5,x\n");
    Path svm = Files.writeString(directory.resolve("bad.svm"), "1:2\n7 1:2\n");
    Path nan = Files.writeString(directory.resolve("nan.csv"), "1,2,3\n4,NaN,5\n");
    Path empty = idx(data, 0);
    for (Path input : List.of(wide, bad, svm, empty, nan, directory.resolve("none.csv"), csv)) {
      assertEquals(1, run("predict", model, input, input == csv ? output : predicted));
    }
    assertEquals(
        List.of(
            "simdann: "
                + wide
                + ": 5 fields in the first line, expected the network's 3 features, or these and a"
                + " label",
            "simdann: partition 0, row 1 (file:" + bad + "): field 2 is 'x', expected a number",
            "simdann: partition 0, row 1 (file:" + svm + "): '7', expected index:value",
            "simdann: "
                + empty
                + ": byte 4 of the uncompressed data: dimension 1 is 0, expected 1 to 2147483647"),
        lines(err).subList(0, 4));
    assertEquals(7, lines(err).size(), err::toString);
    assertEquals(
        "simdann: partition 0, row 1 (file:"
            + nan
            + "): field 1 is 'NaN', expected a finite number, as 32-bit floats are up to"
            + " 3.4028235E38",
        lines(err).get(4));
    assertTrue(lines(err).get(5).contains("none.csv"), err::toString);
    assertEquals(
        "simdann: " + output + ": is there already, expected the name of a new directory",
        lines(err).get(6));
    // Nothing is left of what failed, so that it can be tried again.
    assertFalse(Files.exists(predicted));
  }

  @Test
  @Timeout(120)
  void aFailedJobLeavesTheModelOfTheLastFinishedIteration() throws Exception {
    Path file = csv("train.csv", Samples.floats(500, 6, 0.3));
    Thread stopper =
        new Thread(
            () -> {
              try {
                while (lines(out).stream().noneMatch(line -> line.startsWith("Cost:"))) {
                  Thread.sleep(1);
                }
                SparkContext.getOrCreate().stop();
              } catch (InterruptedException e) {
                // The command has ended without a line.
              }
            });
    stopper.setDaemon(true);
    stopper.start();
    int exitCode = run("--data", file, "--iterations", 1_000_000, "--output", output);
    stopper.interrupt();
    stopper.join();

    assertEquals(1, exitCode);
    requireKept("simdann: Spark failed: .*; the model after iteration (\\d+) of 1000000 is in .*");
  }

  @Test
  @Timeout(120)
  void aContextStoppedBetweenShuffledEpochsLeavesTheModelOfTheLastOne() throws IOException {
    Path file = csv("train.csv", Samples.floats(500, 6, 0.3));
    stopAfter = printed -> printed.get(printed.size() - 1).startsWith("Cost:");
    assertEquals(1, run("--data", file, "--batch-size=100", "--epochs=50", "--output", output));

    assertEquals(2, lines(out).size());
    assertEquals(1, lines(err).size(), err::toString);
    assertEquals(
        5,
        requireKept(
            "simdann: Spark failed: Cannot call methods on a stopped SparkContext.*; the model"
                + " after iteration (\\d+) of 250 is in .*"));
  }

  @Test
  void anEngineClosedAfterItsContextKeepsNothing() {
    NetworkSpec spec = NetworkSpec.of(3, 4);
    float[] parameters = new float[spec.parameterCount()];
    SparkGradientEngine engine;
    try (Cluster cluster = Cluster.threads(2)) {
      SparkDataSet data = SparkDataSet.of(cluster.context(), Samples.floats(100, 3, 0));
      engine = new SparkGradientEngine(data, spec, 100, 2, Backend.AUTO, KernelSelection.WIDEST);
      engine.gradient(parameters, 0, 100, parameters.clone());
      assertTrue(PartitionStore.has(engine.number()));
    }
    engine.close();
    assertFalse(PartitionStore.has(engine.number()));
  }

  /** The iterations of the model that the last line of failures tells of. */
  private int requireKept(String message) throws IOException {
    String line = lines(err).get(lines(err).size() - 1);
    Matcher told = Pattern.compile(message).matcher(line);
    assertTrue(told.matches(), line);
    assertEquals(
        told.group(1),
        Safetensors.read(output.resolve("unfinished/model.safetensors"))
            .metadata()
            .get("iterations"));
    return Integer.parseInt(told.group(1));
  }

  @Test
  void aWrongLabelColumnIsOneLine() {
    Path table = directory.resolve("table.parquet");
    try (Cluster cluster = Cluster.threads(2)) {
      cluster
          .session()
          .range(0, 10, 1, 1)
          .selectExpr("cast(id as float) x", "id > 3 kind")
          .write()
          .parquet(table.toString());
    }
    assertEquals(1, run("--data", table, "--features=x", "--output", output));
    assertEquals(1, run("--data", table, "--features=x", "--label=kind", "--output", output));
    assertEquals(
        List.of(
            "simdann: no column 'label' for the label, expected one of x, kind",
            "simdann: column 'kind' of the label is of type boolean, expected texts or numbers"),
        lines(err));
  }

  @Test
  void theDriverLogsNothingUnlessALevelIsAskedFor() {
    for (Level level : List.of(Level.OFF, Level.FATAL)) {
      Configurator.setRootLevel(Level.ERROR);
      String option = level == Level.OFF ? "--quiet" : "--conf=spark.log.level=" + level;
      assertEquals(1, run("--data=/nowhere/a.csv", "--output", output, option));
      assertEquals(level, LogManager.getRootLogger().getLevel());
    }
    Configurator.setRootLevel(Level.OFF);
  }

  @Test
  void failuresAreOneLine() {
    assertEquals(1, run("--data", "/nowhere/a.parquet", "--output", output));
    assertEquals(1, lines(err).size(), () -> err.toString());
    assertTrue(lines(err).get(0).contains("/nowhere/a.parquet"), () -> err.toString());
    err.reset();
    assertEquals(1, run("--data", directory, "--output", output));
    assertTrue(
        lines(err).get(0).contains("a file is missing, expected one of train-images-idx3-ubyte"),
        () -> err.toString());
    err.reset();
    assertEquals(2, run("--format", "xls"));
    assertTrue(
        lines(err).get(0).contains("'xls' is not idx, csv, libsvm or parquet"),
        () -> err.toString());
    for (int partitions : new int[] {0, -1}) {
      err.reset();
      assertEquals(2, run("--data=/nowhere/a.parquet", "--partitions=" + partitions));
      assertEquals(
          List.of(
              "simdann: --partitions must be at least 1, but was %d (see train --help)"
                  .formatted(partitions)),
          lines(err));
    }
    assertFalse(Files.exists(output));
  }
}
