package io.simdann.spark;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Consecutive samples of one {@link Origin}: bytes or floats, sample after sample, with their
 * labels as they stand in the data.
 */
final class SampleChunk implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Origin origin;
  private final int firstRow;
  private final int features;
  private final int pictureRows;
  private final byte[] bytes;
  private final float[] floats;
  private final String[] labels;

  /**
   * Takes arrays, which are not copied.
   *
   * @param origin where the samples come from
   * @param firstRow the samples of the origin before the first of these
   * @param features the features of each
   * @param pictureRows the rows of pixels of each, 0 if they are not known to be pictures
   * @param bytes samples × features unsigned bytes, each meaning byte/255; or null
   * @param floats samples × features; or null
   * @param labels one per sample, null where there is none
   */
  SampleChunk(
      Origin origin,
      int firstRow,
      int features,
      int pictureRows,
      byte[] bytes,
      float[] floats,
      String[] labels) {
    this.origin = origin;
    this.firstRow = firstRow;
    this.features = features;
    this.pictureRows = pictureRows;
    this.bytes = bytes;
    this.floats = floats;
    this.labels = labels;
  }

  /** The first samples of arrays, which are copied if they hold more; not known to be pictures. */
  static SampleChunk of(
      Origin origin, int firstRow, int features, Object values, String[] labels, int samples) {
    boolean all = samples == labels.length;
    int length = samples * features;
    return new SampleChunk(
        origin,
        firstRow,
        features,
        0,
        values instanceof byte[] bytes ? all ? bytes : Arrays.copyOf(bytes, length) : null,
        values instanceof float[] floats ? all ? floats : Arrays.copyOf(floats, length) : null,
        all ? labels : Arrays.copyOf(labels, samples));
  }

  Origin origin() {
    return origin;
  }

  int firstRow() {
    return firstRow;
  }

  int featureCount() {
    return features;
  }

  /** The rows of pixels of a picture, 0 if samples are not known to be pictures. */
  int pictureRows() {
    return pictureRows;
  }

  int samples() {
    return labels.length;
  }

  boolean isBytes() {
    return bytes != null;
  }

  String label(int sample) {
    return labels[sample];
  }

  /** Returns the array of bytes or floats. */
  Object values() {
    return bytes != null ? bytes : floats;
  }

  /** A copy of a sample's bytes or floats. */
  Object sample(int index) {
    int from = index * features;
    return bytes != null
        ? Arrays.copyOfRange(bytes, from, from + features)
        : Arrays.copyOfRange(floats, from, from + features);
  }

  /** Returns the samples as a matrix of features × samples. */
  Features features() {
    if (bytes == null) {
      return new FloatFeatures(floats, features, labels.length);
    }
    ByteFeatures all = new ByteFeatures(bytes, features, labels.length);
    return pictureRows == 0 ? all : all.asPictures(pictureRows);
  }
}
