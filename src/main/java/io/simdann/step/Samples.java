package io.simdann.step;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.NotFiniteException;
import io.simdann.sparse.SampleValues;

/** Hands a data set's features to the packing code. */
public final class Samples {

  /** Refuses features that aren't finite, since training would only tell that it has diverged. */
  public static SampleValues of(Features features) {
    NotFiniteException.requireFinite(features);
    if (features instanceof ByteFeatures bytes) {
      return new SampleValues(bytes.values(), null, bytes.features(), bytes.samples());
    }
    FloatFeatures floats = (FloatFeatures) features;
    return new SampleValues(null, floats.values(), floats.features(), floats.samples());
  }

  private Samples() {}
}
