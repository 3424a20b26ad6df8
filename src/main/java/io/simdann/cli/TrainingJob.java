package io.simdann.cli;

import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.report.CostPlot;
import io.simdann.step.EngineException;
import io.simdann.train.EpochPlan;
import io.simdann.train.History;
import io.simdann.train.Trainer;
import io.simdann.train.TrainerBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One training from the data to the files, which ends in one of three ways: all iterations done, a
 * signal, or a failure of whatever kind.
 *
 * <p>After each of them the model of the last finished iteration is kept, where {@link RunFiles}
 * says. A signal is handled on a thread of its own, which saves the model without waiting for the
 * iteration being computed.
 */
final class TrainingJob {

  private final Console console;
  private final Trainer trainer;
  private final Optional<StartingModel> start;
  private final RunDirectory directory;
  private final boolean quiet;
  private final boolean json;
  private final Instant started = Instant.now();

  private volatile TrainingDisplay display = new SilentDisplay();
  private volatile RunKeeper keeper;

  /**
   * Prepares a training.
   *
   * @param console where it shows
   * @param settings its settings, kernels included
   * @param start the model that it starts from, if there is one
   * @param directory where its files go; stays the caller's to close
   * @param quiet whether it shows neither table nor progress
   * @param json whether it prints its result as JSON, in place of the table
   */
  TrainingJob(
      Console console,
      TrainerBuilder settings,
      Optional<StartingModel> start,
      RunDirectory directory,
      boolean quiet,
      boolean json) {
    this.console = console;
    this.trainer = settings.listener(this::epochFinished).build();
    this.start = start;
    this.directory = directory;
    this.quiet = quiet;
    this.json = json;
  }

  /** Trains, prints and saves. */
  void run(TrainingData.Source source) throws IOException, CommandFailedException {
    try (TerminationGuard guard = new TerminationGuard(console.err(), this::keepAtTermination)) {
      // Asked while the data are on their way.
      OptionalInt columns = quiet ? OptionalInt.empty() : console.terminalColumns().get();
      TrainingData data = source.load();
      if (data.classes() == 1) {
        console.warn(
            "all training samples are of one class: the network can only learn to name that one,"
                + " always; expected samples of 2 classes or more");
      }
      NetworkSpec spec = spec(data);
      EpochPlan epochPlan = epochPlan(data);
      RunFiles files = new RunFiles(directory);
      files.requireRoom(spec.parameterCount(), epochPlan.epochs());
      keeper =
          new RunKeeper(files, new RunResult.Job(started, trainer, start, data, spec, epochPlan));
      TrainingWork work = new TrainingWork(spec, epochPlan);
      display =
          TrainingDisplay.of(
              console, quiet, columns, new TrainingSpeed(epochPlan.iterations(), work::flopUntil));
      guard.checkpoint();
      print(ArticleTable.shape("train", data.train()));
      data.test().ifPresent(test -> print(ArticleTable.shape("test", test)));
      Classifier classifier = train(data, guard);
      saveFinished();
      CostPlot.Trained accuracies = accuracies(data, classifier);
      print(keeper.summary(complete(accuracies)));
      IOException refused = keeper.saved().refused();
      if (refused != null) {
        throw withTrainedModel(keeper.refusal(refused), refused);
      }
      printJson();
      guard.checkpoint();
    }
  }

  /** Prints a line of the result, unless that is printed as JSON. */
  private void print(String line) {
    if (!json) {
      display.print(line);
    }
  }

  private void printJson() throws IOException {
    if (json && keeper != null) {
      keeper.printResult(console.out());
    }
  }

  private NetworkSpec spec(TrainingData data) throws CommandFailedException {
    try {
      trainer.requireStartFits(data.train().features(), data.classNames().names());
      trainer.requireLossFor(data.classes());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    try {
      return trainer.spec(data.train().features(), data.classes());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage() + "; expected fewer units in --hidden", e);
    }
  }

  private EpochPlan epochPlan(TrainingData data) throws CommandFailedException {
    try {
      return trainer.epochPlan(data.train().samples());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private Classifier train(TrainingData data, TerminationGuard guard)
      throws IOException, CommandFailedException {
    Classifier classifier;
    display.start(keeper::progress);
    try {
      classifier = data.fit(trainer, keeper::begun);
    } catch (Throwable failure) {
      guard.checkpoint();
      if (!keeper.hasBegun() && failure instanceof IllegalArgumentException) {
        // Settings that don't fit the data.
        throw new CommandFailedException(failure.getMessage(), failure);
      }
      if (!keeper.hasBegun() && !(failure instanceof EngineException)) {
        throw failure;
      }
      throw failed(FailureLine.message(failure), failure);
    } finally {
      display.finish();
      // A training that was stopped ends here like a finished one.
      guard.checkpoint();
    }
    if (!keeper.complete()) {
      throw failed("interrupted", null);
    }
    return classifier;
  }

  private void epochFinished(History.Entry entry) {
    keeper.epochFinished(entry);
    if (entry.accuracy().isPresent()) {
      print(ArticleTable.row(entry.cost(), entry.accuracy().getAsDouble()));
    }
  }

  private void saveFinished() throws CommandFailedException {
    try {
      keeper.save(RunResult.Status.FINISHED, Optional.empty());
    } catch (Throwable e) {
      String failure =
          e instanceof IOException refused ? keeper.refusal(refused) : FailureLine.message(e);
      throw new CommandFailedException(failure + "; the trained model could not be kept", e);
    }
  }

  private CostPlot.Trained accuracies(TrainingData data, Classifier classifier)
      throws IOException, CommandFailedException {
    try {
      double train = data.trainAccuracy(classifier);
      print(ArticleTable.accuracy("Train", train));
      OptionalDouble test = OptionalDouble.empty();
      if (data.test().isPresent()) {
        test = OptionalDouble.of(data.testAccuracy(classifier));
        print(ArticleTable.accuracy("Test", test.getAsDouble()));
      }
      return new CostPlot.Trained(OptionalDouble.of(train), test);
    } catch (Throwable e) {
      throw withTrainedModel(FailureLine.message(e), e);
    }
  }

  /** Completes the files, and says whether there are plots; a JVM that can't draw has none. */
  private boolean complete(CostPlot.Trained accuracies) throws IOException, CommandFailedException {
    Plots plots = null;
    try {
      if (!keeper.entries().isEmpty()) {
        plots = keeper.draw(accuracies);
      }
    } catch (IOException e) {
      console.warn("no plot of the cost: " + e.getMessage());
    }
    try {
      keeper.add(accuracies, plots);
      return plots != null;
    } catch (IOException e) {
      throw withTrainedModel(keeper.refusal(e) + "; plots and accuracies were not saved", e);
    } catch (RuntimeException | Error e) {
      throw withTrainedModel(FailureLine.message(e) + "; plots and accuracies were not saved", e);
    }
  }

  /** Tells a failure after the training, whose model is safe. */
  private CommandFailedException withTrainedModel(String failure, Throwable cause)
      throws IOException {
    printJson();
    return new CommandFailedException(
        failure + "; the trained model is in " + keeper.saved().model(), cause);
  }

  /** Keeps what there is of a training that has failed. */
  private CommandFailedException failed(String message, Throwable cause) throws IOException {
    String outcome = keeper.keepFailed(message);
    if (keeper.saved() != null && !keeper.entries().isEmpty()) {
      addPlots();
    }
    printJson();
    return new CommandFailedException(message + "; " + outcome, cause);
  }

  /** Draws a training that has failed, if that is possible. */
  private void addPlots() {
    try {
      keeper.add(CostPlot.Trained.UNKNOWN, keeper.draw(CostPlot.Trained.UNKNOWN));
    } catch (IOException e) {
      console.warn("no plot of the cost: " + RunDirectory.reason(e));
    } catch (RuntimeException | Error e) {
      // The failure that has ended the training is the one to be told.
      console.warn("no plot of the cost: " + FailureLine.message(e));
    }
  }

  /** Runs on the thread of the termination guard; the training goes on meanwhile. */
  private void keepAtTermination() {
    display.abandon();
    RunKeeper kept = keeper;
    if (kept != null) {
      kept.stop();
    }
    directory.seal();
    String outcome = stopped(kept);
    directory.close();
    // From here on this may wait for a terminal that takes no more.
    display.erase();
    outcome += lostResult();
    console.err().println(FailureLine.PREFIX + FailureLine.oneLine(outcome));
    console.err().flush();
  }

  private String stopped(RunKeeper kept) {
    if (kept == null || !kept.anyIteration()) {
      return "stopped before the first iteration was finished: nothing was kept";
    }
    return kept.saved() == null
        ? "stopped; " + kept.keepStopped()
        : "stopped; the model is in " + kept.saved().model();
  }

  /** Prints the result if it is wanted, and says so if it can't be printed. */
  private String lostResult() {
    try {
      printJson();
      return "";
    } catch (IOException | LostOutputException e) {
      return "; " + e.getMessage();
    }
  }
}
