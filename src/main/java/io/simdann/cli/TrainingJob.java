package io.simdann.cli;

import io.simdann.nn.Architecture;
import io.simdann.report.HistoryCsv;
import io.simdann.report.PythonFloat;
import io.simdann.train.Classifier;
import io.simdann.train.DivergedException;
import io.simdann.train.EngineException;
import io.simdann.train.History;
import io.simdann.train.Schedule;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One training from the data to the files, which ends in one of five ways: all iterations done; a
 * signal; divergence; an engine that fails; or another failure.
 *
 * <p>After the first four, the model of the last finished iteration is kept. A signal is handled on
 * a thread of its own, which saves the model without waiting for the iteration being computed.
 */
final class TrainingJob {

  private final Console console;
  private final Trainer trainer;
  private final long seed;
  private final RunDirectory directory;
  private final RunFiles files;
  private final boolean quiet;
  private final StartUp startUp = new StartUp();

  private volatile TrainingDisplay display = new SilentDisplay();

  // Both are set before the run, by which other threads see them.
  private Schedule schedule;
  private HistoryCsv history;
  private volatile TrainingRun run;

  /**
   * Prepares a training.
   *
   * @param console where it shows
   * @param settings its settings, kernels included
   * @param seed that of the settings
   * @param directory where its files go; stays the caller's to close
   * @param quiet whether it shows nothing
   */
  TrainingJob(
      Console console, Trainer.Builder settings, long seed, RunDirectory directory, boolean quiet) {
    this.console = console;
    this.trainer = settings.listener(this::epochFinished).build();
    this.seed = seed;
    this.directory = directory;
    this.files = new RunFiles(directory);
    this.quiet = quiet;
  }

  /** Trains, prints and saves. */
  void run(TrainingData.Source source) throws IOException, CommandFailedException {
    try (TerminationGuard guard = new TerminationGuard(this::keepAtTermination)) {
      // Asked while the data are on their way.
      OptionalInt columns = quiet ? OptionalInt.empty() : console.terminalColumns().get();
      TrainingData data = source.load();
      Architecture architecture = architecture(data);
      schedule = schedule(data);
      history = new HistoryCsv(schedule.historyUnit());
      TrainingWork work = new TrainingWork(architecture, schedule);
      display =
          TrainingDisplay.of(
              console,
              quiet,
              columns,
              new TrainingSpeed(schedule.historyUnit(), schedule.epochs(), work::flop));
      guard.checkpoint();
      display.print(ArticleTable.shape("train", data.train()));
      data.test().ifPresent(test -> display.print(ArticleTable.shape("test", test)));
      Classifier classifier = train(data, guard);
      Background<RunFiles.Plots> plots = draw(architecture);
      save();
      printAccuracies(data, classifier);
      boolean plotted = keep(plots);
      display.print(summary(data.workers(trainer), work, plotted));
      guard.checkpoint();
    }
  }

  private void printAccuracies(TrainingData data, Classifier classifier)
      throws CommandFailedException {
    try {
      display.print(ArticleTable.accuracy("Train", data.trainAccuracy(classifier)));
      if (data.test().isPresent()) {
        display.print(ArticleTable.accuracy("Test", data.testAccuracy(classifier)));
      }
    } catch (EngineException e) {
      throw new CommandFailedException(
          e.getMessage() + "; the trained model is in " + files.model(), e);
    }
  }

  private Architecture architecture(TrainingData data) throws CommandFailedException {
    try {
      return trainer.architecture(data.train().features(), data.classes());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage() + "; expected fewer units in --hidden", e);
    }
  }

  private Schedule schedule(TrainingData data) throws CommandFailedException {
    try {
      return trainer.schedule(data.train().samples());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private Classifier train(TrainingData data, TerminationGuard guard)
      throws CommandFailedException {
    display.start();
    try {
      return data.fit(trainer, started -> run = started);
    } catch (DivergedException | EngineException e) {
      guard.checkpoint();
      throw new CommandFailedException(e.getMessage() + "; " + keepAfterFailure(), e);
    } finally {
      display.finish();
      // A training that was stopped ends here like a finished one.
      guard.checkpoint();
    }
  }

  private void epochFinished(History.Entry entry) {
    history.add(entry, startUp.sinceStart(entry));
    if (entry.accuracy().isPresent()) {
      display.print(ArticleTable.row(entry.cost(), entry.accuracy().getAsDouble()));
    }
    display.epochFinished(entry);
  }

  /** Saves the latest model, and returns it. */
  private TrainingRun.Snapshot save() throws IOException {
    // History first: while training goes on, it may lack the model's last iteration, but it never
    // holds one that the model hasn't seen.
    byte[] recorded = history.toBytes();
    TrainingRun.Snapshot snapshot = run.latest();
    files.save(snapshot.network(), metadata(snapshot.iterations()), recorded);
    return snapshot;
  }

  private Map<String, String> metadata(int iterations) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("iterations", Integer.toString(iterations));
    metadata.put("learning_rate", PythonFloat.repr(trainer.learningRate()));
    metadata.put("seed", Long.toString(seed));
    if (!schedule.fullBatch()) {
      metadata.put("batch_size", Integer.toString(schedule.batchSize()));
      metadata.put("epochs", Integer.toString(iterations / schedule.iterationsPerEpoch()));
      metadata.put("shuffle", Boolean.toString(schedule.shuffled()));
    }
    return metadata;
  }

  private String keepAfterFailure() {
    if (run == null || run.latest().iterations() == 0) {
      return "nothing was kept";
    }
    String outcome = keep();
    if (!run.history().entries().isEmpty()) {
      keep(draw(run.latest().network().architecture()));
    }
    return outcome;
  }

  /** Runs on the thread of the termination guard; the training goes on meanwhile. */
  private void keepAtTermination() {
    display.abandon();
    TrainingRun stopped = run;
    if (stopped != null) {
      // From here on the latest snapshot's parameters are not overwritten.
      stopped.stop();
    }
    directory.seal();
    String outcome = "stopped before the first iteration was finished: nothing was kept";
    if (stopped != null && stopped.latest().iterations() > 0) {
      outcome = "stopped; " + keep();
    } else {
      directory.close();
    }
    // Again: the bar may have been about to be drawn.
    display.abandon();
    console.err().println(FailureLine.PREFIX + FailureLine.oneLine(outcome));
    console.err().flush();
  }

  /** Saves what was trained so far, and says what came of it. */
  private String keep() {
    try {
      TrainingRun.Snapshot snapshot = save();
      return "the model after iteration %d of %d is in %s"
          .formatted(snapshot.iterations(), schedule.iterations(), files.model());
    } catch (IOException e) {
      return "the model could not be kept: " + e.getMessage();
    }
  }

  /** Draws the plots while other things are done, since loading what draws takes a while. */
  private Background<RunFiles.Plots> draw(Architecture architecture) {
    String title =
        "Training %s, learning rate %s"
            .formatted(architecture, PythonFloat.repr(trainer.learningRate()));
    History.Unit unit = schedule.historyUnit();
    List<History.Entry> entries = run.history().entries();
    return Background.begin("simdann-plots", () -> RunFiles.draw(title, unit, entries));
  }

  /** Saves the plots; a training is not lost for want of them. */
  private boolean keep(Background<RunFiles.Plots> plots) {
    try {
      files.save(plots.await());
      return true;
    } catch (IOException e) {
      console.warn("no plot of the cost: " + e.getMessage());
      return false;
    }
  }

  private String summary(String workers, TrainingWork work, boolean plotted) {
    List<History.Entry> entries = run.history().entries();
    String epochs = schedule.fullBatch() ? "" : " (" + counted(entries.size(), "epoch") + ")";
    return String.format(
        Locale.ROOT,
        "%s%s in %.1f s: %s ms each (median), %s effective GFLOP/s, %s; first %s done %.2f s after"
            + " JVM start; %s in %s",
        counted(schedule.iterations(), "iteration"),
        epochs,
        entries.get(entries.size() - 1).seconds(),
        TrainingSpeed.rounded(TrainingSpeed.medianSeconds(entries) * 1e3),
        TrainingSpeed.rounded(TrainingSpeed.medianFlopPerSecond(entries, work::flop) / 1e9),
        workers,
        schedule.historyUnit(),
        startUp.sinceStart(entries.get(0)),
        plotted ? "model, history and plots" : "model and history",
        directory.path());
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
