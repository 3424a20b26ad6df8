package io.simdann.train;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.gemm.SampleValues;

/** Hands a data set's features to the packing code. */
final class Samples {

  static SampleValues of(Features features) {
    if (features instanceof ByteFeatures bytes) {
      return new SampleValues(bytes.values(), null, bytes.features(), bytes.samples());
    }
    FloatFeatures floats = (FloatFeatures) features;
    return new SampleValues(null, floats.values(), floats.features(), floats.samples());
  }

  private Samples() {}
}
