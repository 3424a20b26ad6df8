package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.Initializer;
import io.simdann.nn.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Steps from a trainer's initial weights, each over the next {@code batchSize} samples; from the
 * last whole batch it goes on with the first. Small batches are of samples in random order, as
 * training has them.
 *
 * @param data the samples and their classes
 * @param spec the network
 * @param batchSize samples of one step
 * @param method what makes new parameters
 */
record TrainingTask(DataSet data, NetworkSpec spec, int batchSize, StepMethod method) {

  /** Of plain gradient descent. */
  TrainingTask(DataSet data, NetworkSpec spec, int batchSize) {
    this(data, spec, batchSize, StepMethod.SGD);
  }

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

  /** Those that a trainer starts with, of seed 1. */
  float[] initialParameters() {
    if (spec.activation(1).equals(Activation.SIGMOID)) {
      return Initialization.numpy(spec, 1);
    }
    List<Initializer> each = new ArrayList<>();
    for (int layer = 1; layer < spec.layers(); layer++) {
      each.add(Initializer.usual(spec.activation(layer)));
    }
    each.add(Initializer.GLOROT_UNIFORM);
    return Initialization.of(spec, each, 1);
  }

  double flop() {
    return batchSize * spec.trainingFlopPerSample();
  }

  /**
   * What training has changed: compared in place of the parameters, which hardly differ.
   *
   * @param parameters as they are now
   * @param squares where the changes are all of one size, however small a gradient was, its mean
   *     squares, whose roots the changes are multiplied with; else empty
   */
  float[] change(float[] parameters, float[] squares) {
    float[] change = initialParameters();
    for (int i = 0; i < change.length; i++) {
      change[i] = parameters[i] - change[i];
      if (squares.length > 0) {
        change[i] *= (float) Math.sqrt(squares[i]);
      }
    }
    return change;
  }
}
