package io.simdann.bench.compare;

import io.simdann.data.FloatFeatures;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.train.Classifier;
import java.util.Arrays;

/** The trainer's classifier, on the calling thread. */
final class SimdannPrediction implements Contender {
  private final Classifier classifier;
  private final FloatFeatures[] batches;
  private Matrix probabilities;
  private int batch;

  SimdannPrediction(PredictionTask task) {
    int[] classLabels = new int[task.architecture().outputs()];
    Arrays.setAll(classLabels, output -> output);
    classifier = new Classifier(new Network(task.architecture(), task.parameters(), classLabels));
    batches = new FloatFeatures[task.batches()];
    Arrays.setAll(
        batches,
        i -> new FloatFeatures(task.batch(i), task.architecture().inputs(), task.batchSize()));
  }

  @Override
  public String version() {
    return "Simdann " + Machine.kernelName();
  }

  @Override
  public void call() {
    probabilities = classifier.probabilities(batches[batch]);
    batch = (batch + 1) % batches.length;
  }

  @Override
  public float[] result() {
    return probabilities.toArray();
  }
}
