package io.simdann.bench.compare;

import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to a test accuracy on MNIST: from the start of a JVM, data read, to the line
 * that tells the accuracy. Both libraries train as many epochs of the same samples in the same
 * order from the same initial weights, and look at the test samples once, at the end: our bits are
 * the same everywhere, so it is known how many epochs it takes.
 */
final class AccuracyMeasure {
  /** How the line of the accuracy begins, as the trainer prints it. */
  static final String ACCURACY = "Test Accuracy:";

  static final int HIDDEN = 256;
  static final int BATCH_SIZE = 128;

  /** The first after which the test accuracy is high enough. */
  static final int EPOCHS = 9;

  static final double LEAST_PERCENT = 98.0;
  private static final int MOST_ROUNDS = 7;

  static NetworkSpec spec() {
    return NetworkSpec.of(
        28 * 28, List.of(new Layer(HIDDEN, Activation.RELU)), Loss.SOFTMAX_CROSS_ENTROPY, 10);
  }

  static List<Trial> run(String measure, int threads, Rounds rounds) throws Exception {
    Path output = Path.of(System.getProperty("simdann.bench.scratch"), "accuracy");
    String name =
        String.format(
            Locale.ROOT,
            "start to %.1f %% on MNIST, %s, relu, Adam, batch %d, %d epochs",
            LEAST_PERCENT,
            spec(),
            BATCH_SIZE,
            EPOCHS);
    Match match =
        new Match(
            measure,
            name,
            0,
            Goal.timesAsFast(Entrant.TORCH, 3),
            0,
            rounds.pace().quick() ? 2 : MOST_ROUNDS,
            List.of(
                new Entrant(
                    Entrant.SIMDANN,
                    threads,
                    () -> TrainerProcess.toAccuracy(output, options(threads))),
                new Entrant(Entrant.TORCH, 2, () -> TrainerProcess.torchToAccuracy(2)),
                new Entrant(Entrant.TORCH, 1, () -> TrainerProcess.torchToAccuracy(1))));
    return List.of(rounds.play(match));
  }

  /** Fails if the line of the accuracy tells one that isn't high enough. */
  static void require(String line) {
    double percent = Double.parseDouble(line.substring(ACCURACY.length()));
    if (percent < LEAST_PERCENT) {
      throw new IllegalStateException("no more than " + percent + " % of the test samples");
    }
  }

  private static List<String> options(int threads) {
    return List.of(
        "--preset",
        "modern",
        "--hidden",
        Integer.toString(HIDDEN),
        "--batch-size",
        Integer.toString(BATCH_SIZE),
        "--epochs",
        Integer.toString(EPOCHS),
        "--threads",
        Integer.toString(threads));
  }

  private AccuracyMeasure() {}
}
