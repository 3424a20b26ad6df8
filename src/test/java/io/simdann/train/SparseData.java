package io.simdann.train;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Categories;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.nn.Architecture;
import java.util.Arrays;
import java.util.Random;

/** Reproducible samples with zeros, for tests of what becomes of these. */
public final class SparseData {

  /**
   * Samples of which a fraction of the values is not zero. Unless that is all of them, every
   * seventh feature is zero in all samples and every eleventh sample is zero in all features. Zeros
   * of floats have either sign.
   */
  public static DataSet of(
      Architecture architecture, int samples, boolean bytes, double density, long seed) {
    Random random = new Random(seed);
    int features = architecture.inputs();
    byte[] asBytes = new byte[features * samples];
    float[] asFloats = new float[features * samples];
    for (int i = 0; i < asBytes.length; i++) {
      boolean empty = density < 1 && (i % features % 7 == 3 || i / features % 11 == 5);
      boolean zero = random.nextDouble() >= density || empty;
      asBytes[i] = (byte) (zero ? 0 : 1 + random.nextInt(255));
      asFloats[i] = zero ? (random.nextBoolean() ? 0f : -0f) : (float) random.nextGaussian();
    }
    int[] labels = random.ints(samples, 0, architecture.outputs()).toArray();
    int[] known = new int[architecture.outputs()];
    Arrays.setAll(known, label -> label);
    return new DataSet(
        bytes
            ? new ByteFeatures(asBytes, features, samples)
            : new FloatFeatures(asFloats, features, samples),
        Labels.encode(labels, Categories.discover(known)));
  }

  private SparseData() {}
}
