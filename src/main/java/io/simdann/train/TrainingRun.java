package io.simdann.train;

import io.simdann.nn.Architecture;
import io.simdann.nn.Network;
import java.util.OptionalDouble;

/**
 * The training loop: full-batch gradient descent as in the article. It knows parameters, an
 * optimizer, a listener and a {@link GradientEngine}, and nothing else.
 *
 * <p>{@link #latest} and {@link #stop} may be called from any thread while {@link #run} runs.
 */
public final class TrainingRun {

  /**
   * The parameters after some iterations.
   *
   * @param iterations how many iterations are finished
   * @param network the network with the parameters after the last of them
   */
  public record Snapshot(int iterations, Network network) {}

  private final Trainer trainer;
  private final GradientEngine engine;
  private final Architecture architecture;
  private final int[] classLabels;
  private final Optimizer optimizer;
  private final History history = new History();
  private volatile Snapshot latest;
  private volatile boolean stopped;

  /**
   * Prepares a run from given parameters.
   *
   * @param trainer the settings
   * @param engine what computes gradients
   * @param network the network to start from; its parameters are not changed
   * @param optimizer what computes updates
   */
  TrainingRun(Trainer trainer, GradientEngine engine, Network network, Optimizer optimizer) {
    this.trainer = trainer;
    this.engine = engine;
    this.architecture = network.architecture();
    this.classLabels = network.classLabels();
    this.optimizer = optimizer;
    this.latest = new Snapshot(0, network);
  }

  /**
   * Runs until all iterations are done or {@link #stop} is called.
   *
   * @return what {@link #latest} gives then
   * @throws DivergedException if the cost or a parameter stops being finite; {@link #latest} is
   *     then the network before that iteration
   */
  public Snapshot run() {
    long start = System.nanoTime();
    int samples = engine.samples();
    float[] current = latest.network().parameters();
    float[] gradient = new float[current.length];
    float[][] buffers = {new float[current.length], new float[current.length]};
    for (int iteration = 0; iteration < trainer.iterations() && !stopped; iteration++) {
      double costSum = engine.gradient(current, 0, samples, gradient);
      double cost = costSum / ((double) samples * architecture.outputs());
      float[] next = buffers[iteration % 2];
      optimizer.step(current, gradient, samples, next);
      requireFinite(iteration, cost, next);
      current = next;
      latest = new Snapshot(iteration + 1, new Network(architecture, current, classLabels));
      OptionalDouble accuracy = OptionalDouble.empty();
      if (iteration % trainer.accuracyInterval() == 0) {
        int correct = engine.countCorrect(current, 0, samples);
        accuracy = OptionalDouble.of(correct / (double) samples);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      History.Entry entry = new History.Entry(iteration, cost, accuracy, seconds);
      history.add(entry);
      trainer.listener().iterationFinished(entry);
    }
    return latest;
  }

  /** Ends the run after the iteration that is being computed. */
  public void stop() {
    stopped = true;
  }

  /**
   * The network after the last finished iteration. Its parameters stay as they are until the
   * iteration after the one being computed has ended; after {@link #stop} they stay for good.
   *
   * @return the snapshot
   */
  public Snapshot latest() {
    return latest;
  }

  /**
   * What was recorded so far.
   *
   * @return the history
   */
  public History history() {
    return history;
  }

  private void requireFinite(int iteration, double cost, float[] parameters) {
    boolean finite = Double.isFinite(cost);
    for (int i = 0; i < parameters.length && finite; i++) {
      finite = Float.isFinite(parameters[i]);
    }
    if (!finite) {
      throw new DivergedException(
          "training diverged in iteration %d (cost %s): lower the learning rate, now %s"
              .formatted(iteration, cost, trainer.learningRate()));
    }
  }
}
