package io.simdann.data;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Features stored as unsigned bytes, each standing for byte / 255, as grey levels of pictures are.
 *
 * <p>A quarter of the memory of floats, and of the memory traffic in training.
 */
public final class ByteFeatures implements Features {

  /** What a byte is multiplied with to get its meaning: the float nearest to 1 / 255. */
  public static final float SCALE = 1f / 255f;

  private final byte[] values;
  private final FeatureShape shape;

  /**
   * Creates features on an array, which is <em>not copied</em>: it must not be changed afterwards.
   *
   * @param values features × samples unsigned bytes, column-major: feature {@code i} of sample
   *     {@code j} at {@code j * features + i}
   * @param features the number of features of one sample, at least 1
   * @param samples the number of samples, at least 1
   * @throws IllegalArgumentException if a number is below 1 or {@code values} doesn't have exactly
   *     features × samples elements
   */
  public ByteFeatures(byte[] values, int features, int samples) {
    this.shape = FeatureShape.of(features, samples, values.length);
    this.values = values;
  }

  private ByteFeatures(byte[] values, FeatureShape shape) {
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
  public ByteFeatures asPictures(int rows) {
    return new ByteFeatures(values, shape.withPictureRows(rows));
  }

  @Override
  public OptionalInt pictureRows() {
    return shape.pictureRows();
  }

  /**
   * Returns the array itself, not a copy; it must not be changed.
   *
   * @return features × samples unsigned bytes, column-major
   */
  public byte[] values() {
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

  /**
   * Returns one value as the network sees it.
   *
   * @param feature the feature's index, from 0 to {@code features() - 1}
   * @param sample the sample's index, from 0 to {@code samples() - 1}
   * @return the float nearest to byte / 255, from 0 to 1
   * @throws IndexOutOfBoundsException if either index is out of range
   */
  @Override
  public float value(int feature, int sample) {
    return (values[shape.index(feature, sample)] & 0xff) / 255f;
  }

  @Override
  public float scale() {
    return SCALE;
  }

  @Override
  public int valueBytes() {
    return 1;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "ByteFeatures[%d features × %d samples]", features(), samples());
  }
}
