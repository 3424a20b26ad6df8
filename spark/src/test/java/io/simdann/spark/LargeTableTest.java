package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table of 5 million rows on two executors of 1 GB. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LargeTableTest {
  private static final int ROWS = 5_000_000;
  private static final int FEATURES = 20;

  /** The samples alone are 400 MB. */
  private static final long MOST_ON_THE_DRIVER = 100L << 20;

  @TempDir private Path directory;

  @Test
  void theDriverDoesNotHoldTheData() {
    try (Cluster cluster = Cluster.jvms(2)) {
      String table = directory.resolve("table.parquet").toString();
      write(cluster, table);
      long before = usedHeap();
      SparkDataSet data = new SampleReader(cluster.session()).parquet(table, "label", List.of());
      assertEquals(ROWS, data.samples());
      assertEquals(FEATURES, data.features());
      List<Double> costs = new ArrayList<>();
      Trainer trainer =
          Trainer.builder()
              .hidden(16)
              .learningRate(2)
              .iterations(8)
              .listener(entry -> costs.add(entry.cost()))
              .build();
      NetworkSpec spec = trainer.spec(FEATURES, data.classNames().size());
      try (SparkGradientEngine engine =
          new SparkGradientEngine(data, spec, ROWS, 0, Backend.AUTO, KernelSelection.WIDEST)) {
        Classifier trained = trainer.fit(engine, spec, data.classNames(), run -> {});
        assertTrue(costs.get(7) < costs.get(0), costs::toString);
        double accuracy = engine.evaluate(trained.network().parameters(), 0, ROWS, ROWS).accuracy();
        assertEquals(accuracy, data.accuracy(new SparkClassifier(trained.network())));
        long grown = usedHeap() - before;
        assertTrue(grown < MOST_ON_THE_DRIVER, grown + " bytes more on the driver");
      }
    }
  }

  /** Rows that depend on their number alone; the label is 0 to 3. */
  private static void write(Cluster cluster, String table) {
    List<String> columns = new ArrayList<>();
    IntStream.range(0, FEATURES)
        .mapToObj(i -> "cast(pmod(hash(id, %d), 2001) / 1000 - 1 as float) f%d".formatted(i, i))
        .forEach(columns::add);
    Dataset<Row> features =
        cluster.session().range(0, ROWS, 1, 8).selectExpr(columns.toArray(String[]::new));
    features
        .selectExpr("*", "int(f0 + f1 > 0) + 2 * int(f2 - f3 > 0) label")
        .write()
        .parquet(table);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
