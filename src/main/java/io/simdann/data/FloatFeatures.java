package io.simdann.data;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Features stored as floats and used as they are, without any scaling. They aren't looked at here;
 * training refuses those that are not finite, and so does what predicts where they show: see {@link
 * NotFiniteException}.
 */
public final class FloatFeatures implements Features {

  private final float[] values;
  private final FeatureShape shape;

  /**
   * Creates features on an array, which is <em>not copied</em>: it must not be changed afterwards.
   *
   * @param values features × samples floats, column-major: feature {@code i} of sample {@code j} at
   *     {@code j * features + i}
   * @param features the number of features of one sample, at least 1
   * @param samples the number of samples, at least 1
   * @throws IllegalArgumentException if a number is below 1 or {@code values} doesn't have exactly
   *     features × samples elements
   */
  public FloatFeatures(float[] values, int features, int samples) {
    this.shape = FeatureShape.of(features, samples, values.length);
    this.values = values;
  }

  private FloatFeatures(float[] values, FeatureShape shape) {
    this.values = values;
    this.shape = shape;
  }

  /**
   * Returns the same samples as pictures, on the same array.
   *
   * @param rows how many rows of pixels each has, in row-major order; a divisor of the features
   * @return the pictures
   * @throws IllegalArgumentException if the features are not so many rows
   */
  public FloatFeatures asPictures(int rows) {
    return new FloatFeatures(values, shape.withPictureRows(rows));
  }

  @Override
  public OptionalInt pictureRows() {
    return shape.pictureRows();
  }

  /**
   * Returns the array itself, not a copy; it must not be changed.
   *
   * @return features × samples floats, column-major
   */
  public float[] values() {
    return values;
  }

  @Override
  public int samples() {
    return shape.samples();
  }

  @Override
  public int features() {
    return shape.features();
  }

  @Override
  public float value(int feature, int sample) {
    return values[shape.index(feature, sample)];
  }

  @Override
  public float scale() {
    return 1f;
  }

  @Override
  public int valueBytes() {
    return Float.BYTES;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "FloatFeatures[%d features × %d samples]", features(), samples());
  }
}
