package io.simdann.nn;

import io.simdann.random.NumpyRandom;

/** How parameters start. */
public final class Initialization {

  /**
   * The article's start: the weights of a layer are {@code randn(outputs, inputs) / sqrt(inputs)},
   * drawn layer by layer, row by row, from NumPy's legacy generator; biases are zero. Computed in
   * float64 and rounded to float32 at the end.
   *
   * @param architecture the layer sizes
   * @param seed what {@code numpy.random.seed} would get, 0 to 2³² − 1
   * @return the flat parameters
   * @throws IllegalArgumentException if the seed is outside its range
   */
  public static float[] numpy(Architecture architecture, long seed) {
    NumpyRandom random = new NumpyRandom(seed);
    float[] parameters = new float[architecture.parameterCount()];
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      int inputs = architecture.size(layer - 1);
      int outputs = architecture.size(layer);
      double divisor = Math.sqrt(inputs);
      int offset = architecture.weightOffset(layer);
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
