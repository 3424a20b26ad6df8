package io.simdann.bench.compare;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import io.simdann.nn.NetworkSpec;
import java.util.function.IntFunction;

/**
 * The parameters of a network as PyTorch's tensors: weights of outputs × inputs, row-major, where
 * the trainer has them column-major.
 */
final class TorchLayers {
  private final NDManager manager;
  private final NetworkSpec spec;
  private final PtNDArray[] weights;
  private final PtNDArray[] biases;

  TorchLayers(NDManager manager, NetworkSpec spec, float[] parameters) {
    this.manager = manager;
    this.spec = spec;
    int layers = spec.layers();
    weights = new PtNDArray[layers];
    biases = new PtNDArray[layers];
    for (int layer = 1; layer <= layers; layer++) {
      int outputs = spec.size(layer);
      int inputs = spec.size(layer - 1);
      float[] weight = rowMajorWeights(spec, layer, parameters);
      float[] bias = new float[outputs];
      System.arraycopy(parameters, spec.biasOffset(layer), bias, 0, outputs);
      weights[layer - 1] = Torch.array(manager, weight, outputs, inputs);
      biases[layer - 1] = Torch.array(manager, bias, outputs);
    }
  }

  /** One layer's weights, outputs × inputs, row-major. */
  static float[] rowMajorWeights(NetworkSpec spec, int layer, float[] parameters) {
    int outputs = spec.size(layer);
    int inputs = spec.size(layer - 1);
    float[] weights = new float[outputs * inputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = parameters[spec.weightOffset(layer) + i % inputs * outputs + i / inputs];
    }
    return weights;
  }

  int count() {
    return weights.length;
  }

  PtNDArray weight(int index) {
    return weights[index];
  }

  PtNDArray bias(int index) {
    return biases[index];
  }

  /** As many zeros as there are parameters: weight and bias of the first layer, of the second … */
  PtNDArray[] zeros() {
    PtNDArray[] zeros = new PtNDArray[2 * weights.length];
    for (int i = 0; i < zeros.length; i++) {
      NDArray parameters = i % 2 == 0 ? weights[i / 2] : biases[i / 2];
      zeros[i] = (PtNDArray) manager.zeros(parameters.getShape());
    }
    return zeros;
  }

  /** All parameters in the trainer's layout. */
  float[] parameters() {
    return flat(layer -> weights[layer], layer -> biases[layer]);
  }

  /** Values for all parameters, such as {@link #zeros}, in the trainer's layout. */
  float[] flat(PtNDArray[] values) {
    return flat(layer -> values[2 * layer], layer -> values[2 * layer + 1]);
  }

  private float[] flat(IntFunction<PtNDArray> weight, IntFunction<PtNDArray> bias) {
    float[] parameters = new float[spec.parameterCount()];
    for (int layer = 1; layer <= weights.length; layer++) {
      int outputs = spec.size(layer);
      int inputs = spec.size(layer - 1);
      float[] weightValues = weight.apply(layer - 1).toFloatArray();
      for (int i = 0; i < weightValues.length; i++) {
        parameters[spec.weightOffset(layer) + i % inputs * outputs + i / inputs] = weightValues[i];
      }
      float[] biasValues = bias.apply(layer - 1).toFloatArray();
      System.arraycopy(biasValues, 0, parameters, spec.biasOffset(layer), outputs);
    }
    return parameters;
  }
}
