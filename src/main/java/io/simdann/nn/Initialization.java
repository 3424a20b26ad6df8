package io.simdann.nn;

import io.simdann.random.NumpyRandom;
import java.util.Collections;
import java.util.List;

/** How parameters start. */
public final class Initialization {

  /**
   * The article's start: {@link Initializer#ARTICLE} in all layers.
   *
   * @param spec the network
   * @param seed what {@code numpy.random.seed} would get, 0 to 2³² − 1
   * @return the flat parameters
   * @throws IllegalArgumentException if the seed is outside its range
   */
  public static float[] numpy(NetworkSpec spec, long seed) {
    return of(spec, Collections.nCopies(spec.layers(), Initializer.ARTICLE), seed);
  }

  /**
   * The start by an initializer for each layer; biases are zero.
   *
   * @param spec the network
   * @param initializers one for each layer, the first one first
   * @param seed what {@code numpy.random.seed} would get, 0 to 2³² − 1
   * @return the flat parameters
   * @throws IllegalArgumentException if the seed is outside its range
   */
  public static float[] of(NetworkSpec spec, List<Initializer> initializers, long seed) {
    NumpyRandom random = new NumpyRandom(seed);
    float[] parameters = new float[spec.parameterCount()];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      Initializer initializer = initializers.get(layer - 1);
      int inputs = spec.size(layer - 1);
      int outputs = spec.size(layer);
      int offset = spec.weightOffset(layer);
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < inputs; input++) {
          parameters[offset + input * outputs + output] =
              (float) initializer.next(random, inputs, outputs);
        }
      }
    }
    return parameters;
  }

  private Initialization() {}
}
