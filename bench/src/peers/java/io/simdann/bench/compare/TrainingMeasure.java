package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.nn.NetworkSpec;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Training steps against PyTorch's. */
final class TrainingMeasure {
  private static final NetworkSpec ARTICLE = NetworkSpec.of(784, 50, 10);
  private static final NetworkSpec TWO_HIDDEN = NetworkSpec.of(784, 128, 64, 10);
  private static final NetworkSpec WIDE = NetworkSpec.of(784, 1024, 1024, 10);

  private static final int[] BATCH_SIZES = {32, 128, 512};

  private static final Goal DENSE_GOAL = Goal.timesAsFast(Entrant.TORCH, 2);

  /** Where the number of threads is free, each library gets that which suits it best. */
  private static final int[] ANY_THREADS = {1, 2};

  /** The main job's iteration. */
  static List<Trial> fullBatch(String measure, int threads, Rounds rounds) throws Exception {
    TrainingTask task = fullBatch(Samples.mnist());
    Goal goal = Goal.timesAsFast(Entrant.TORCH, 3);
    return List.of(rounds.play(match(measure, "MNIST", task, goal, threads)));
  }

  /** Steps of small batches: parts 0 to 2 are of two hidden layers, 3 to 5 of the article's. */
  static List<Trial> miniBatch(String measure, int part, Rounds rounds) throws Exception {
    NetworkSpec spec = part < BATCH_SIZES.length ? TWO_HIDDEN : ARTICLE;
    int batchSize = BATCH_SIZES[part % BATCH_SIZES.length];
    TrainingTask task = new TrainingTask(Samples.mnist(), spec, batchSize);
    Goal goal = Goal.timesAsFastAsAll(batchSize < 512 ? 4 : 2);
    return List.of(rounds.play(onAnyThreads(measure, "MNIST", task, goal)));
  }

  /**
   * Steps with any number of threads. PyTorch's small batches are shown with samples in order
   * beforehand, and with steps that pick them.
   */
  static Match onAnyThreads(String measure, String data, TrainingTask task, Goal goal) {
    List<Entrant> entrants = entrants(task, ANY_THREADS);
    if (!task.isFullBatch()) {
      for (int threads : ANY_THREADS) {
        entrants.add(torch(Entrant.TORCH_PICKING, task, threads, true));
      }
    }
    return new Match(
        measure,
        name(data, task),
        task.flop(),
        goal,
        task.method().tolerance(),
        Integer.MAX_VALUE,
        entrants);
  }

  /** Steps of a network whose layers are all wide. */
  static List<Trial> wide(String measure, Rounds rounds) throws Exception {
    TrainingTask task = new TrainingTask(Samples.mnist(), WIDE, 1024);
    Goal goal = Goal.timesAsFast(Entrant.TORCH, 1.1);
    return List.of(rounds.play(match(measure, "MNIST", task, goal, ANY_THREADS)));
  }

  /** The main job's iteration on data with half of the zeros. */
  static List<Trial> fashion(String measure, int threads, Rounds rounds) throws Exception {
    if (!Files.isDirectory(Samples.FASHION_MNIST)) {
      String reason = "no folder " + Samples.FASHION_MNIST;
      return List.of(Trial.notMeasured(measure, "Fashion-MNIST", DENSE_GOAL, threads, reason));
    }
    TrainingTask task = fullBatch(Samples.fashionMnist());
    return List.of(rounds.play(match(measure, "Fashion-MNIST", task, DENSE_GOAL, threads)));
  }

  /** The main job's iteration on data without zeros. */
  static List<Trial> normal(String measure, int threads, Rounds rounds) throws Exception {
    TrainingTask task = fullBatch(Samples.normal(60_000, ARTICLE.inputs(), ARTICLE.outputs()));
    return List.of(rounds.play(match(measure, "normal floats", task, DENSE_GOAL, threads)));
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
    return new Match(measure, name(data, task), task.flop(), goal, entrants(task, threads));
  }

  private static List<Entrant> entrants(TrainingTask task, int... threads) {
    List<Entrant> entrants = new ArrayList<>();
    for (int count : threads) {
      entrants.add(new Entrant(Entrant.SIMDANN, count, () -> new SimdannTraining(task, count)));
    }
    for (int count : threads) {
      entrants.add(torch(Entrant.TORCH, task, count, false));
    }
    return entrants;
  }

  private static Entrant torch(String library, TrainingTask task, int threads, boolean picks) {
    return new Entrant(library, threads, () -> new TorchTraining(task, threads, picks));
  }

  private static String name(String data, TrainingTask task) {
    String batch =
        task.isFullBatch()
            ? "full batch"
            : String.format(Locale.ROOT, "batch %d", task.batchSize());
    return String.format(Locale.ROOT, "%s, %s, %s", task.spec(), data, batch);
  }

  private TrainingMeasure() {}
}
