package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.History;
import io.simdann.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** One output for two classes, on executors in JVMs of their own. */
class BinaryNetworkTest {
  private static final int SAMPLES = 700;
  private static final int BATCH = 300;
  private static final StructType SCHEMA =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.FloatType))
          .add("label", DataTypes.IntegerType);

  private static DataSet data() {
    DataSet four = Samples.floats(SAMPLES, 40, 0.5);
    int[] labels = four.labels().classIndices().clone();
    for (int sample = 0; sample < SAMPLES; sample++) {
      labels[sample] = labels[sample] < 2 ? 5 : 8;
    }
    return DataSet.ofClasses(four.features(), labels);
  }

  @Test
  void trainingAndPredictionGiveTheBitsOfOneMachine() {
    DataSet data = data();
    List<Double> accuracies = new ArrayList<>();
    Trainer trainer =
        Trainer.classifier()
            .hidden(33)
            .batchSize(BATCH)
            .epochs(3)
            .listener(entry -> accuracies.add(accuracy(entry)))
            .build();
    Classifier expected = trainer.fit(data);
    assertEquals(1, expected.network().spec().outputs());
    List<Double> expectedAccuracies = List.copyOf(accuracies);
    accuracies.clear();
    try (Cluster cluster = Cluster.jvms(2)) {
      SparkDataSet spread = SparkDataSet.of(cluster.context(), data);
      NetworkSpec spec = trainer.spec(spread.features(), spread.classNames().size());
      try (SparkGradientEngine engine =
          new SparkGradientEngine(spread, spec, BATCH, 3, Backend.AUTO, KernelSelection.WIDEST)) {
        Network network = trainer.fit(engine, spec, spread.classNames(), run -> {}).network();
        assertArrayEquals(expected.network().parameters(), network.parameters());
        assertEquals(List.of("5", "8"), network.classNames());
        assertEquals(expectedAccuracies, accuracies);
      }
      SparkClassifier classifier = new SparkClassifier(expected.network());
      assertEquals(expected.accuracy(data), spread.accuracy(classifier));
      Dataset<Row> frame =
          cluster
              .session()
              .createDataFrame(cluster.context().parallelize(Samples.arrayRows(data), 3), SCHEMA);
      List<Row> rows = classifier.transform(frame, List.of("features")).collectAsList();
      String[] classes = expected.predict(data.features());
      Matrix probabilities = expected.probabilities(data.features());
      for (int sample = 0; sample < SAMPLES; sample++) {
        assertEquals(classes[sample], rows.get(sample).getString(2));
        assertEquals(
            List.of(probabilities.get(0, sample), probabilities.get(1, sample)),
            rows.get(sample).getList(3));
      }
    }
  }

  private static double accuracy(History.Entry entry) {
    return entry.accuracy().orElseThrow();
  }

  @Test
  void aNetworkOfNumbersIsRefused() {
    NetworkSpec spec = NetworkSpec.of(2, List.of(), Loss.SQUARED_ERROR, 1);
    Network network = Network.ofValues(spec, new float[3], List.of("price"));
    assertEquals(
        "the network predicts numbers, {price}, expected one of classes; what predicts with it is"
            + " a Regressor",
        assertThrows(IllegalArgumentException.class, () -> new SparkClassifier(network))
            .getMessage());
  }
}
