package io.simdann.data.mnist;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.TrainTest;
import java.util.Locale;

/**
 * Turns pictures that are stored column by column, as EMNIST distributes them, into pictures row by
 * row, which is how a picture file is read.
 */
public final class TransposedPictures {

  private TransposedPictures() {}

  /**
   * Transposes the pictures of a data set to train on and one to test on.
   *
   * @param data samples that are pictures
   * @return the same with each picture transposed; targets and weights are the same objects
   * @throws IllegalArgumentException if the samples are not known to be pictures
   */
  public static TrainTest of(TrainTest data) {
    return new TrainTest(of(data.train()), of(data.test()));
  }

  private static DataSet of(DataSet data) {
    return new DataSet(of(data.features()), data.targets(), data.weights());
  }

  /**
   * Transposes pictures.
   *
   * @param pictures samples of rows × columns features, in row-major order
   * @return samples of columns × rows features, in row-major order
   * @throws IllegalArgumentException if the samples are not known to be pictures
   */
  public static Features of(Features pictures) {
    int rows =
        pictures
            .pictureRows()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "samples of %d features are not pictures, which could be transposed",
                            pictures.features())));
    int size = pictures.features();
    int columns = size / rows;
    if (pictures instanceof ByteFeatures bytes) {
      byte[] from = bytes.values();
      byte[] to = new byte[from.length];
      for (int i = 0; i < to.length; i++) {
        to[i] = from[place(i, size, rows, columns)];
      }
      return new ByteFeatures(to, size, pictures.samples()).asPictures(columns);
    }
    float[] from = ((FloatFeatures) pictures).values();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[place(i, size, rows, columns)];
    }
    return new FloatFeatures(to, size, pictures.samples()).asPictures(columns);
  }

  /** Returns where a pixel of the transposed pictures is found in those of rows × columns. */
  private static int place(int index, int size, int rows, int columns) {
    int pixel = index % size;
    return index - pixel + pixel % rows * columns + pixel / rows;
  }
}
