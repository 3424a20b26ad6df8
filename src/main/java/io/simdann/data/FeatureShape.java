package io.simdann.data;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The shape of a column-major matrix of features × samples, and where its elements are.
 *
 * @param features the features of a sample
 * @param samples the number of samples
 * @param pictureRows the rows of pixels of a sample that is a picture
 */
record FeatureShape(int features, int samples, OptionalInt pictureRows) {

  /** Returns a shape that is not empty and has exactly {@code length} elements, or throws. */
  static FeatureShape of(int features, int samples, int length) {
    if (features < 1 || samples < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features × samples is %d × %d, expected at least 1 × 1",
              features,
              samples));
    }
    long product = (long) features * samples;
    if (product != length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d features × %d samples need %d values, found %d",
              features,
              samples,
              product,
              length));
    }
    return new FeatureShape(features, samples, OptionalInt.empty());
  }

  /** Returns this shape of samples that are pictures of a number of rows. */
  FeatureShape withPictureRows(int rows) {
    if (rows < 1 || features % rows != 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d features are not %d rows of a picture", features, rows));
    }
    return new FeatureShape(features, samples, OptionalInt.of(rows));
  }

  int index(int feature, int sample) {
    Objects.checkIndex(feature, features);
    Objects.checkIndex(sample, samples);
    return sample * features + feature;
  }
}
