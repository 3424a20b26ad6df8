package io.simdann.bench.compare;

import io.simdann.data.ClassNames;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The trainer's classifier. */
final class SimdannPrediction implements Contender {
  private final Classifier classifier;
  private final FloatFeatures[] batches;
  private Matrix probabilities;
  private int batch;

  /**
   * Sets it up.
   *
   * @param task what to predict
   * @param threads the most that share a call; a small batch is left to the calling one
   */
  SimdannPrediction(PredictionTask task, int threads) {
    int[] classes = IntStream.range(0, task.spec().outputs()).toArray();
    classifier =
        new Classifier(
            new Network(task.spec(), task.parameters(), ClassNames.discover(classes).names()),
            KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST),
            threads);
    batches = new FloatFeatures[task.batches()];
    Arrays.setAll(
        batches, i -> new FloatFeatures(task.batch(i), task.spec().inputs(), task.batchSize()));
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
