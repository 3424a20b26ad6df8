package io.simdann.train;

/**
 * The learning rates of one run, as a {@link Schedule} makes them. Asked before each iteration and
 * told of each finished epoch, in their order. Belongs to one run and one thread.
 */
@FunctionalInterface
public interface LearningRates {

  /**
   * The learning rate of an iteration.
   *
   * @param iteration the iterations before it
   * @param epoch the epochs finished before it
   * @return the step per unit of mean gradient, finite, 0 or more
   */
  double rate(int iteration, int epoch);

  /**
   * An epoch is finished. Only a schedule that watches the training takes notice; others do
   * nothing, the default.
   *
   * @param watched what is to become smaller: the epoch's mean training cost, or a validation loss
   */
  default void epochFinished(double watched) {}
}
