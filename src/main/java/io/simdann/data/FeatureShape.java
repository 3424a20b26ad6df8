package io.simdann.data;

import java.util.Objects;

/** The shape of a column-major matrix of features × samples, and where its elements are. */
record FeatureShape(int features, int samples) {

  /** Returns a shape that is not empty and has exactly {@code length} elements, or throws. */
  static FeatureShape of(int features, int samples, int length) {
    if (features < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "features × samples is %d × %d, expected at least 1 × 1".formatted(features, samples));
    }
    long product = (long) features * samples;
    if (product != length) {
      throw new IllegalArgumentException(
          "%d features × %d samples need %d values, found %d"
              .formatted(features, samples, product, length));
    }
    return new FeatureShape(features, samples);
  }

  int index(int feature, int sample) {
    Objects.checkIndex(feature, features);
    Objects.checkIndex(sample, samples);
    return sample * features + feature;
  }
}
