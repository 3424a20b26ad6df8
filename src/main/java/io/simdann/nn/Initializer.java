package io.simdann.nn;

import io.simdann.random.NumpyRandom;

/**
 * How the weights of a layer start. Numbers come from NumPy's legacy generator, layer by layer, row
 * by row (all inputs of output 0 first), are computed in float64 and rounded once. Biases start at
 * 0.
 */
public enum Initializer {

  /** Normal, of standard deviation 1/√inputs: {@code randn(outputs, inputs) / sqrt(inputs)}. */
  ARTICLE,

  /** Normal, of standard deviation √(2 / (inputs + outputs)) (Glorot and Bengio 2010). */
  GLOROT_NORMAL,

  /** Uniform, up to ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010). */
  GLOROT_UNIFORM,

  /** Normal, of standard deviation √(2 / inputs) (He et al. 2015). */
  HE_NORMAL,

  /** Uniform, up to ±√(6 / inputs) (He et al. 2015). */
  HE_UNIFORM;

  /**
   * The usual one for an activation.
   *
   * @param activation what the layer's outputs go through
   * @return that of He for ReLU and its kin, that of Glorot for others
   */
  public static Initializer usual(Activation activation) {
    return switch (activation.name()) {
      case "relu", "leaky_relu", "elu", "gelu", "silu" -> HE_NORMAL;
      default -> GLOROT_UNIFORM;
    };
  }

  /** The next weight. */
  double next(NumpyRandom random, int inputs, int outputs) {
    return switch (this) {
      case ARTICLE -> random.nextGaussian() / Math.sqrt(inputs);
      case GLOROT_NORMAL -> random.nextGaussian() * Math.sqrt(2.0 / (inputs + outputs));
      case GLOROT_UNIFORM -> uniform(random, Math.sqrt(6.0 / (inputs + outputs)));
      case HE_NORMAL -> random.nextGaussian() * Math.sqrt(2.0 / inputs);
      case HE_UNIFORM -> uniform(random, Math.sqrt(6.0 / inputs));
    };
  }

  private static double uniform(NumpyRandom random, double limit) {
    return (2 * random.nextDouble() - 1) * limit;
  }
}
