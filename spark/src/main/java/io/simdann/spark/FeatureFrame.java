package io.simdann.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A data frame and which of its columns hold the features.
 *
 * @param frame the data frame
 * @param features its columns of features, as for {@link FrameColumns}
 */
record FeatureFrame(Dataset<Row> frame, List<String> features) {

  /**
   * A data frame of samples: {@code label}, if they have one, and {@code features}, a binary value
   * or an array of floats.
   *
   * @param session the session
   * @param chunks the samples
   * @param bytes whether they are bytes
   * @param labelled whether their labels are some
   * @return the data frame
   */
  static FeatureFrame of(
      SparkSession session, JavaRDD<SampleChunk> chunks, boolean bytes, boolean labelled) {
    StructType schema = new StructType();
    if (labelled) {
      schema = schema.add(FrameColumns.DEFAULT_LABEL, DataTypes.StringType, false);
    }
    schema =
        schema.add(
            FrameColumns.DEFAULT_FEATURES,
            bytes ? DataTypes.BinaryType : DataTypes.createArrayType(DataTypes.FloatType, false),
            false);
    return new FeatureFrame(
        session.createDataFrame(chunks.flatMap(chunk -> rows(chunk, labelled).iterator()), schema),
        List.of(FrameColumns.DEFAULT_FEATURES));
  }

  private static List<Row> rows(SampleChunk chunk, boolean labelled) {
    List<Row> rows = new ArrayList<>(chunk.samples());
    for (int sample = 0; sample < chunk.samples(); sample++) {
      Object features = chunk.sample(sample);
      rows.add(
          labelled
              ? RowFactory.create(chunk.label(sample), features)
              : RowFactory.create(features));
    }
    return rows;
  }
}
