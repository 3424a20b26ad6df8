package io.simdann.nn;

import java.util.Locale;
import java.util.Objects;

/**
 * An activation function, by its name. What it computes is looked up under that name in the kernel
 * set, where its formula stands; model files know it by the same name.
 *
 * @param name lower case, for example {@code sigmoid}
 */
public record Activation(String name) {

  /** The logistic function 1 / (1 + exp(−z)). */
  public static final Activation SIGMOID = new Activation("sigmoid");

  /** z itself. */
  public static final Activation IDENTITY = new Activation("identity");

  /** The hyperbolic tangent. */
  public static final Activation TANH = new Activation("tanh");

  /** max(z, 0). */
  public static final Activation RELU = new Activation("relu");

  /** z where it is positive, elsewhere 0.01·z. */
  public static final Activation LEAKY_RELU = new Activation("leaky_relu");

  /** z where it is positive, elsewhere exp(z) − 1. */
  public static final Activation ELU = new Activation("elu");

  /** z·Φ(z) with the cumulative normal distribution Φ. */
  public static final Activation GELU = new Activation("gelu");

  /** z·sigmoid(z). */
  public static final Activation SILU = new Activation("silu");

  /**
   * Checks the name.
   *
   * @param name lower-case letters, digits and underscores, a letter first
   * @throws IllegalArgumentException if it is anything else
   */
  public Activation {
    requireName(name, "activation");
  }

  static void requireName(String name, String what) {
    Objects.requireNonNull(name, what);
    if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "\"%s\" can't name a function (%s), expected lower-case letters, digits and"
                  + " underscores",
              name,
              what));
    }
  }

  /**
   * Shows the name.
   *
   * @return the name
   */
  @Override
  public String toString() {
    return name;
  }
}
