package io.simdann.train;

import io.simdann.nn.Activation;
import io.simdann.nn.NetworkSpec;
import io.simdann.random.SplitMix64;
import io.simdann.step.PackedSamples;

/** Trainings at random, whose sizes are often those around lanes, tiles and shards. */
final class RandomTraining {
  /** The multiply-adds of a forward pass over all iterations: some 50 ms in plain loops. */
  private static final long MOST_WORK = 4_000_000;

  private static final int[] UNITS = {
    1, 2, 5, 7, 10, 15, 16, 17, 31, 32, 33, 47, 50, 63, 64, 65, 79, 80, 81, 100, 127, 128, 129, 145
  };
  private static final int[] INPUTS = {
    1, 2, 17, 33, 64, 65, 129, 196, 256, 257, 385, 513, 777, 1025
  };
  private static final int[] SAMPLES = {
    1, 15, 17, 31, 63, 64, 65, 80, 81, 128, 129, 160, 161, 256, 257, 300, 450, 513, 700, 1030
  };
  private static final double[] DENSITIES = {0, 0.05, 0.2, 0.3, 0.34, 0.5, 0.6, 0.9, 1};

  private final SplitMix64 random;

  RandomTraining(SplitMix64 random) {
    this.random = random;
  }

  /** A training whose samples, weights and order are those of a seed. */
  SmallTraining next(long seed) {
    int[] sizes = new int[2 + Math.min(random.nextInt(4), 1 + random.nextInt(3))];
    sizes[0] = near(INPUTS);
    for (int layer = 1; layer < sizes.length; layer++) {
      sizes[layer] = near(UNITS);
    }
    int batch = near(SAMPLES);
    int samples = random.nextInt(4) == 0 ? batch : batch + near(SAMPLES);
    long update = (long) NetworkSpec.of(sizes).parameterCount() * batch;
    int iterations = (int) Math.max(1, Math.min(1 + random.nextInt(9), MOST_WORK / update));
    PackedSamples.Zeros[] zeros = PackedSamples.Zeros.values();
    return new SmallTraining(
        sizes,
        Activation.SIGMOID,
        random.nextInt(2) == 0,
        DENSITIES[random.nextInt(DENSITIES.length)],
        samples,
        batch,
        random.nextInt(2) == 0,
        iterations,
        Math.scalb(1 + random.nextInt(1000) / 1000.0, random.nextInt(16) - 10),
        seed,
        random.nextInt(2) == 0
            ? PackedSamples.Zeros.BY_DENSITY
            : zeros[random.nextInt(zeros.length)],
        new double[2],
        1 << 13 + random.nextInt(9),
        false);
  }

  /** One of the sizes, or any up to it. */
  private int near(int[] sizes) {
    int size = sizes[random.nextInt(sizes.length)];
    return random.nextInt(3) == 0 ? 1 + random.nextInt(size) : size;
  }
}
