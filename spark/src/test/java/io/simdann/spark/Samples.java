package io.simdann.spark;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Random samples of a few classes, in memory and as rows. */
final class Samples {

  private Samples() {}

  /** The integer that a sample's label is. */
  static int label(DataSet data, int sample) {
    return Integer.parseInt(data.labels().label(sample));
  }

  /** Floats, of which some are zero. */
  static DataSet floats(int samples, int features, double zeros) {
    Random random = new Random(samples * 31L + features);
    float[] values = new float[samples * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < zeros ? 0f : (float) random.nextGaussian();
    }
    return new DataSet(new FloatFeatures(values, features, samples), labels(samples, random));
  }

  static DataSet bytes(int samples, int features) {
    Random random = new Random(samples);
    byte[] values = new byte[samples * features];
    random.nextBytes(values);
    return new DataSet(new ByteFeatures(values, features, samples), labels(samples, random));
  }

  private static Labels labels(int samples, Random random) {
    return Labels.encode(IntStream.range(0, samples).map(i -> 3 + 2 * random.nextInt(4)).toArray());
  }

  /** A sample's features. */
  static float[] row(Features features, int sample) {
    float[] row = new float[features.features()];
    for (int i = 0; i < row.length; i++) {
      row[i] = features.value(i, sample);
    }
    return row;
  }

  /** Rows of an array of floats and a label. */
  static List<Row> arrayRows(DataSet data) {
    List<Row> rows = new ArrayList<>();
    for (int sample = 0; sample < data.samples(); sample++) {
      rows.add(RowFactory.create(row(data.features(), sample), label(data, sample)));
    }
    return rows;
  }
}
