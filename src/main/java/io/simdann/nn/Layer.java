package io.simdann.nn;

import java.util.Objects;

/**
 * A hidden layer.
 *
 * @param units its outputs, at least 1
 * @param activation what its outputs go through
 * @param dropout the probability of each output to be dropped in a step of the training, from 0 to
 *     less than 1; it matters for training alone
 */
public record Layer(int units, Activation activation, double dropout) {

  /**
   * Checks the numbers.
   *
   * @param units its outputs
   * @param activation what its outputs go through
   * @param dropout the probability of each output to be dropped
   * @throws IllegalArgumentException if there are no units, or the probability is none, or 1
   */
  public Layer {
    Objects.requireNonNull(activation, "activation");
    if (units < 1) {
      throw new IllegalArgumentException("layer sizes must be at least 1, but one is " + units);
    }
    dropout = requireDropout(dropout);
  }

  /**
   * A layer of which nothing is dropped.
   *
   * @param units its outputs, at least 1
   * @param activation what its outputs go through
   * @throws IllegalArgumentException if there are no units
   */
  public Layer(int units, Activation activation) {
    this(units, activation, 0);
  }

  /**
   * Checks a rate of dropout.
   *
   * @param rate the probability of a value to be dropped
   * @return the rate; 0 if it is −0
   * @throws IllegalArgumentException if it isn't from 0 to less than 1
   */
  public static double requireDropout(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout must be from 0 to less than 1, but was " + rate);
    }
    return rate + 0.0;
  }
}
