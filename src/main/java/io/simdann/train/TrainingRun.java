package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.random.Shuffle;
import io.simdann.step.EngineException;
import io.simdann.step.Evaluation;
import io.simdann.step.GradientEngine;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The training loop: gradient descent over all samples at once, as in the article, or over batches
 * of them. It knows an {@link EpochTrainer}, a listener, a monitor and a {@link GradientEngine},
 * and nothing else.
 *
 * <p>{@link #latest} and {@link #stop} may be called from any thread while {@link #run} runs, and
 * {@link #latest} also after it has ended, be it by an exception or error of whatever kind: no
 * failure loses a finished iteration. An iteration allocates nothing, an epoch its entry in the
 * history.
 */
public final class TrainingRun {

  /**
   * The parameters after some iterations.
   *
   * @param iterations how many iterations are finished
   * @param network the network with the parameters after the last of them
   */
  public record Snapshot(int iterations, Network network) {}

  /**
   * How far a run is, for those who watch it.
   *
   * @param iterations how many iterations are finished
   * @param cost the weighted mean cost over the samples of the last one's batch, before its update
   */
  public record Progress(int iterations, double cost) {

    /** Before the first iteration is finished. */
    public static final Progress NONE = new Progress(0, Double.NaN);
  }

  private final Trainer trainer;

  /** Null after the run: its memory is for what comes then, accuracies and plots. */
  private GradientEngine engine;

  private final NetworkSpec spec;

  /** Without classes there is no accuracy. */
  private final boolean classes;

  private final TrainingMonitor monitor;
  private final EpochPlan epochPlan;
  private final LearningRates rates;
  private final EpochTrainer epochs;
  private final History history = new History();

  /** Whether there was nothing to gain any more. */
  private volatile boolean converged;

  /**
   * Prepares a run from given parameters.
   *
   * @param trainer the settings
   * @param engine what computes gradients
   * @param network the network to start from; its parameters are overwritten
   * @param minimizer what makes the iterations, for this run alone
   * @param kernels the kernel set
   * @param monitor who decides how it goes on
   * @throws IllegalArgumentException if {@link Trainer#epochPlan} refuses the engine's samples
   */
  TrainingRun(
      Trainer trainer,
      GradientEngine engine,
      Network network,
      Minimizer minimizer,
      Kernels kernels,
      TrainingMonitor monitor) {
    this.trainer = trainer;
    this.engine = engine;
    this.spec = network.spec();
    this.classes = network.outputNames().isEmpty();
    this.monitor = monitor;
    this.epochPlan = trainer.epochPlan(engine.samples());
    this.rates = trainer.schedule().start(trainer.learningRate(), epochPlan);
    this.epochs = new EpochTrainer(trainer, network, 0, minimizer, kernels);
    epochs.begin(engine, epochPlan, rates);
  }

  /**
   * Runs until all iterations are done, there is nothing to gain any more, {@link #stop} is called,
   * or the calling thread is interrupted. An interrupt ends the run as {@link #stop} does; the
   * thread's interrupt status stays set. An engine whose work it breaks off leaves the iteration
   * being computed unfinished.
   *
   * @return what {@link #latest} gives then
   * @throws DivergedException if the cost or a parameter stops being finite; {@link #latest} is
   *     then the network before that iteration
   * @throws EngineException if the engine fails, but for an interrupt
   */
  public Snapshot run() {
    try {
      runEpochs();
    } catch (EngineException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
    } finally {
      engine = null;
      epochs.end();
    }
    return latest();
  }

  private void runEpochs() {
    long start = System.nanoTime();
    int samples = epochPlan.samples();
    Shuffle shuffle = epochPlan.shuffled() ? new Shuffle(samples, trainer.seed()) : null;
    for (int epoch = 0; epochs.goesOn(); epoch++) {
      if (shuffle != null) {
        engine.reorder(shuffle.order(epoch));
      }
      double cost = epochs.train(epoch);
      if (epochs.hasEnded()) {
        converged = true;
        return;
      }
      rates.epochFinished(cost);
      Optional<Evaluation> evaluation = Optional.empty();
      OptionalDouble accuracy = OptionalDouble.empty();
      if (classes && epoch % epochPlan.accuracyInterval() == 0) {
        float[] parameters = latest().network().parameters();
        evaluation = Optional.of(engine.evaluate(parameters, 0, samples, epochPlan.batchSize()));
        accuracy = OptionalDouble.of(evaluation.get().accuracy());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      History.Entry entry =
          new History.Entry(epoch, epochs.finished() - 1, cost, accuracy, seconds);
      history.add(entry);
      trainer.listener().epochFinished(entry);
      if (monitor.epochFinished(entry, evaluation) == TrainingMonitor.Verdict.STOP) {
        stop();
      }
    }
  }

  /** Ends the run after the iteration that is being computed. */
  public void stop() {
    epochs.stop();
  }

  /**
   * Whether the run has come to its own end.
   *
   * @return true when all iterations are done, or L-BFGS had nothing to gain any more
   */
  public boolean isComplete() {
    return converged || latest().iterations() == epochPlan.iterations();
  }

  /**
   * The network after the last finished iteration. Its parameters stay as they are until the
   * iteration after the one being computed makes its update; after {@link #stop} they stay for
   * good.
   *
   * @return the snapshot
   */
  public Snapshot latest() {
    return epochs.latest();
  }

  /**
   * How far the run is. May be asked by any thread at any time and costs the run nothing; for the
   * moment in which an iteration ends, the cost may be the next one's.
   *
   * @return iterations finished, and the cost of the last
   */
  public Progress progress() {
    int iterations = epochs.finished();
    return iterations == 0 ? Progress.NONE : new Progress(iterations, epochs.lastCost());
  }

  /**
   * What was recorded so far.
   *
   * @return the history
   */
  public History history() {
    return history;
  }

  /**
   * Tells how far the run is.
   *
   * @return for example {@code TrainingRun[784-50-10, 12 of 1000 iterations]}
   */
  @Override
  public String toString() {
    return "TrainingRun["
        + spec
        + ", "
        + epochs.finished()
        + " of "
        + epochPlan.iterations()
        + " iterations]";
  }
}
