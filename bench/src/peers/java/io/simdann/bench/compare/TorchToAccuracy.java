package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.data.Labels;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.random.Shuffle;
import java.util.Locale;

/** The main class of a JVM that trains with PyTorch and tells the test accuracy. */
final class TorchToAccuracy {

  /** Arguments: the threads. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    TrainTest data = EmbeddedMnist.load();
    TrainingTask task =
        new TrainingTask(
            data.train(), AccuracyMeasure.spec(), AccuracyMeasure.BATCH_SIZE, StepMethod.ADAM);
    Shuffle shuffle = new Shuffle(data.train().samples(), 1);
    try (TorchTraining training = new TorchTraining(task, threads, true)) {
      training.beginTurn();
      for (int epoch = 0; epoch < AccuracyMeasure.EPOCHS; epoch++) {
        training.reorder(shuffle.order(epoch));
        for (int batch = 0; batch < task.batches(); batch++) {
          training.call();
        }
      }
      double percent = 100 * accuracy(training, data.test());
      System.out.printf(Locale.ROOT, "%s %.2f%n", AccuracyMeasure.ACCURACY, percent);
    }
    // PyTorch's threads must not keep the JVM alive.
    System.exit(0);
  }

  private static double accuracy(TorchTraining training, DataSet test) {
    Labels labels = test.labels();
    int classes = labels.classNames().size();
    float[] outputs = training.logits(test.features());
    int correct = 0;
    for (int sample = 0; sample < test.samples(); sample++) {
      int best = 0;
      for (int output = 1; output < classes; output++) {
        if (outputs[sample * classes + output] > outputs[sample * classes + best]) {
          best = output;
        }
      }
      if (best == labels.classIndices()[sample]) {
        correct++;
      }
    }
    return (double) correct / test.samples();
  }

  private TorchToAccuracy() {}
}
