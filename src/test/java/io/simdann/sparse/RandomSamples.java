package io.simdann.sparse;

import java.util.Random;

/** Reproducible samples of which a fraction of the values is not zero. */
final class RandomSamples {

  static SampleValues of(boolean bytes, double density, int features, int samples) {
    return bytes ? bytes(density, features, samples) : floats(density, features, samples);
  }

  /** All values from 0 to 255. */
  static SampleValues bytes(double density, int features, int samples) {
    Random random = new Random(features * 31L + samples);
    byte[] values = new byte[features * samples];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (random.nextDouble() < density ? 1 + random.nextInt(255) : 0);
    }
    return new SampleValues(values, null, features, samples);
  }

  /** Both zeros, and numbers of either sign. */
  static SampleValues floats(double density, int features, int samples) {
    Random random = new Random(features * 31L + samples);
    float[] values = new float[features * samples];
    for (int i = 0; i < values.length; i++) {
      float zero = random.nextBoolean() ? 0f : -0f;
      values[i] = random.nextDouble() < density ? (float) random.nextGaussian() : zero;
    }
    return new SampleValues(null, values, features, samples);
  }

  /** What a product multiplies with. */
  static float value(SampleValues samples, int sample, int feature) {
    int index = sample * samples.features() + feature;
    return samples.bytes() == null ? samples.floats()[index] : samples.bytes()[index] & 0xff;
  }

  /** Some of the samples in an order of their own, one of them perhaps more than once. */
  static int[] order(long seed, int samples, int length) {
    return new Random(seed).ints(length, 0, samples).toArray();
  }

  private RandomSamples() {}
}
