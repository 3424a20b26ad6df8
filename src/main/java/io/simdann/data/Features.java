package io.simdann.data;

import java.util.OptionalInt;

/**
 * The inputs of a network: a matrix of features × samples.
 *
 * <p>The layout is column-major without gaps: feature {@code i} of sample {@code j} is element
 * {@code j * features() + i} of the values, so one sample is contiguous. Implementations differ in
 * how a value is stored; code that is fast rather than general switches over the two and works on
 * their arrays.
 */
public sealed interface Features permits ByteFeatures, FloatFeatures {

  /**
   * Returns the number of samples, the columns of the matrix.
   *
   * @return the number of samples, at least 1
   */
  int samples();

  /**
   * Returns the number of features of one sample, the rows of the matrix.
   *
   * @return the number of features, at least 1
   */
  int features();

  /**
   * Returns how many rows of pixels a sample has if it is a picture, in row-major order.
   *
   * @return a number that divides {@link #features()}; empty if samples are of another kind, or it
   *     isn't known
   */
  OptionalInt pictureRows();

  /**
   * Returns one value as the network sees it.
   *
   * @param feature the feature's index, from 0 to {@code features() - 1}
   * @param sample the sample's index, from 0 to {@code samples() - 1}
   * @return the value
   * @throws IndexOutOfBoundsException if either index is out of range
   */
  float value(int feature, int sample);

  /**
   * Returns what a stored value is multiplied with to get its meaning. Networks multiply sums of
   * stored values with it, which rounds otherwise than {@link #value} does for each.
   *
   * @return a number greater than 0; 1 for values that are used as they are
   */
  float scale();

  /**
   * Returns the memory that a stored value takes.
   *
   * @return bytes
   */
  int valueBytes();
}
