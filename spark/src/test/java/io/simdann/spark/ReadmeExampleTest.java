package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ReadmeExampleTest {

  @Test
  void theExampleRuns() {
    DataSet samples = Samples.floats(200, 5, 0.2);
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("label", DataTypes.IntegerType);
    try (Cluster cluster = Cluster.threads(2)) {
      Dataset<Row> frame =
          cluster.session().createDataFrame(Samples.arrayRows(samples), schema).repartition(2);
      assertEquals(200, example(frame));
    }
  }

  private static long example(Dataset<Row> frame) {
    FrameColumns columns = FrameColumns.of(frame.schema());
    SparkDataSet data = SparkDataSet.of(frame, columns);
    Trainer trainer = Trainer.builder().hidden(50).iterations(100).build();
    NetworkSpec spec = trainer.spec(data.features(), data.classNames().size());
    try (SparkGradientEngine engine =
        new SparkGradientEngine(
            data, spec, data.samples(), 0, Backend.AUTO, KernelSelection.WIDEST)) {
      Classifier classifier = trainer.fit(engine, spec, data.classNames(), run -> {});
      Dataset<Row> scored =
          new SparkClassifier(classifier.network()).transform(frame, columns.features());
      return scored.count();
    }
  }

  @Test
  void theReadmeHasTheExampleAsItRuns() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("FrameColumns columns = ");
    String printed = readme.substring(start, readme.indexOf("```", start));
    String source =
        Files.readString(Path.of("src/test/java/io/simdann/spark/ReadmeExampleTest.java"));
    // The last line of the README's closes what the source goes on with.
    String lines = printed.strip().replaceFirst("\\R}$", "");
    assertTrue(withoutIndent(source).contains(withoutIndent(lines)), lines);
  }

  private static String withoutIndent(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
