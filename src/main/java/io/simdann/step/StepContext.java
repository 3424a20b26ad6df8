package io.simdann.step;

/**
 * Where in a training a step is made, and what it is to know of that. Belongs to a run, whose loop
 * sets it anew before each step.
 */
public final class StepContext {
  private final long seed;
  private int iteration;
  private int epoch;
  private double learningRate;
  private double weightSum;

  /**
   * The context of a run's steps.
   *
   * @param seed the seed of all that is random in the run
   */
  public StepContext(long seed) {
    this.seed = seed;
  }

  /**
   * Goes on to a step.
   *
   * @param newIteration the updates made before it
   * @param newEpoch the epochs finished before it
   * @param newRate its learning rate
   */
  public void begin(int newIteration, int newEpoch, double newRate) {
    iteration = newIteration;
    epoch = newEpoch;
    learningRate = newRate;
  }

  /**
   * Sets what only the engine knows.
   *
   * @param sum the sum of the weights of the batch's samples
   */
  void weigh(double sum) {
    weightSum = sum;
  }

  /**
   * The seed of the run.
   *
   * @return as given
   */
  public long seed() {
    return seed;
  }

  /**
   * The number of the step.
   *
   * @return the updates made before it
   */
  public int iteration() {
    return iteration;
  }

  /**
   * The epoch to which the step belongs.
   *
   * @return its number, from 0
   */
  public int epoch() {
    return epoch;
  }

  /**
   * The learning rate of the step.
   *
   * @return the step per unit of mean gradient
   */
  public double learningRate() {
    return learningRate;
  }

  /**
   * What a sum over the batch is to be divided by to be a mean.
   *
   * @return the sum of its samples' weights; but 1 if these are all 0, and with them the gradient
   */
  public double weightSum() {
    return weightSum == 0 ? 1 : weightSum;
  }
}
