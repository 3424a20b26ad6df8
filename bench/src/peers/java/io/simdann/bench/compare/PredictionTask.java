package io.simdann.bench.compare;

import io.simdann.data.Features;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;

/**
 * Probabilities for the next {@code batchSize} samples at a call; after the last batch it goes on
 * with the first.
 *
 * @param spec the network
 * @param samples floats, one sample after the other
 * @param batchSize samples of one call
 */
record PredictionTask(NetworkSpec spec, float[] samples, int batchSize) {

  static PredictionTask of(NetworkSpec spec, Features features, int batchSize) {
    return new PredictionTask(spec, Samples.floats(features), batchSize);
  }

  /** The time doesn't depend on what has been learnt. */
  float[] parameters() {
    return Initialization.numpy(spec, 1);
  }

  int batches() {
    return samples.length / spec.inputs() / batchSize;
  }

  float[] batch(int index) {
    int values = batchSize * spec.inputs();
    return Arrays.copyOfRange(samples, index * values, (index + 1) * values);
  }

  double flop() {
    double perSample = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      perSample += 2.0 * spec.size(layer) * spec.size(layer - 1);
    }
    return perSample * batchSize;
  }
}
