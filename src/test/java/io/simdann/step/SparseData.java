package io.simdann.step;

import io.simdann.data.ByteFeatures;
import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.nn.NetworkSpec;
import io.simdann.random.SplitMix64;
import java.util.Arrays;

/**
 * Reproducible samples with zeros: the same on every machine and JDK, since only {@link SplitMix64}
 * and exact operations make them.
 */
public final class SparseData {
  private static final int UNIT = 1 << 22;

  /**
   * Samples of which a fraction of the values is not zero. Unless that is all of them, every
   * seventh feature is zero in all samples and every eleventh sample is zero in all features. Zeros
   * of floats have either sign; their other values lie between −2 and 2.
   */
  public static DataSet of(
      NetworkSpec spec, int samples, boolean bytes, double density, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    int features = spec.inputs();
    byte[] asBytes = new byte[features * samples];
    float[] asFloats = new float[features * samples];
    for (int i = 0; i < asBytes.length; i++) {
      boolean empty = density < 1 && (i % features % 7 == 3 || i / features % 11 == 5);
      boolean zero = random.nextInt(UNIT) >= density * UNIT || empty;
      asBytes[i] = (byte) (zero ? 0 : 1 + random.nextInt(255));
      asFloats[i] = zero ? (random.nextInt(2) == 0 ? 0f : -0f) : between2(random);
    }
    int[] labels = new int[samples];
    Arrays.setAll(labels, sample -> random.nextInt(spec.outputs()));
    int[] known = new int[spec.outputs()];
    Arrays.setAll(known, label -> label);
    return new DataSet(
        bytes
            ? new ByteFeatures(asBytes, features, samples)
            : new FloatFeatures(asFloats, features, samples),
        Labels.encode(labels, ClassNames.discover(known)));
  }

  /** 24 random bits, so that sums and products are rounded. */
  private static float between2(SplitMix64 random) {
    return (random.nextInt(4 * UNIT) - 2 * UNIT + 0.5f) / UNIT;
  }

  private SparseData() {}
}
