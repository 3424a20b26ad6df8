package io.simdann.nn;

import java.util.Objects;

/**
 * A hidden layer.
 *
 * @param units its outputs, at least 1
 * @param activation what its outputs go through
 */
public record Layer(int units, Activation activation) {

  /**
   * Checks the size.
   *
   * @param units its outputs
   * @param activation what its outputs go through
   * @throws IllegalArgumentException if there are no units
   */
  public Layer {
    Objects.requireNonNull(activation, "activation");
    if (units < 1) {
      throw new IllegalArgumentException("layer sizes must be at least 1, but one is " + units);
    }
  }
}
