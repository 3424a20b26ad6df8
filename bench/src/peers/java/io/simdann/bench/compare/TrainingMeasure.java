package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.nn.Architecture;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Training steps against PyTorch's. */
final class TrainingMeasure {
  private static final Architecture ARTICLE = Architecture.of(784, 50, 10);
  private static final Architecture TWO_HIDDEN = Architecture.of(784, 128, 64, 10);
  private static final Architecture WIDE = Architecture.of(784, 1024, 1024, 10);

  /** Where the number of threads is free, each library gets that which suits it best. */
  private static final int[] ANY_THREADS = {1, 2};

  /** The main job's iteration. */
  static List<Trial> fullBatch(String measure, int threads, Rounds rounds) throws Exception {
    TrainingTask task = fullBatch(Samples.mnist());
    Goal goal = Goal.timesAsFast(Entrant.TORCH, 3);
    return List.of(rounds.play(match(measure, "MNIST", task, goal, threads)));
  }

  /** Steps of small batches. */
  static List<Trial> miniBatch(String measure, Rounds rounds) throws Exception {
    DataSet mnist = Samples.mnist();
    List<Trial> trials = new ArrayList<>();
    for (Architecture architecture : List.of(TWO_HIDDEN, ARTICLE)) {
      for (int batchSize : new int[] {32, 128, 512}) {
        TrainingTask task = new TrainingTask(mnist, architecture, batchSize);
        Goal goal = Goal.timesAsFast(Entrant.TORCH, batchSize < 512 ? 4 : 2);
        trials.add(rounds.play(match(measure, "MNIST", task, goal, ANY_THREADS)));
      }
    }
    return trials;
  }

  /** Steps of a network whose layers are all wide. */
  static List<Trial> wide(String measure, Rounds rounds) throws Exception {
    TrainingTask task = new TrainingTask(Samples.mnist(), WIDE, 1024);
    Goal goal = Goal.timesAsFast(Entrant.TORCH, 1.1);
    return List.of(rounds.play(match(measure, "MNIST", task, goal, ANY_THREADS)));
  }

  /** The main job's iteration on data with few zeros, or none. */
  static List<Trial> dense(String measure, int threads, Rounds rounds) throws Exception {
    Goal goal = Goal.timesAsFast(Entrant.TORCH, 2);
    List<Trial> trials = new ArrayList<>();
    if (Files.isDirectory(Samples.FASHION_MNIST)) {
      TrainingTask task = fullBatch(Samples.fashionMnist());
      trials.add(rounds.play(match(measure, "Fashion-MNIST", task, goal, threads)));
    } else {
      String reason = "no folder " + Samples.FASHION_MNIST;
      System.err.printf("Fashion-MNIST: not measured: %s%n", reason);
      trials.add(Trial.notMeasured(measure, "Fashion-MNIST", goal, threads, reason));
    }
    TrainingTask task = fullBatch(Samples.normal(60_000, ARTICLE.inputs()));
    trials.add(rounds.play(match(measure, "normal floats", task, goal, threads)));
    return trials;
  }

  /** Our own iteration on one thread and on two. */
  static List<Trial> scaling(String measure, Rounds rounds) throws Exception {
    TrainingTask task = fullBatch(Samples.mnist());
    Match match =
        new Match(
            measure,
            name("MNIST", task) + ", 2 threads against 1",
            task.flop(),
            Goal.timesAsFast(Entrant.SIMDANN_ALONE, 1.9),
            List.of(
                new Entrant(Entrant.SIMDANN, 2, () -> new SimdannTraining(task, 2)),
                new Entrant(Entrant.SIMDANN_ALONE, 1, () -> new SimdannTraining(task, 1))));
    return List.of(rounds.play(match));
  }

  static TrainingTask fullBatch(DataSet data) {
    return new TrainingTask(data, ARTICLE, data.samples());
  }

  private static Match match(
      String measure, String data, TrainingTask task, Goal goal, int... threads) {
    List<Entrant> entrants = new ArrayList<>();
    for (int count : threads) {
      entrants.add(new Entrant(Entrant.SIMDANN, count, () -> new SimdannTraining(task, count)));
    }
    for (int count : threads) {
      entrants.add(new Entrant(Entrant.TORCH, count, () -> new TorchTraining(task, count)));
    }
    return new Match(measure, name(data, task), task.flop(), goal, entrants);
  }

  private static String name(String data, TrainingTask task) {
    String batch = task.isFullBatch() ? "full batch" : "batch %d".formatted(task.batchSize());
    return "%s, %s, %s".formatted(task.architecture(), data, batch);
  }

  private TrainingMeasure() {}
}
