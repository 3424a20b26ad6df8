package io.simdann.cli;

import io.simdann.data.TrainTest;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Architecture;
import io.simdann.report.PythonFloat;
import io.simdann.train.Classifier;
import io.simdann.train.DivergedException;
import io.simdann.train.History;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One training from the data to the files, which ends in one of four ways: all iterations done; a
 * signal; divergence; or a failure.
 *
 * <p>After the first three, the model of the last finished iteration is kept. A signal is handled
 * on a thread of its own, which saves the model without waiting for the iteration being computed.
 */
final class TrainingJob {

  private final Console console;
  private final Trainer.Builder settings;
  private final long seed;
  private final Kernels kernels;
  private final RunDirectory directory;
  private final RunFiles files;
  private final boolean quiet;

  private volatile TrainingDisplay display = new SilentDisplay();
  private volatile TrainingRun run;
  private Trainer trainer;

  TrainingJob(
      Console console,
      Trainer.Builder settings,
      long seed,
      Kernels kernels,
      RunDirectory directory,
      boolean quiet) {
    this.console = console;
    this.settings = settings;
    this.seed = seed;
    this.kernels = kernels;
    this.directory = directory;
    this.files = new RunFiles(directory);
    this.quiet = quiet;
  }

  /** Where the data come from. */
  @FunctionalInterface
  interface Source {
    TrainTest load() throws IOException;
  }

  /** Trains, prints and saves. */
  void run(Source source) throws IOException, CommandFailedException {
    try (TerminationGuard guard = new TerminationGuard(this::keepAtTermination)) {
      TrainTest data = source.load();
      Architecture architecture = architecture(data);
      double flop = architecture.trainingFlopPerSample() * data.train().samples();
      TrainingSpeed speed = new TrainingSpeed(settings.build().iterations(), flop);
      display = TrainingDisplay.of(console, quiet, speed);
      guard.checkpoint();
      display.print(ArticleTable.shape("train", data.train()));
      display.print(ArticleTable.shape("test", data.test()));
      Classifier classifier = train(data, guard);
      display.print(ArticleTable.accuracy("Train", classifier.accuracy(data.train())));
      display.print(ArticleTable.accuracy("Test", classifier.accuracy(data.test())));
      boolean plotted = plot(architecture);
      display.print(summary(flop, plotted));
      guard.checkpoint();
    }
  }

  private Architecture architecture(TrainTest data) throws CommandFailedException {
    try {
      return settings.build().architecture(data.train());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage() + "; expected fewer units in --hidden", e);
    }
  }

  private Classifier train(TrainTest data, TerminationGuard guard) throws IOException {
    try (TrainingDisplay progress = display) {
      trainer = settings.kernels(kernels).listener(this::iterationFinished).build();
      Classifier classifier = trainer.fit(data.train(), started -> run = started);
      guard.checkpoint();
      save(run.latest());
      return classifier;
    } catch (DivergedException e) {
      guard.checkpoint();
      throw new IOException(e.getMessage() + "; " + keepAfterFailure(), e);
    }
  }

  private void iterationFinished(History.Entry entry) {
    if (entry.iteration() % ArticleTable.INTERVAL == 0 && entry.accuracy().isPresent()) {
      display.print(ArticleTable.row(entry.cost(), entry.accuracy().getAsDouble()));
    }
    display.iterationFinished(entry);
  }

  private void save(TrainingRun.Snapshot snapshot) throws IOException {
    Map<String, String> metadata =
        Map.of(
            "iterations", Integer.toString(snapshot.iterations()),
            "learning_rate", PythonFloat.repr(trainer.learningRate()),
            "seed", Long.toString(seed));
    files.save(snapshot.network(), metadata, history(snapshot));
  }

  /** What was recorded of the iterations in a snapshot: of its last one, perhaps nothing yet. */
  private List<History.Entry> history(TrainingRun.Snapshot snapshot) {
    List<History.Entry> entries = run.history().entries();
    return entries.subList(0, Math.min(entries.size(), snapshot.iterations()));
  }

  private String keepAfterFailure() throws IOException {
    TrainingRun.Snapshot snapshot = run.latest();
    if (snapshot.iterations() == 0) {
      return "nothing was kept";
    }
    save(snapshot);
    plot(snapshot.network().architecture());
    return kept(snapshot);
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
    String outcome;
    if (stopped == null || stopped.latest().iterations() == 0) {
      directory.close();
      outcome = "stopped before the first iteration was finished: nothing was kept";
    } else {
      TrainingRun.Snapshot snapshot = stopped.latest();
      try {
        save(snapshot);
        outcome = "stopped; " + kept(snapshot);
      } catch (IOException | RuntimeException e) {
        outcome = "stopped, and the model could not be kept: " + e.getMessage();
      }
    }
    console.err().println(FailureLine.PREFIX + FailureLine.oneLine(outcome));
    console.err().flush();
  }

  private String kept(TrainingRun.Snapshot snapshot) {
    return "the model after iteration %d of %d is in %s"
        .formatted(snapshot.iterations(), trainer.iterations(), files.model());
  }

  /** Draws the plots; a training is not lost for want of them. */
  private boolean plot(Architecture architecture) {
    String title =
        "Training %s, learning rate %s"
            .formatted(architecture, PythonFloat.repr(trainer.learningRate()));
    try {
      files.plot(title, run.history().entries());
      return true;
    } catch (IOException e) {
      console.warn("no plot of the cost: " + e.getMessage());
      return false;
    }
  }

  private String summary(double flop, boolean plotted) {
    List<History.Entry> entries = run.history().entries();
    double median = TrainingSpeed.medianSeconds(entries, entries.size());
    return String.format(
        Locale.ROOT,
        "%s in %.1f s: %s ms each (median), %s GFLOP/s, %s kernels, %s; %s in %s",
        counted(entries.size(), "iteration"),
        entries.get(entries.size() - 1).seconds(),
        TrainingSpeed.rounded(median * 1e3),
        TrainingSpeed.rounded(flop / median / 1e9),
        kernels.name(),
        counted(trainer.threads(), "thread"),
        plotted ? "model, history and plots" : "model and history",
        directory.path());
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
