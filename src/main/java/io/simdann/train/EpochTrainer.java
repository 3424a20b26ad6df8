package io.simdann.train;

import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Network;
import io.simdann.step.GradientEngine;
import io.simdann.step.StepContext;
import java.util.Locale;

/**
 * Trains epochs: makes an update from each batch, counts them, and finds divergence. Parameters
 * change between two buffers, so that those after the last finished iteration are always whole,
 * whatever fails. An iteration allocates nothing.
 *
 * <p>One thread trains; {@link #latest}, {@link #finished}, {@link #lastCost} and {@link #stop} are
 * for any thread.
 */
final class EpochTrainer {
  private final Trainer trainer;

  /** Null after the end. */
  private Minimizer minimizer;

  private final FiniteCheck finiteCheck;
  private final StepContext context;

  /** What mean costs are divided by besides the sum of weights. */
  private final int costDivisor;

  /** After an even number of iterations, none included, and after an odd one. */
  private final Network[] buffers = new Network[2];

  private final int first;
  private GradientEngine engine;
  private EpochPlan epochPlan;
  private LearningRates rates;

  /** The iterations after which there is no other. */
  private int last;

  private volatile int finished;

  /**
   * That of the last batch; other threads see it by {@link #finished}, which is written after it.
   */
  private double lastCost = Double.NaN;

  private volatile boolean stopped;

  /**
   * Goes on from given parameters.
   *
   * @param trainer the settings
   * @param network the network; its parameters are overwritten
   * @param iterations the iterations that led to it, with which counting goes on
   * @param minimizer what makes the iterations
   * @param kernels the kernel set
   */
  EpochTrainer(
      Trainer trainer, Network network, int iterations, Minimizer minimizer, Kernels kernels) {
    this.trainer = trainer;
    this.minimizer = minimizer;
    this.finiteCheck = new FiniteCheck(kernels);
    this.context = new StepContext(trainer.seed());
    this.costDivisor =
        kernels.loss(network.spec().loss().name()).costDivisor(network.spec().outputs());
    this.first = iterations;
    this.finished = iterations;
    this.buffers[iterations % 2] = network;
    this.buffers[(iterations + 1) % 2] =
        network.withParameters(new float[network.spec().parameterCount()]);
  }

  /**
   * Before the first epoch.
   *
   * @param samples what computes gradients
   * @param plan the batches and iterations
   * @param learningRates the rate of each iteration
   */
  void begin(GradientEngine samples, EpochPlan plan, LearningRates learningRates) {
    engine = samples;
    epochPlan = plan;
    rates = learningRates;
    last = first + plan.iterations();
    minimizer.begin(engine, buffers[0].spec());
  }

  /**
   * One update per batch, at least one, up to the end of the epoch or of the run.
   *
   * @param epoch its number, from 0
   * @return the weighted mean cost over the samples of these batches, costs and weights added in
   *     their order
   */
  double train(int epoch) {
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

  /** Whether there is another iteration. */
  boolean goesOn() {
    return finished < last && !stopped && !Thread.currentThread().isInterrupted();
  }

  /** Whether the minimizer has found that there is nothing to gain any more. */
  boolean hasEnded() {
    return minimizer.hasEnded();
  }

  /** Lets go of engine and minimizer, which take much memory. */
  void end() {
    engine = null;
    minimizer = null;
  }

  /** Ends training after the iteration that is being computed. */
  void stop() {
    stopped = true;
  }

  /** The iterations that led to the latest network. */
  int finished() {
    return finished;
  }

  /** The weighted mean cost of the last iteration's batch, before its update; NaN before it. */
  double lastCost() {
    return lastCost;
  }

  /** The network after the last finished iteration. */
  TrainingRun.Snapshot latest() {
    // Read once: the number alone says which network is whole.
    int iterations = finished;
    return new TrainingRun.Snapshot(iterations, networkAfter(iterations));
  }

  private Network networkAfter(int iterations) {
    return buffers[iterations % 2];
  }

  /** Where all weights are 0, so is their mean cost. */
  private double meanCost(double costSum, double weightSum) {
    return costSum / ((weightSum == 0 ? 1 : weightSum) * costDivisor);
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
}
