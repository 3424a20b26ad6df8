package io.simdann.cli;

import io.simdann.report.CostPlot;
import io.simdann.report.HistoryCsv;
import io.simdann.report.PythonFloat;
import io.simdann.train.EpochPlan;
import io.simdann.train.History;
import io.simdann.train.Settings;
import io.simdann.train.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps what a training has come to: its latest model, with the history, the plots and the result
 * that belong to it. May be used by several threads.
 */
final class RunKeeper {

  private static final String NOT_KEPT = "the model could not be kept: ";

  private final RunFiles files;
  private final RunResult.Job job;
  private final StartUp startUp = new StartUp();
  private volatile TrainingRun run;

  /** Of the model that is saved, once one is. */
  private volatile RunFiles.Saved saved;

  private volatile RunResult result;
  private final AtomicBoolean printed = new AtomicBoolean();

  /**
   * For a training that hasn't begun.
   *
   * @param files where everything goes
   * @param job what is to be done
   */
  RunKeeper(RunFiles files, RunResult.Job job) {
    this.files = files;
    this.job = job;
  }

  /** The training is about to begin. */
  void begun(TrainingRun run) {
    this.run = run;
  }

  boolean hasBegun() {
    return run != null;
  }

  /** How far the training is. */
  TrainingRun.Progress progress() {
    return run == null ? TrainingRun.Progress.NONE : run.progress();
  }

  /** Must be told of every epoch at once. */
  void epochFinished(History.Entry entry) {
    if (Double.isNaN(startUp.seconds())) {
      startUp.firstFinished(entry);
    }
  }

  /** Ends the training: from now on the latest parameters are not overwritten. */
  void stop() {
    if (run != null) {
      run.stop();
    }
  }

  /** Whether the training has done all its iterations. */
  boolean complete() {
    return run != null && run.isComplete();
  }

  /** Whether there is more than initial weights. */
  boolean anyIteration() {
    return run != null && run.latest().iterations() > 0;
  }

  /** Where the model is that was saved last; null before. */
  RunFiles.Saved saved() {
    return saved;
  }

  /**
   * Saves the latest model, its history and its result.
   *
   * @param status how the training ended
   * @param failure why it ended early, if it did
   * @throws IOException if they can be written nowhere
   */
  void save(RunResult.Status status, Optional<String> failure) throws IOException {
    // History first: while training goes on, it may lack the model's last iteration, but it never
    // holds one that the model hasn't seen.
    List<History.Entry> entries = entries();
    TrainingRun.Snapshot snapshot = run.latest();
    Optional<History.Entry> last =
        entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    RunResult outcome =
        new RunResult(job, status, failure, snapshot.iterations(), last, CostPlot.Trained.UNKNOWN);
    saved =
        files.save(
            snapshot.network(),
            metadata(snapshot.iterations()),
            out -> HistoryCsv.write(out, job.epochPlan().historyUnit(), entries, startUp.seconds()),
            outcome);
    result = outcome;
  }

  /**
   * Saves the latest model of a training that has failed, and says what came of it.
   *
   * @param failure why
   */
  String keepFailed(String failure) {
    try {
      return keep(RunResult.Status.FAILED, Optional.of(failure));
    } catch (Throwable e) {
      // Whatever it is, the failure that has ended the training is still to be told.
      return NOT_KEPT + FailureLine.message(e);
    }
  }

  /**
   * Saves the latest model of a training that was stopped, and says what came of it. May be tried
   * again if it fails for want of memory.
   */
  String keepStopped() {
    try {
      return keep(RunResult.Status.STOPPED, Optional.empty());
    } catch (IOException e) {
      return NOT_KEPT + FailureLine.message(e);
    }
  }

  private String keep(RunResult.Status status, Optional<String> failure) throws IOException {
    if (!anyIteration()) {
      return "nothing was kept";
    }
    save(complete() ? RunResult.Status.FINISHED : status, failure);
    String kept =
        String.format(
            Locale.ROOT,
            "the model after iteration %d of %d is in %s",
            result.iterations(),
            job.epochPlan().iterations(),
            saved.model());
    return saved.refused() == null ? kept : kept + ", since " + refusal(saved.refused());
  }

  /**
   * Adds the accuracies to the saved result, and plots if there are any.
   *
   * @throws IOException if they can't be written: the files are then as they were
   */
  void add(CostPlot.Trained accuracies, Plots plots) throws IOException {
    RunResult whole = result.with(accuracies);
    files.add(saved, plots, whole);
    result = whole;
  }

  /**
   * Draws the plots of the training so far.
   *
   * @throws IOException if this JVM can't draw
   */
  Plots draw(CostPlot.Trained accuracies) throws IOException {
    String title =
        String.format(
            Locale.ROOT,
            "Training %s, %s",
            job.spec(),
            job.trainer().optimizer().hasLearningRate()
                ? "learning rate " + PythonFloat.repr(job.trainer().learningRate())
                : job.trainer().optimizer().name());
    return Plots.draw(
        () -> new CostPlot(title, job.epochPlan().historyUnit(), entries(), accuracies));
  }

  /** Prints the result that was saved last as JSON, if one was, and none was printed before. */
  void printResult(PrintStream out) throws IOException {
    RunResult last = result;
    if (last != null && printed.compareAndSet(false, true)) {
      JsonLine.print(out, json -> last.write(json, files.digests()));
      out.flush();
    }
  }

  /** Says why files could not be written into the directory. */
  String refusal(IOException failure) {
    return files.refusal(failure);
  }

  /** The line that says how long the training took, how fast it was, and what it has left. */
  String summary(boolean plotted) {
    return TrainingSummary.of(job, entries(), startUp.seconds(), plotted, saved.directory());
  }

  List<History.Entry> entries() {
    return run.history().entries();
  }

  private Map<String, String> metadata(int iterations) {
    EpochPlan epochPlan = job.epochPlan();
    Map<String, String> metadata = new HashMap<>();
    metadata.put("iterations", Integer.toString(iterations));
    if (job.trainer().optimizer().hasLearningRate()) {
      metadata.put("learning_rate", PythonFloat.repr(job.trainer().learningRate()));
    }
    metadata.put("seed", Long.toString(job.trainer().settings().get(Settings.SEED)));
    if (job.data().transposed()) {
      metadata.put(SavedModel.TRANSPOSED, "true");
    }
    if (!job.data().preparedAsMnist()) {
      metadata.put(SavedModel.PREPARATION, SavedModel.OTHER);
    }
    if (!epochPlan.fullBatch()) {
      metadata.put("batch_size", Integer.toString(epochPlan.batchSize()));
      metadata.put("epochs", Integer.toString(iterations / epochPlan.iterationsPerEpoch()));
      metadata.put("shuffle", Boolean.toString(epochPlan.shuffled()));
    }
    return metadata;
  }
}
