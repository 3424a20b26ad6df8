package io.simdann.bench.compare;

import io.simdann.nn.NetworkSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Training steps as tables have them, against PyTorch's: few features, narrow layers, floats none
 * of which is zero, small batches in random order; and one table with far more features than
 * samples, in full batches.
 */
final class TableMeasure {
  /** Samples that batches are picked from, unless all of them are one. */
  static final int SAMPLES = 10_000;

  static final int CLASSES = 2;

  /**
   * One table.
   *
   * @param samples in the table
   * @param batchSize samples of a step
   * @param goal how many times as fast as PyTorch, samples picked or not
   * @param layers sizes, from the features to the classes
   */
  record Table(int samples, int batchSize, double goal, int... layers) {

    int features() {
      return layers[0];
    }

    /** Sizes of the hidden layers, as the command line takes them. */
    String hidden() {
      return IntStream.range(1, layers.length - 1)
          .mapToObj(layer -> Integer.toString(layers[layer]))
          .collect(Collectors.joining(","));
    }

    NetworkSpec spec() {
      return NetworkSpec.of(layers);
    }
  }

  static final List<Table> TABLES =
      List.of(
          new Table(SAMPLES, 32, 6, 20, 100, CLASSES),
          new Table(SAMPLES, 200, 5, 20, 100, CLASSES),
          new Table(SAMPLES, 128, 5, 20, 64, 32, CLASSES),
          new Table(SAMPLES, 256, 2.5, 100, 256, 128, CLASSES),
          new Table(SAMPLES, 256, 5, 10, 32, CLASSES),
          new Table(2_000, 2_000, 2, 20_000, 100, CLASSES));

  static List<Trial> run(String measure, int part, Rounds rounds) throws Exception {
    Table table = TABLES.get(part);
    NetworkSpec spec = table.spec();
    TrainingTask task =
        new TrainingTask(
            Samples.normal(table.samples(), spec.inputs(), CLASSES), spec, table.batchSize());
    Goal goal = Goal.timesAsFastAsAll(table.goal());
    String data = task.isFullBatch() ? "2000 samples of normal floats" : "normal floats";
    return List.of(rounds.play(TrainingMeasure.onAnyThreads(measure, data, task, goal)));
  }

  private TableMeasure() {}
}
