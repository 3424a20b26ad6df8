package io.simdann.bench.compare;

import io.simdann.data.Features;
import io.simdann.nn.Architecture;
import io.simdann.nn.Initialization;
import java.util.Arrays;

/**
 * Probabilities for the next {@code batchSize} samples at a call; after the last batch it goes on
 * with the first.
 *
 * @param architecture the layer sizes
 * @param samples floats, one sample after the other
 * @param batchSize samples of one call
 */
record PredictionTask(Architecture architecture, float[] samples, int batchSize) {

  static PredictionTask of(Architecture architecture, Features features, int batchSize) {
    return new PredictionTask(architecture, Samples.floats(features), batchSize);
  }

  /** The time doesn't depend on what has been learnt. */
  float[] parameters() {
    return Initialization.numpy(architecture, 1);
  }

  int batches() {
    return samples.length / architecture.inputs() / batchSize;
  }

  float[] batch(int index) {
    int values = batchSize * architecture.inputs();
    return Arrays.copyOfRange(samples, index * values, (index + 1) * values);
  }

  double flop() {
    double perSample = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      perSample += 2.0 * architecture.size(layer) * architecture.size(layer - 1);
    }
    return perSample * batchSize;
  }
}
