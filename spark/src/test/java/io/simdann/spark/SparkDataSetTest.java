package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.EngineException;
import io.simdann.step.LocalGradientEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkDataSetTest {
  private static final StructType ARRAYS =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.FloatType))
          .add("label", DataTypes.IntegerType);

  private static Cluster cluster;

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    cluster =
        Cluster.open(
            Cluster.settings("local[2]")
                // Files are split into many pieces, which Spark assigns as it likes.
                .set("spark.sql.files.maxPartitionBytes", "4096")
                .set("spark.sql.files.openCostInBytes", "0"));
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static Dataset<Row> frame(List<Row> rows, StructType schema, int partitions) {
    return cluster
        .session()
        .createDataFrame(cluster.context().parallelize(rows, partitions), schema);
  }

  private static SampleReader reader() {
    return new SampleReader(cluster.session());
  }

  private static StructType schema(DataType features) {
    return new StructType().add("features", features).add("label", DataTypes.DoubleType);
  }

  private static SparkDataSet of(Dataset<Row> frame) {
    return SparkDataSet.of(frame, FrameColumns.of(frame.schema()));
  }

  /** The samples in the data's order, as their gradient tells, bit for bit. */
  private static void requireSame(DataSet expected, SparkDataSet actual) {
    assertEquals(expected.samples(), actual.samples());
    assertEquals(expected.features().features(), actual.features());
    assertEquals(expected.labels().classNames(), actual.classNames());
    NetworkSpec spec = NetworkSpec.of(actual.features(), 5, expected.labels().classNames().size());
    float[] parameters = Initialization.numpy(spec, 3);
    float[] expectedGradient = new float[parameters.length];
    float[] gradient = new float[parameters.length];
    try (WorkerTeam team = WorkerTeam.ofThreads(1);
        SparkGradientEngine engine =
            new SparkGradientEngine(
                actual, spec, actual.samples(), 2, Backend.AUTO, KernelSelection.WIDEST)) {
      new LocalGradientEngine(expected, spec, KernelSelection.logged(Backend.AUTO, 0), team)
          .gradient(parameters, 0, expected.samples(), expectedGradient);
      engine.gradient(parameters, 0, expected.samples(), gradient);
    }
    assertArrayEquals(expectedGradient, gradient);
  }

  @Test
  void featuresMayBeAnArray() {
    DataSet data = Samples.floats(300, 7, 0.2);
    requireSame(data, of(frame(Samples.arrayRows(data), ARRAYS, 3)));
  }

  @Test
  void featuresMayBeColumnsOfNumbers() {
    DataSet data = Samples.floats(300, 3, 0.2);
    List<Row> rows = new ArrayList<>();
    for (int sample = 0; sample < data.samples(); sample++) {
      float[] row = Samples.row(data.features(), sample);
      rows.add(
          RowFactory.create(
              row[0], (double) row[1], (long) Samples.label(data, sample), row[2], "text"));
    }
    StructType schema =
        new StructType()
            .add("a", DataTypes.FloatType)
            .add("b.c", DataTypes.DoubleType)
            .add("kind", DataTypes.LongType)
            .add("d", DataTypes.FloatType)
            .add("comment", DataTypes.StringType);
    Dataset<Row> frame = frame(rows, schema, 2);
    FrameColumns columns = FrameColumns.of(schema, "kind");
    assertEquals(List.of("a", "b.c", "d"), columns.features());
    requireSame(data, SparkDataSet.of(frame, columns));
  }

  @Test
  void labelsMayBeTexts() {
    DataSet numbered = Samples.floats(300, 7, 0.2);
    String[] labels = new String[300];
    List<Row> rows = new ArrayList<>();
    for (int sample = 0; sample < labels.length; sample++) {
      labels[sample] = "class " + numbered.labels().label(sample);
      rows.add(RowFactory.create(Samples.row(numbered.features(), sample), labels[sample]));
    }
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("label", DataTypes.StringType);
    SparkDataSet data = of(frame(rows, schema, 3));
    assertEquals(List.of("class 3", "class 5", "class 7", "class 9"), data.classNames().names());
    requireSame(DataSet.ofClasses(numbered.features(), labels), data);

    rows.set(299, RowFactory.create(new float[7], "two\nlines"));
    assertFails(
        "partition 2, row 99: label \"two�lines\", expected 1 to 1000 characters without control"
            + " characters",
        frame(rows, schema, 3));
  }

  @Test
  void featuresMayBeVectors() {
    DataSet data = Samples.floats(300, 7, 0.9);
    List<Row> rows = new ArrayList<>();
    for (int sample = 0; sample < data.samples(); sample++) {
      double[] row = new double[7];
      for (int i = 0; i < row.length; i++) {
        row[i] = data.features().value(i, sample);
      }
      rows.add(
          RowFactory.create(
              sample % 2 == 0 ? Vectors.dense(row) : Vectors.dense(row).toSparse(),
              (double) Samples.label(data, sample)));
    }
    requireSame(data, of(frame(rows, schema(SQLDataTypes.VectorType()), 2)));
  }

  @Test
  void featuresMayBeBytes() {
    DataSet data = Samples.bytes(300, 7);
    byte[] values = ((ByteFeatures) data.features()).values();
    List<Row> rows = new ArrayList<>();
    for (int sample = 0; sample < data.samples(); sample++) {
      rows.add(
          RowFactory.create(
              Arrays.copyOfRange(values, sample * 7, sample * 7 + 7),
              (double) Samples.label(data, sample)));
    }
    requireSame(data, of(frame(rows, schema(DataTypes.BinaryType), 2)));
  }

  @Test
  void rowsOfParquetFilesAreInTheOrderOfTheFiles() {
    DataSet data = Samples.floats(3000, 7, 0.2);
    String path = directory.resolve("table").toString();
    frame(Samples.arrayRows(data), ARRAYS, 3)
        .write()
        .option("parquet.block.size", 8192)
        .parquet(path);
    assertTrue(cluster.session().read().parquet(path).rdd().getNumPartitions() > 3);
    requireSame(data, reader().parquet(path, "label", List.of("features")));
  }

  @Test
  void linesOfCsvFilesAreInTheOrderOfTheFiles() throws IOException {
    DataSet data = Samples.floats(900, 4, 0.2);
    for (int file = 0; file < 3; file++) {
      List<String> lines = new ArrayList<>(List.of("a,b,\"label\",c , d"));
      for (int sample = 300 * file; sample < 300 * (file + 1); sample++) {
        Features f = data.features();
        String label = data.labels().label(sample);
        lines.add(
            "%s,%s, %s,\"%s\",%s"
                .formatted(
                    f.value(0, sample),
                    f.value(1, sample),
                    label,
                    f.value(2, sample),
                    f.value(3, sample)));
      }
      lines.add("");
      Files.write(directory.resolve("part" + file + ".csv"), lines);
    }
    requireSame(data, reader().csv(directory.toString(), null));
    requireSame(data, reader().csv(directory.toString(), "2"));
  }

  @Test
  void csvNeedsNoNamesAndTakesTheLastColumnForTheLabel() throws IOException {
    DataSet data = Samples.floats(200, 2, 0);
    List<String> lines = new ArrayList<>();
    for (int sample = 0; sample < 200; sample++) {
      lines.add(
          data.features().value(0, sample)
              + ","
              + data.features().value(1, sample)
              + ","
              + data.labels().label(sample)
              + ".0");
    }
    Path file = Files.write(directory.resolve("numbers.csv"), lines);
    requireSame(data, reader().csv(file.toString(), null));
  }

  @Test
  void libsvmLinesLeaveZerosOut() throws IOException {
    DataSet data = Samples.floats(600, 9, 0.7);
    List<String> lines = new ArrayList<>(List.of("# made by a test"));
    for (int sample = 0; sample < 600; sample++) {
      StringBuilder line = new StringBuilder().append(data.labels().label(sample));
      for (int i = 0; i < 9; i++) {
        float value = data.features().value(i, sample);
        if (value != 0f) {
          line.append(' ').append(i + 1).append(':').append(value);
        }
      }
      lines.add(line.append(sample % 2 == 0 ? " # even" : "").toString());
    }
    Path file = Files.write(directory.resolve("samples.libsvm"), lines);
    requireSame(data, reader().libsvm(file.toString(), 0));
    requireSame(data, reader().libsvm(file.toString(), 9));
  }

  @Test
  void unevenRowsAreToldByPartitionAndRow() {
    List<Row> rows = new ArrayList<>(Samples.arrayRows(Samples.floats(100, 4, 0)));
    rows.set(60, RowFactory.create(new float[] {1, 2, 3}, 3));
    assertFails(
        "partition 1, row 10: 3 features, expected 4 as in the partition's rows before",
        frame(rows, ARRAYS, 2));
    List<Row> others = new ArrayList<>(Samples.arrayRows(Samples.floats(100, 4, 0)));
    others.subList(50, 100).replaceAll(row -> RowFactory.create(new float[] {1, 2, 3}, 3));
    assertFails(
        "partition 1, row 0: 3 features, expected 4 as in partition 0", frame(others, ARRAYS, 2));
  }

  @Test
  void rowsThatAreNoSamplesAreToldByPartitionAndRow() {
    List<Row> rows = new ArrayList<>(Samples.arrayRows(Samples.floats(100, 4, 0)));
    rows.set(3, RowFactory.create(null, 3));
    assertFails(
        "partition 0, row 3: column 'features' is null, expected a value", frame(rows, ARRAYS, 2));
    rows.set(3, RowFactory.create(new Float[] {1f, null, 2f, 3f}, 3));
    assertFails(
        "partition 0, row 3: element 1 of column 'features' is null, expected a number",
        frame(rows, ARRAYS, 2));
    Dataset<Row> fractions =
        frame(
            List.of(RowFactory.create(new Float[] {1f}, 2.5)),
            schema(DataTypes.createArrayType(DataTypes.FloatType)),
            1);
    assertFails("partition 0, row 0: label 2.5, expected an integer", fractions);
    assertFails("no samples, expected at least one", frame(List.of(), ARRAYS, 1));
  }

  private static final String FINITE =
      ", expected a finite number, as 32-bit floats are up to 3.4028235E38";

  @Test
  void featuresThatAreNotFiniteAreToldByPartitionAndRow() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      List<Row> arrays = new ArrayList<>(Samples.arrayRows(Samples.floats(100, 4, 0)));
      arrays.set(60, RowFactory.create(new float[] {1, 2, value, 3}, 3));
      assertFails(
          "partition 1, row 10: element 2 of column 'features' is " + value + FINITE,
          frame(arrays, ARRAYS, 2));
    }
    StructType columns =
        new StructType()
            .add("a", DataTypes.DoubleType)
            .add("b.c", DataTypes.DoubleType)
            .add("label", DataTypes.IntegerType);
    List<Row> numbers = List.of(RowFactory.create(1.0, 2.0, 1), RowFactory.create(1.0, 1e39, 1));
    assertFails(
        "partition 0, row 1: column 'b.c' is Infinity" + FINITE, frame(numbers, columns, 1));
    List<Row> vectors =
        List.of(
            RowFactory.create(Vectors.dense(1, 2), 1.0),
            RowFactory.create(Vectors.sparse(2, new int[] {1}, new double[] {-1e39}), 1.0));
    assertFails(
        "partition 0, row 1: element 1 of column 'features' is -1.0E39" + FINITE,
        frame(vectors, schema(SQLDataTypes.VectorType()), 1));
    float[] values = new float[300];
    values[299] = Float.NaN;
    DataSet data = new DataSet(new FloatFeatures(values, 3, 100), Labels.encode(new int[100]));
    EngineException failure =
        assertThrows(EngineException.class, () -> SparkDataSet.of(cluster.context(), data));
    assertEquals("sample 99: feature 2 is NaN" + FINITE, failure.getMessage());
  }

  @Test
  void valuesOfLinesThatAreNotFiniteAreToldByFileAndRow() throws IOException {
    Path csv = Files.writeString(directory.resolve("bad.csv"), "1,2,3\n1,NaN,3\n4,5,6\n");
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv(csv.toString(), null));
    assertEquals(
        "partition 0, row 1 (file:" + csv + "): field 1 is 'NaN'" + FINITE, failure.getMessage());
    Path svm = directory.resolve("bad.libsvm");
    assertFailsToRead(
        "partition 0, row 1 (file:" + svm + "): the value of index 2 is '1e39'" + FINITE,
        svm,
        "1 1:2\n1 1:3 2:1e39\n");
  }

  @Test
  void anIndexThatMakesSamplesTooLargeIsToldByFileAndRow() throws IOException {
    List<String> lines = new ArrayList<>(Collections.nCopies(300, "1 1:0.5 3:0.2 5:0.7"));
    lines.add(0, "# made by a test");
    lines.add("0 2:1 16000000:1");
    Path file = Files.write(directory.resolve("wide.libsvm"), lines);
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().libsvm(file.toString(), 0));
    assertTrue(
        failure
            .getMessage()
            .matches(
                "partition 1, row \\d+ \\(file:%s\\): index 16000000 gives each of the 301 samples so many features, zeros included: cut into no more than 5 parts, one takes 3724 MB, and an executor has \\d+ MB of heap; is the index right\\? If so, raise spark.executor.memory"
                    .formatted(Pattern.quote(file.toString()))),
        failure.getMessage());
  }

  @Test
  void theWidestRowIsToldWhereSamplesFitInMorePartitionsOnly() throws IOException {
    List<String> lines = new ArrayList<>(Collections.nCopies(299, "1 1:0.5"));
    lines.add(0, "0 2000000:1");
    Path file = Files.write(directory.resolve("wide.libsvm"), lines);
    SparkDataSet data = reader().libsvm(file.toString(), 0);
    EngineException failure =
        assertThrows(
            EngineException.class,
            () ->
                new SparkGradientEngine(
                    data,
                    NetworkSpec.of(2_000_000, 2),
                    300,
                    1,
                    Backend.AUTO,
                    KernelSelection.WIDEST));
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "too little memory for partition 0 of 1, 2289 MB of samples (partition 0, row 0"
                    + " (file:%s) has index 2000000): an executor has ".formatted(file)),
        failure.getMessage());
  }

  @Test
  void aVectorThatIsTooLargeWithItsZerosIsToldByPartitionAndRow() {
    int size = 1 << 29;
    List<Row> rows =
        List.of(RowFactory.create(Vectors.sparse(size, new int[] {7}, new double[] {1}), 1.0));
    EngineException failure =
        assertThrows(
            EngineException.class, () -> of(frame(rows, schema(SQLDataTypes.VectorType()), 1)));
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "partition 0, row 0: 536870912 features with all their zeros take 8192 MB while they are read, and "
                    + Executors.here()),
        failure.getMessage());
  }

  private static void assertFails(String message, Dataset<Row> frame) {
    assertEquals(message, assertThrows(EngineException.class, () -> of(frame)).getMessage());
  }

  @Test
  void columnsThatAreNotThereAreToldWithThoseThatAre() {
    Dataset<Row> frame = frame(List.of(), ARRAYS, 1);
    assertIllegal(
        "no column 'class' for the label, expected one of features, label",
        () -> FrameColumns.of(frame.schema(), "class"));
    assertIllegal(
        "no column 'x' for the features, expected one of features, label",
        () -> SparkDataSet.of(frame, new FrameColumns(List.of("x"), "label")));
    assertIllegal(
        "no column 'class' for the label, expected one of features, label",
        () -> SparkDataSet.of(frame, new FrameColumns(List.of("features"), "class")));
    StructType named =
        new StructType().add("x", DataTypes.FloatType).add("kind", DataTypes.BooleanType);
    assertIllegal(
        "column 'kind' of the label is of type boolean, expected texts or numbers",
        () -> SparkDataSet.of(frame(List.of(), named, 1), new FrameColumns(List.of("x"), "kind")));
    assertIllegal(
        "column 'kind' of the label is of type boolean, expected texts or numbers",
        () -> FrameColumns.of(named, "kind"));
    StructType texts = new StructType().add("a", DataTypes.StringType);
    assertIllegal(
        "column 'a' is of type string, expected numbers, or a single column of vectors, arrays of"
            + " numbers or binary values",
        () -> FrameColumns.kind(texts, List.of("a")));
  }

  private static void assertIllegal(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void badLinesAreToldByFileAndRow() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.csv"), "1,2,3\n4,5,6\n7,8\n");
    // The file is cut in two.
    String place = "partition 1, row 0 (file:" + file + "): ";
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv(file.toString(), null));
    assertEquals(
        place + "2 fields, expected 3 as in the first line of file:" + file, failure.getMessage());
    Path other = Files.writeString(directory.resolve("bad.libsvm"), "1 1:2\n1 3:1 2:5\n");
    EngineException order =
        assertThrows(EngineException.class, () -> reader().libsvm(other.toString(), 3));
    assertTrue(
        order.getMessage().endsWith("index 2 after 3, expected ascending indices from 1 to 3"),
        order.getMessage());
  }

  @Test
  void aBadIndexIsToldByFileAndRow() throws IOException {
    Path file = directory.resolve("bad.libsvm");
    String place = "partition 0, row 1 (file:" + file + "): ";
    assertFailsToRead(place + "'x', expected an integer", file, "1 1:2\n1 x:5\n");
    assertFailsToRead(
        place + "index 2000000000, expected 1 to 16777216: samples are kept with all their zeros",
        file,
        "1 1:2\n1 2000000000:5\n");
    assertFailsToRead(
        place + "index 0, expected 1 to 16777216: samples are kept with all their zeros",
        file,
        "1 1:2\n1 0:5\n");
  }

  private static void assertFailsToRead(String message, Path file, String lines)
      throws IOException {
    Files.writeString(file, lines);
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().libsvm(file.toString(), 0));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void aFirstLineThatLacksAValueIsNoLineOfNames() throws IOException {
    Path file = Files.writeString(directory.resolve("gap.csv"), "1,,3\n4,5,6\n");
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv(file.toString(), null));
    assertEquals(
        "partition 0, row 0 (file:" + file + "): field 1 is '', expected a number",
        failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5,NA,3", "1,NA,3e0"})
  void aTextBesideAFractionIsABadValue(String first) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.csv"), first + "\n4,5,6\n");
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv(file.toString(), null));
    assertEquals(
        "partition 0, row 0 (file:" + file + "): field 1 is 'NA', expected a number",
        failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,1,label", "5,x1,kind", "a,b,", "\"\",\"b\",\"7\"", "nan?,1,2"})
  void aFirstLineWithAFieldThatIsNoNumberHasTheNames(String names) throws IOException {
    DataSet data = Samples.floats(200, 2, 0);
    List<String> lines = new ArrayList<>(List.of(names));
    for (int sample = 0; sample < 200; sample++) {
      float[] row = Samples.row(data.features(), sample);
      lines.add(row[0] + "," + row[1] + "," + data.labels().label(sample));
    }
    Path file = Files.write(directory.resolve("named.csv"), lines);
    requireSame(data, reader().csv(file.toString(), null));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 150})
  void aNumberMayBeAName(int withNames) throws IOException {
    DataSet data = Samples.floats(200, 2, 0);
    List<String> lines = new ArrayList<>(List.of("label,0,1"));
    List<String> others = new ArrayList<>();
    for (int sample = 0; sample < 200; sample++) {
      float[] row = Samples.row(data.features(), sample);
      String line = data.labels().label(sample) + "," + row[0] + "," + row[1];
      (sample < withNames ? lines : others).add(line);
    }
    // The second file does without the line of names; the first has blank lines before it.
    lines.addAll(0, List.of(" ", "\t"));
    Files.write(directory.resolve("part0.csv"), lines);
    Files.write(directory.resolve("part1.csv"), others);
    requireSame(data, reader().csv(directory.toString(), null));
    assertIllegal(
        directory + ": no column '7' for the label, expected one of label, 0, 1",
        () -> reader().csv(directory.toString(), "7"));
    // The same where the file without names is the first.
    Files.move(directory.resolve("part0.csv"), directory.resolve("part2.csv"));
    SparkDataSet reversed = reader().csv(directory.toString(), null);
    assertEquals(data.samples(), reversed.samples());
    assertEquals(data.labels().classNames(), reversed.classNames());
    // The second column, by its name: features are the others, and their values no labels.
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv(directory.toString(), "0"));
    assertTrue(failure.getMessage().endsWith(", expected an integer"), failure.getMessage());
  }

  @Test
  void filesWithOtherNamesAreToldByFile() throws IOException {
    Files.writeString(directory.resolve("a.csv"), "x,y,label\n1,2,3\n4,5,6\n7,8,9\n");
    Files.writeString(directory.resolve("b.csv"), "y,x,label\n1,2,3\n");
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv(directory.toString(), null));
    assertTrue(
        failure
            .getMessage()
            .matches(
                "partition \\d+, row 0 \\(file:\\S*b.csv\\): 'y,x,label', expected numbers, or"
                    + " 'x,y,label' as in file:\\S*a.csv"),
        failure.getMessage());
  }

  @Test
  void testLabelsMustBeThoseOfTraining() {
    DataSet data = Samples.floats(100, 4, 0);
    SparkDataSet train = of(frame(Samples.arrayRows(data), ARRAYS, 2));
    List<Row> rows = List.of(RowFactory.create(new float[4], 4));
    EngineException failure =
        assertThrows(
            EngineException.class,
            () ->
                SparkDataSet.of(
                    frame(rows, ARRAYS, 1),
                    new FrameColumns(List.of("features"), "label"),
                    train.classNames()));
    assertEquals(
        "label 4 is unknown, expected one of {3, 5, 7, 9} (the training labels)",
        failure.getMessage());
  }

  @Test
  void aMissingFileIsAnErrorOfOneLine() {
    EngineException failure =
        assertThrows(EngineException.class, () -> reader().csv("/nowhere/a.csv", null));
    assertTrue(failure.getMessage().contains("/nowhere/a.csv"), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count());
  }
}
