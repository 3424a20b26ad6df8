package io.simdann.spark;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Consecutive samples of one {@link Origin}: bytes or floats, sample after sample, with their
 * labels as they stand in the data, and their weights if they have some.
 */
final class SampleChunk implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Origin origin;
  private final int firstRow;
  private final int features;
  private final int pictureRows;
  private final Serializable values;
  private final String[] labels;

  /** Null if all are 1. */
  private final float[] weights;

  /**
   * Takes arrays, which are not copied.
   *
   * @param origin where the samples come from
   * @param firstRow the samples of the origin before the first of these
   * @param features the features of each
   * @param pictureRows the rows of pixels of each, 0 if they are not known to be pictures
   * @param values samples × features, one of {@link ValueArrays}
   * @param labels one per sample, null where there is none
   * @param weights one per sample; null if all are 1
   */
  SampleChunk(
      Origin origin,
      int firstRow,
      int features,
      int pictureRows,
      Serializable values,
      String[] labels,
      float[] weights) {
    this.origin = origin;
    this.firstRow = firstRow;
    this.features = features;
    this.pictureRows = pictureRows;
    this.values = values;
    this.labels = labels;
    this.weights = weights;
  }

  /** The first samples of arrays, which are copied if they hold more; not known to be pictures. */
  static SampleChunk of(
      Origin origin,
      int firstRow,
      int features,
      Serializable values,
      String[] labels,
      float[] weights,
      int samples) {
    boolean all = samples == labels.length;
    return new SampleChunk(
        origin,
        firstRow,
        features,
        0,
        all ? values : ValueArrays.copyOfRange(values, 0, samples * features),
        all ? labels : Arrays.copyOf(labels, samples),
        all || weights == null ? weights : Arrays.copyOf(weights, samples));
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
    return ValueArrays.areBytes(values);
  }

  String label(int sample) {
    return labels[sample];
  }

  /** Whether samples have weights of their own. */
  boolean isWeighted() {
    return weights != null;
  }

  float weight(int sample) {
    return weights == null ? 1f : weights[sample];
  }

  /** Returns the array of bytes or floats. */
  Serializable values() {
    return values;
  }

  /** A copy of a sample's bytes or floats. */
  Object sample(int index) {
    return ValueArrays.copyOfRange(values, index * features, (index + 1) * features);
  }

  /** Returns the samples as a matrix of features × samples. */
  Features features() {
    Features all = ValueArrays.features(values, features, labels.length);
    return pictureRows > 0 && all instanceof ByteFeatures pictures
        ? pictures.asPictures(pictureRows)
        : all;
  }
}
