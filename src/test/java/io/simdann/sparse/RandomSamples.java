package io.simdann.sparse;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.util.Random;

/** Reproducible samples of which a fraction of the values is not zero. */
final class RandomSamples {

  static Features of(boolean bytes, double density, int features, int samples) {
    return bytes ? bytes(density, features, samples) : floats(density, features, samples);
  }

  /** All values from 0 to 255. */
  static ByteFeatures bytes(double density, int features, int samples) {
    Random random = new Random(features * 31L + samples);
    byte[] values = new byte[features * samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (random.nextDouble() < density ? 1 + random.nextInt(255) : 0);
    }
    return new ByteFeatures(values, features, samples);
  }

  /** Both zeros, and numbers of either sign. */
  static FloatFeatures floats(double density, int features, int samples) {
    Random random = new Random(features * 31L + samples);
    float[] values = new float[features * samples];
    for (int i = 0; i < values.length; i++) {
      float zero = random.nextBoolean() ? 0f : -0f;
      values[i] = random.nextDouble() < density ? (float) random.nextGaussian() : zero;
    }
    return new FloatFeatures(values, features, samples);
  }

  /** What a product multiplies with. */
  static float value(Features samples, int sample, int feature) {
    return samples instanceof ByteFeatures bytes
        ? bytes.values()[sample * samples.features() + feature] & 0xff
        : samples.value(feature, sample);
  }

  /** Some of the samples in an order of their own, one of them perhaps more than once. */
  static int[] order(long seed, int samples, int length) {
    return new Random(seed).ints(length, 0, samples).toArray();
  }

  private RandomSamples() {}
}
