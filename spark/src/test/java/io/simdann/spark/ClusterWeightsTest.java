package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.EngineException;
import io.simdann.train.ClassWeights;
import io.simdann.train.History;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Weights of samples and classes on executors in JVMs of their own. */
class ClusterWeightsTest {
  private static final int SAMPLES = 700;
  private static final int BATCH = 300;
  private static final DataSet ALIKE = Samples.floats(SAMPLES, 40, 0.7);
  private static final DataSet WEIGHTED = ALIKE.withWeights(weights());
  private static final ClassWeights BY_NAME =
      ClassWeights.of(Map.of("3", 0.3, "5", 2.0, "7", 0.0, "9", 1.0));
  private static final StructType SCHEMA =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.FloatType))
          .add("label", DataTypes.IntegerType)
          .add("w", DataTypes.DoubleType);

  /** Those of the second batch are 0, unless batches are shuffled. */
  private static float[] weights() {
    float[] weights = new float[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      weights[sample] = sample / BATCH == 1 ? 0f : sample % 7 * 0.3f;
    }
    return weights;
  }

  @Test
  void weightsGiveTheBitsOfOneMachine() {
    try (Cluster cluster = Cluster.jvms(2)) {
      SparkDataSet alike = SparkDataSet.of(cluster.context(), ALIKE);
      SparkDataSet weighted = SparkDataSet.of(cluster.context(), WEIGHTED);
      requireSame(WEIGHTED, weighted, ClassWeights.NONE, true);
      requireSame(WEIGHTED, weighted, BY_NAME, false);
      requireSame(WEIGHTED, weighted, ClassWeights.BALANCED, true);
      requireSame(ALIKE, alike, ClassWeights.BALANCED, false);
      requireSame(ALIKE, alike, BY_NAME, true);

      Dataset<Row> frame = cluster.session().createDataFrame(rows(), SCHEMA).coalesce(1);
      FrameColumns columns = FrameColumns.of(frame.schema(), "label", "w");
      requireSame(WEIGHTED, SparkDataSet.of(frame, columns), ClassWeights.BALANCED, false);
    }
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Row row : Samples.arrayRows(WEIGHTED)) {
      rows.add(RowFactory.create(row.get(0), row.get(1), (double) weights()[rows.size()]));
    }
    return rows;
  }

  private static void requireSame(
      DataSet data, SparkDataSet spread, ClassWeights classWeights, boolean shuffle) {
    Trainer trainer =
        Trainer.builder()
            .hidden(33, 17)
            .batchSize(BATCH)
            .epochs(3)
            .accuracyInterval(1)
            .shuffle(shuffle)
            .classWeights(classWeights)
            .build();
    TrainingRun[] runs = {null, null};
    float[] expected = trainer.fit(data, run -> runs[0] = run).network().parameters();
    NetworkSpec spec = trainer.spec(spread.features(), spread.classNames().size());
    try (SparkGradientEngine engine =
        new SparkGradientEngine(spread, spec, BATCH, 3, Backend.AUTO, KernelSelection.WIDEST)) {
      float[] actual =
          trainer
              .fit(engine, spec, spread.classNames(), run -> runs[1] = run)
              .network()
              .parameters();
      assertArrayEquals(expected, actual, classWeights.toString());
      assertEquals(figures(runs[0]), figures(runs[1]), classWeights.toString());
    }
  }

  /** Costs and accuracies. */
  private static List<Double> figures(TrainingRun run) {
    List<Double> figures = new ArrayList<>();
    for (History.Entry entry : run.history().entries()) {
      figures.add(entry.cost());
      figures.add(entry.accuracy().getAsDouble());
    }
    return figures;
  }

  @Test
  void whatIsNoWeightIsToldByRow() {
    try (Cluster cluster = Cluster.threads(2)) {
      FrameColumns columns = FrameColumns.of(SCHEMA, "label", "w");
      List<Row> rows = new ArrayList<>(rows().subList(0, 3));
      rows.add(RowFactory.create(rows.get(0).get(0), 3, -1.0));
      Dataset<Row> negative = cluster.session().createDataFrame(rows, SCHEMA).repartition(1);
      assertEquals(
          "partition 0, row 3: column 'w' of the weight is -1.0, expected 0, or a number from"
              + " 1.0E-20 to 1.0E20",
          assertThrows(EngineException.class, () -> SparkDataSet.of(negative, columns))
              .getMessage());
      Dataset<Row> zero =
          cluster.session().createDataFrame(rows().subList(0, 1), SCHEMA).repartition(1);
      assertEquals(
          "all samples have weight 0, expected a greater one of at least one sample",
          assertThrows(EngineException.class, () -> SparkDataSet.of(zero, columns)).getMessage());

      SparkDataSet data = SparkDataSet.of(cluster.context(), WEIGHTED);
      NetworkSpec spec = NetworkSpec.of(40, 4);
      try (SparkGradientEngine engine =
          new SparkGradientEngine(data, spec, BATCH, 3, Backend.AUTO, KernelSelection.WIDEST)) {
        assertEquals(
            "all samples have weight 0, expected a greater one of at least one sample",
            assertThrows(IllegalArgumentException.class, () -> engine.weighClasses(new double[4]))
                .getMessage());
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> engine.weighClasses(new double[] {1, 1e30, 1, 1}))
                .getMessage();
        assertEquals(
            "weight 0.3 of a sample times weight 1.0E30 of its class is 3.0E29, expected 0, or a"
                + " number from 1.0E-20 to 1.0E20",
            message);
      }
    }
  }

  @Test
  void aWeightHasAColumnOfNumbersOfItsOwn() {
    assertEquals(
        "no column 'v' for the weight, expected one of features, label, w",
        refusal(() -> FrameColumns.of(SCHEMA, "label", "v")));
    assertEquals(
        "column 'features' of the weight is of type array<float>, expected numbers",
        refusal(() -> FrameColumns.of(SCHEMA, "label", "features")));
    assertEquals(
        "column 'label' is that of the weight and of the label, expected one of its own",
        refusal(() -> FrameColumns.of(SCHEMA, "label", "label")));
    StructType numbers =
        new StructType()
            .add("a", DataTypes.FloatType)
            .add("w", DataTypes.FloatType)
            .add("label", DataTypes.IntegerType);
    assertEquals(List.of("a"), FrameColumns.of(numbers, "label", "w").features());
    assertEquals(
        "column 'w' is that of the weight and of a feature, expected one of its own",
        refusal(
            () ->
                new FrameColumns(FrameColumns.of(numbers).features(), "label", Optional.of("w"))));
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }
}
