package io.simdann.train;

import io.simdann.data.NotFiniteException;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.random.Shuffle;
import io.simdann.step.EngineException;
import io.simdann.step.Evaluation;
import io.simdann.step.GradientEngine;
import io.simdann.step.StepContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The training loop: gradient descent over all samples at once, as in the article, or over batches
 * of them. It knows parameters, a {@link Minimizer}, a listener, a monitor and a {@link
 * GradientEngine}, and nothing else.
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

  /** Null after the run, likewise. */
  private Minimizer minimizer;

  private final NetworkSpec spec;

  /** Without classes there is no accuracy. */
  private final boolean classes;

  private final TrainingMonitor monitor;
  private final StepContext context;
  private final FiniteCheck finiteCheck;
  private final EpochPlan epochPlan;
  private final LearningRates rates;

  /** What mean costs are divided by besides the sum of weights. */
  private final int costDivisor;

  /** After an even number of iterations, none included, and after an odd one. */
  private final Network[] buffers;

  private final History history = new History();
  private volatile int finished;

  /**
   * That of the last batch; other threads see it by {@link #finished}, which is written after it.
   */
  private double lastCost;

  private volatile boolean stopped;

  /** Whether there was nothing to gain any more. */
  private volatile boolean converged;

  /**
   * Prepares a run from given parameters.
   *
   * @param trainer the settings
   * @param engine what computes gradients
   * @param network the network to start from; its parameters are overwritten
   * @param minimizer what makes the iterations, for this run alone
   * @param finiteCheck what finds divergence
   * @param monitor who decides how it goes on
   * @throws IllegalArgumentException if {@link Trainer#epochPlan} refuses the engine's samples
   */
  TrainingRun(
      Trainer trainer,
      GradientEngine engine,
      Network network,
      Minimizer minimizer,
      FiniteCheck finiteCheck,
      TrainingMonitor monitor) {
    this.trainer = trainer;
    this.engine = engine;
    this.spec = network.spec();
    this.classes = network.outputNames().isEmpty();
    this.minimizer = minimizer;
    this.finiteCheck = finiteCheck;
    this.monitor = monitor;
    this.context = new StepContext(trainer.seed());
    this.epochPlan = trainer.epochPlan(engine.samples());
    this.costDivisor = trainer.kernels().loss(spec.loss().name()).costDivisor(spec.outputs());
    this.rates = trainer.schedule().start(trainer.learningRate(), epochPlan);
    this.buffers = new Network[] {network, buffer(network)};
    minimizer.begin(engine, spec);
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
      minimizer = null;
    }
    return latest();
  }

  private void runEpochs() {
    long start = System.nanoTime();
    int samples = epochPlan.samples();
    Shuffle shuffle = epochPlan.shuffled() ? new Shuffle(samples, trainer.seed()) : null;
    for (int epoch = 0; goesOn(); epoch++) {
      if (shuffle != null) {
        engine.reorder(shuffle.order(epoch));
      }
      double cost = trainEpoch(epoch);
      if (minimizer.hasEnded()) {
        converged = true;
        return;
      }
      rates.epochFinished(cost);
      Optional<Evaluation> evaluation = Optional.empty();
      OptionalDouble accuracy = OptionalDouble.empty();
      if (classes && epoch % epochPlan.accuracyInterval() == 0) {
        float[] parameters = networkAfter(finished).parameters();
        evaluation = Optional.of(engine.evaluate(parameters, 0, samples, epochPlan.batchSize()));
        accuracy = OptionalDouble.of(evaluation.get().accuracy());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      History.Entry entry = new History.Entry(epoch, finished - 1, cost, accuracy, seconds);
      history.add(entry);
      trainer.listener().epochFinished(entry);
      if (monitor.epochFinished(entry, evaluation) == TrainingMonitor.Verdict.STOP) {
        stop();
      }
    }
  }

  /** Ends the run after the iteration that is being computed. */
  public void stop() {
    stopped = true;
  }

  /**
   * Whether the run has come to its own end.
   *
   * @return true when all iterations are done, or L-BFGS had nothing to gain any more
   */
  public boolean isComplete() {
    return converged || finished == epochPlan.iterations();
  }

  /**
   * The network after the last finished iteration. Its parameters stay as they are until the
   * iteration after the one being computed makes its update; after {@link #stop} they stay for
   * good.
   *
   * @return the snapshot
   */
  public Snapshot latest() {
    // Read once: the number alone says which network is whole.
    int iterations = finished;
    return new Snapshot(iterations, networkAfter(iterations));
  }

  /**
   * How far the run is. May be asked by any thread at any time and costs the run nothing; for the
   * moment in which an iteration ends, the cost may be the next one's.
   *
   * @return iterations finished, and the cost of the last
   */
  public Progress progress() {
    int iterations = finished;
    return iterations == 0 ? Progress.NONE : new Progress(iterations, lastCost);
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
        + finished
        + " of "
        + epochPlan.iterations()
        + " iterations]";
  }

  /**
   * One update per batch, at least one, up to the end of the epoch or of the run.
   *
   * @return the weighted mean cost over the samples of these batches, costs and weights added in
   *     their order
   */
  private double trainEpoch(int epoch) {
    double costSum = 0;
    double weightSum = 0;
    int seen = 0;
    do {
      int count = epochPlan.batchCount(seen);
      costSum += trainBatch(epoch, seen, count);
      weightSum += engine.batchWeight();
      seen += count;
    } while (seen < epochPlan.samples() && goesOn());
    return meanCost(costSum, weightSum);
  }

  /** One update, unless there is nothing to gain any more; returns the sum of the costs. */
  private double trainBatch(int epoch, int from, int count) {
    int iteration = finished;
    float[] current = networkAfter(iteration).parameters();
    float[] next = networkAfter(iteration + 1).parameters();
    context.begin(iteration, epoch, rates.rate(iteration, epoch));
    double costSum = minimizer.iterate(context, current, from, from + count, next);
    if (minimizer.hasEnded()) {
      return costSum;
    }
    double cost = meanCost(costSum, engine.batchWeight());
    if (!Double.isFinite(costSum) || !finiteCheck.allFinite(next)) {
      throw diverged(epoch, iteration, cost);
    }
    lastCost = cost;
    finished = iteration + 1;
    return costSum;
  }

  private boolean goesOn() {
    return finished < epochPlan.iterations() && !stopped && !Thread.currentThread().isInterrupted();
  }

  /** Where all weights are 0, so is their mean cost. */
  private double meanCost(double costSum, double weightSum) {
    return costSum / ((weightSum == 0 ? 1 : weightSum) * costDivisor);
  }

  private Network networkAfter(int iterations) {
    return buffers[iterations % 2];
  }

  private DivergedException diverged(int epoch, int iteration, double cost) {
    String within = epochPlan.fullBatch() ? "" : "of epoch " + epoch + " ";
    // Before the first update the learning rate can't be to blame, and initial weights are small.
    boolean overflowed = iteration == 0 && !Double.isFinite(cost);
    String remedy =
        overflowed
            ? "features are so large that sums of them overflow: " + NotFiniteException.REMEDY
            : String.format(
                Locale.ROOT,
                "lower the learning rate, now %s, or scale the features if they are large",
                trainer.learningRate());
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training diverged in iteration %d %s(cost %s): %s",
            iteration,
            within,
            cost,
            remedy));
  }

  private static Network buffer(Network like) {
    return like.withParameters(new float[like.spec().parameterCount()]);
  }
}
