package io.simdann.cli;

import io.simdann.train.History;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The line that says how long a training took, how fast it was, and what it has left. */
final class TrainingSummary {

  private TrainingSummary() {}

  /**
   * Returns the line.
   *
   * @param job what was done
   * @param entries the history; empty if there was nothing to gain from the start
   * @param start the seconds from the start of the JVM to that of the training
   * @param plotted whether there are plots
   * @param directory where the files are
   */
  static String of(
      RunResult.Job job,
      List<History.Entry> entries,
      double start,
      boolean plotted,
      Path directory) {
    if (entries.isEmpty()) {
      return "no iteration, since there was nothing to gain; model and history in " + directory;
    }
    History.Entry last = entries.get(entries.size() - 1);
    String epochs =
        job.epochPlan().fullBatch() ? "" : " (" + counted(last.epoch() + 1, "epoch") + ")";
    TrainingWork work = new TrainingWork(job.spec(), job.epochPlan());
    return String.format(
        Locale.ROOT,
        "%s%s in %.1f s: %s ms each (median), %s effective GFLOP/s, %s; first %s done %.2f s after"
            + " JVM start; %s in %s",
        counted(last.iteration() + 1, "iteration"),
        epochs,
        last.seconds(),
        TrainingSpeed.rounded(TrainingSpeed.medianSeconds(entries) * 1e3),
        TrainingSpeed.rounded(TrainingSpeed.medianFlopPerSecond(entries, work) / 1e9),
        job.data().workers(job.trainer()),
        job.epochPlan().historyUnit(),
        start + entries.get(0).seconds(),
        plotted ? "model, history and plots" : "model and history",
        directory);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
