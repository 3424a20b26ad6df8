package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The main job as a user runs it, in a process of its own with default options. */
final class MainJobMeasure {
  private static final int ITERATIONS = 1000;
  private static final int MOST_WHOLE_JOBS = 5;

  /** From the start of the JVM to its exit, against PyTorch's iterations alone. */
  static List<Trial> whole(String measure, int threads, Rounds rounds) throws Exception {
    TrainingTask task = TrainingMeasure.fullBatch(Samples.mnist());
    Match match =
        new Match(
            measure,
            String.format(Locale.ROOT, "start to exit, %d iterations", ITERATIONS),
            ITERATIONS * task.flop(),
            Goal.timesAsFast(Entrant.TORCH, 1 / 0.35),
            0,
            rounds.pace().quick() ? 1 : MOST_WHOLE_JOBS,
            List.of(
                new Entrant(
                    Entrant.SIMDANN,
                    threads,
                    () -> TrainerProcess.wholeJob(output(), List.of(), List.of())),
                new Entrant(
                    Entrant.TORCH,
                    threads,
                    () -> new Repeated(new TorchTraining(task, threads, false), ITERATIONS))));
    return List.of(rounds.play(match));
  }

  /** From the start of the JVM to the first line of the table, the data read in between. */
  static List<Trial> firstIteration(String measure, int threads, Rounds rounds) throws Exception {
    Match match =
        new Match(
            measure,
            "start to the end of the first iteration",
            0,
            Goal.atMost(1e9),
            List.of(
                new Entrant(
                    Entrant.SIMDANN, threads, () -> TrainerProcess.firstIteration(output())),
                new Entrant(Entrant.TORCH, threads, TrainerProcess::firstTorchIteration)));
    return List.of(rounds.play(match));
  }

  /** A small heap, and bytes that an iteration allocates. */
  static List<Trial> memory(String measure, int threads, Rounds rounds) throws Exception {
    List<String> options = rounds.pace().quick() ? List.of("--iterations", "20") : List.of();
    Match match =
        new Match(
            measure,
            "main job with -Xmx320m" + (options.isEmpty() ? "" : ", 20 iterations"),
            0,
            Goal.done(),
            0,
            1,
            List.of(
                new Entrant(
                    Entrant.SIMDANN,
                    threads,
                    () -> TrainerProcess.wholeJob(output(), List.of("-Xmx320m"), options))));
    return List.of(rounds.play(match), allocation(measure, threads, rounds.pace()));
  }

  private static Trial allocation(String measure, int threads, Pace pace) throws Exception {
    TrainingTask task = TrainingMeasure.fullBatch(Samples.mnist());
    double[] bytes;
    try (SimdannTraining training = new SimdannTraining(task, threads)) {
      bytes = new Allocation(training).bytes(pace);
    }
    Entry entry = new Entry(Entrant.SIMDANN, threads, "", bytes, new double[0], "");
    return new Trial(
        measure, "allocated by an iteration", "bytes", 0, Goal.atMost(0), List.of(entry));
  }

  private static Path output() {
    return Path.of(System.getProperty("simdann.bench.scratch"), "main-job");
  }

  private MainJobMeasure() {}
}
