package io.simdann.predict;

import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Networks of the same parameters that predict different things. */
public final class Heads {

  /** One output for two classes. */
  public static Network binary(int inputs, int hidden) {
    NetworkSpec spec = spec(inputs, hidden, Loss.SIGMOID_CROSS_ENTROPY, 1);
    return new Network(spec, parameters(spec), List.of("no", "yes"));
  }

  /** Outputs named o0, o1 and so on: numbers, or labels. */
  public static Network values(int inputs, int hidden, Loss loss, int outputs) {
    NetworkSpec spec = spec(inputs, hidden, loss, outputs);
    List<String> names = IntStream.range(0, outputs).mapToObj(i -> "o" + i).toList();
    return Network.ofValues(spec, parameters(spec), names);
  }

  /** What outputs are numbers of that are made as z: those of the squared error. */
  static Regressor z(Network of) {
    NetworkSpec spec = of.spec();
    NetworkSpec squared =
        NetworkSpec.of(spec.inputs(), spec.hidden(), Loss.SQUARED_ERROR, spec.outputs());
    List<String> names = IntStream.range(0, spec.outputs()).mapToObj(i -> "z" + i).toList();
    return new Regressor(Network.ofValues(squared, of.parameters(), names));
  }

  /** Predicts its features: no hidden layer, weights of the identity. */
  static Network identity(int features, Loss loss) {
    NetworkSpec spec = NetworkSpec.of(features, List.of(), loss, features);
    float[] parameters = new float[spec.parameterCount()];
    for (int i = 0; i < features; i++) {
      parameters[i * features + i] = 1;
    }
    List<String> names = IntStream.range(0, features).mapToObj(i -> "o" + i).toList();
    return Network.ofValues(spec, parameters, names);
  }

  private static NetworkSpec spec(int inputs, int hidden, Loss loss, int outputs) {
    return NetworkSpec.of(inputs, List.of(new Layer(hidden, Activation.TANH)), loss, outputs);
  }

  private static float[] parameters(NetworkSpec spec) {
    float[] parameters = Initialization.numpy(spec, 7);
    for (int output = 0; output < spec.outputs(); output++) {
      parameters[spec.biasOffset(spec.layers()) + output] = 0.25f - 0.01f * output;
    }
    return parameters;
  }

  private Heads() {}
}
