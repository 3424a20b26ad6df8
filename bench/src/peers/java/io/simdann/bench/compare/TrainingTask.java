package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import java.util.Random;

/**
 * Steps of plain gradient descent from the article's initial weights, each over the next {@code
 * batchSize} samples; from the last whole batch it goes on with the first. Small batches are of
 * samples in random order, as training has them.
 *
 * @param data the samples and their classes
 * @param spec the network
 * @param batchSize samples of one step
 */
record TrainingTask(DataSet data, NetworkSpec spec, int batchSize) {
  static final double LEARNING_RATE = 0.1;

  boolean isFullBatch() {
    return batchSize == data.samples();
  }

  /** For each place the sample that comes there. */
  int[] order() {
    int[] order = new int[data.samples()];
    Arrays.setAll(order, sample -> sample);
    Random random = new Random(1);
    for (int place = order.length - 1; place > 0 && !isFullBatch(); place--) {
      int other = random.nextInt(place + 1);
      int sample = order[place];
      order[place] = order[other];
      order[other] = sample;
    }
    return order;
  }

  int batches() {
    return data.samples() / batchSize;
  }

  float[] initialParameters() {
    return Initialization.numpy(spec, 1);
  }

  double flop() {
    return batchSize * spec.trainingFlopPerSample();
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
