package io.simdann.nn;

import io.simdann.random.NumpyRandom;

/** How parameters start. */
public final class Initialization {

  /**
   * The article's start: the weights of a layer are {@code randn(outputs, inputs) / sqrt(inputs)},
   * drawn layer by layer, row by row, from NumPy's legacy generator; biases are zero. Computed in
   * float64 and rounded to float32 at the end.
   *
   * @param spec the network
   * @param seed what {@code numpy.random.seed} would get, 0 to 2³² − 1
   * @return the flat parameters
   * @throws IllegalArgumentException if the seed is outside its range
   */
  public static float[] numpy(NetworkSpec spec, long seed) {
    NumpyRandom random = new NumpyRandom(seed);
    float[] parameters = new float[spec.parameterCount()];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int inputs = spec.size(layer - 1);
      int outputs = spec.size(layer);
      double divisor = Math.sqrt(inputs);
      int offset = spec.weightOffset(layer);
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < inputs; input++) {
          parameters[offset + input * outputs + output] = (float) (random.nextGaussian() / divisor);
        }
      }
    }
    return parameters;
  }

  private Initialization() {}
}
