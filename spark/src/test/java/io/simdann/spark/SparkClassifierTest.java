package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.step.EngineException;
import io.simdann.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparkClassifierTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.FloatType))
          .add("label", DataTypes.IntegerType);

  private static Cluster cluster;
  private static DataSet data;
  private static Classifier classifier;

  @BeforeAll
  static void open() {
    cluster = Cluster.threads(2);
    data = Samples.floats(1100, 9, 0.4);
    classifier = Trainer.builder().hidden(6).iterations(20).learningRate(1).build().fit(data);
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  private static Dataset<Row> frame(List<Row> rows) {
    return cluster.session().createDataFrame(cluster.context().parallelize(rows, 3), SCHEMA);
  }

  @Test
  void everyRowGetsItsClassAndProbabilities() {
    Dataset<Row> result =
        new SparkClassifier(classifier.network())
            .transform(frame(Samples.arrayRows(data)), List.of("features"));

    assertArrayEquals(
        new String[] {"features", "label", "prediction", "probability"},
        result.schema().fieldNames());
    List<Row> rows = result.collectAsList();
    assertEquals(1100, rows.size());
    String[] labels = classifier.predict(data.features());
    Matrix probabilities = classifier.probabilities(data.features());
    for (int sample = 0; sample < rows.size(); sample++) {
      Row row = rows.get(sample);
      assertEquals(Samples.label(data, sample), row.getInt(1));
      assertEquals(labels[sample], row.getString(2));
      List<Float> ofClass = row.getList(3);
      assertEquals(probabilities.rows(), ofClass.size());
      for (int output = 0; output < ofClass.size(); output++) {
        assertEquals(probabilities.get(output, sample), ofClass.get(output));
      }
    }
  }

  @Test
  void classesOfTextsArePredicted() {
    List<String> names = List.of("ant", "a \"bee\"", "é", "zebra, plain");
    Network named =
        new Network(classifier.network().spec(), classifier.network().parameters(), names);
    List<Row> rows =
        new SparkClassifier(named)
            .transform(frame(Samples.arrayRows(data)), List.of("features"))
            .collectAsList();
    String[] expected = new Classifier(named).predict(data.features());
    for (int sample = 0; sample < rows.size(); sample++) {
      assertEquals(expected[sample], rows.get(sample).getString(2));
    }
  }

  @Test
  void aRowThatDoesNotFitIsToldByPartitionAndRow() {
    List<Row> rows = new ArrayList<>(Samples.arrayRows(data).subList(0, 300));
    rows.set(299, RowFactory.create(new float[8], 3));
    Dataset<Row> result =
        new SparkClassifier(classifier.network()).transform(frame(rows), List.of("features"));
    EngineException failure =
        assertThrows(EngineException.class, () -> SparkFailures.translated(result::collectAsList));
    assertEquals("partition 2, row 99: 8 features, expected the network's 9", failure.getMessage());
  }

  @Test
  void aRowThatIsNotFiniteIsToldByPartitionAndRow() {
    List<Row> rows = new ArrayList<>(Samples.arrayRows(data).subList(0, 300));
    float[] values = Samples.row(data.features(), 0);
    values[4] = Float.NaN;
    rows.set(299, RowFactory.create(values, 3));
    Dataset<Row> result =
        new SparkClassifier(classifier.network()).transform(frame(rows), List.of("features"));
    EngineException failure =
        assertThrows(EngineException.class, () -> SparkFailures.translated(result::collectAsList));
    assertEquals(
        "partition 2, row 99: element 4 of column 'features' is NaN, expected a finite number, as"
            + " 32-bit floats are up to 3.4028235E38",
        failure.getMessage());
  }

  @Test
  void aRowThatOverflowsInsideTheNetworkIsToldByPartitionAndRow() {
    NetworkSpec spec = NetworkSpec.of(9, 3);
    float[] parameters = new float[spec.parameterCount()];
    Arrays.fill(parameters, 2f);
    SparkClassifier large =
        new SparkClassifier(new Network(spec, parameters, List.of("0", "1", "2")));
    List<Row> rows = new ArrayList<>(Samples.arrayRows(data).subList(0, 300));
    rows.set(299, RowFactory.create(new float[] {3e38f, 3e38f, -2e38f, 0, 0, 0, 0, 0, 0}, 0));
    Dataset<Row> frame = frame(rows);
    SparkDataSet samples = SparkDataSet.of(frame, FrameColumns.of(frame.schema()));
    Dataset<Row> result = large.transform(frame, List.of("features"));
    String expected =
        "partition 2, row 99: its probabilities are NaN, since features up to 3.0E38 overflow"
            + " inside the network (or its parameters do): scale the features, for example to 0 to"
            + " 1, or to mean 0 and standard deviation 1, like those that it was trained on";

    assertEquals(
        expected,
        assertThrows(EngineException.class, () -> SparkFailures.translated(result::collectAsList))
            .getMessage());
    assertEquals(
        expected, assertThrows(EngineException.class, () -> samples.accuracy(large)).getMessage());
  }

  @Test
  void columnsAreNotReplaced() {
    Dataset<Row> frame = frame(List.of()).withColumnRenamed("label", "prediction");
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SparkClassifier(classifier.network()).transform(frame, List.of("features")));
    assertEquals("column 'prediction' is there already, expected to add it", failure.getMessage());
  }

  @Test
  void aMissingModuleIsAnError() {
    NetworkSpec spec = NetworkSpec.of(3, 2);
    EngineException failure =
        assertThrows(
            EngineException.class, () -> new ExecutorKernels(Backend.AUTO, 0).select(spec, false));
    assertEquals(
        Executors.here()
            + " runs without the module jdk.incubator.vector: add"
            + " --add-modules=jdk.incubator.vector to spark.executor.extraJavaOptions (and, where"
            + " the driver is an executor, to spark.driver.extraJavaOptions), or ask for the scalar"
            + " backend, 10 to 100 times slower",
        failure.getMessage());
    assertEquals("scalar", new ExecutorKernels(Backend.SCALAR, 0).select(spec, false).name());
  }
}
