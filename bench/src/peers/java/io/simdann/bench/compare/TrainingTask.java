package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.nn.Architecture;
import io.simdann.nn.Initialization;

/**
 * Steps of plain gradient descent from the article's initial weights, each over the next {@code
 * batchSize} samples; from the last whole batch it goes on with the first.
 *
 * @param data the samples and their classes
 * @param architecture the layer sizes
 * @param batchSize samples of one step
 */
record TrainingTask(DataSet data, Architecture architecture, int batchSize) {
  static final double LEARNING_RATE = 0.1;

  int batches() {
    return data.samples() / batchSize;
  }

  float[] initialParameters() {
    return Initialization.numpy(architecture, 1);
  }

  double flop() {
    return batchSize * architecture.trainingFlopPerSample();
  }

  /** What training has changed: compared in place of the parameters, which hardly differ. */
  float[] change(float[] parameters) {
    float[] change = initialParameters();
    for (int i = 0; i < change.length; i++) {
      change[i] = parameters[i] - change[i];
    }
    return change;
  }
}
