package io.simdann.train;

import io.simdann.data.DataSet;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.CanonicalStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Training in batches, written down as plain loops on {@link CanonicalStep}: the contract that the
 * training loop must equal bit for bit. The random numbers are those of the JDK's own SplitMix64.
 */
final class CanonicalTraining {
  private final NetworkSpec spec;
  private final DataSet data;
  private final long seed;
  final float[] parameters;
  final List<Double> epochCosts = new ArrayList<>();

  CanonicalTraining(NetworkSpec spec, DataSet data, long seed) {
    this.spec = spec;
    this.data = data;
    this.seed = seed;
    this.parameters = Initialization.numpy(spec, seed);
  }

  void run(int iterations, int batchSize, boolean shuffle, double learningRate) {
    int samples = data.samples();
    int iteration = 0;
    for (int epoch = 0; iteration < iterations; epoch++) {
      int[] order = order(samples, shuffle && batchSize < samples, epoch);
      double costSum = 0;
      double weightSum = 0;
      for (int from = 0; from < samples && iteration < iterations; from += batchSize) {
        int[] batch = Arrays.copyOfRange(order, from, Math.min(samples, from + batchSize));
        CanonicalStep step = CanonicalStep.of(spec, data, batch).dropping(seed, iteration);
        step.run(parameters);
        float rate = (float) (learningRate / (step.weightSum == 0 ? 1 : step.weightSum));
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = Math.fma(-rate, step.gradient[i], parameters[i]);
        }
        costSum += step.cost;
        weightSum += step.weightSum;
        iteration++;
      }
      epochCosts.add(costSum / ((weightSum == 0 ? 1 : weightSum) * spec.outputs()));
    }
  }

  private int[] order(int samples, boolean shuffle, int epoch) {
    int[] order = new int[samples];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(seed * 4294967296L + epoch);
    for (int i = samples - 1; i > 0 && shuffle; i--) {
      long product;
      do {
        product = (random.nextLong() >>> 32) * (i + 1);
      } while (product % 4294967296L < 4294967296L % (i + 1));
      int j = (int) (product / 4294967296L);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }
}
