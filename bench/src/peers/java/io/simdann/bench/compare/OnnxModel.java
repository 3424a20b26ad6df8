package io.simdann.bench.compare;

import io.simdann.nn.NetworkSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A network as an ONNX model: for each layer Gemm, then Sigmoid or, for the last, Softmax. Field
 * numbers are those of onnx.proto3.
 */
final class OnnxModel {
  static final String INPUT = "x";
  static final String OUTPUT = "probabilities";

  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;
  private static final int FLOAT = 1;
  private static final int INTEGER_ATTRIBUTE = 2;

  private final NetworkSpec spec;
  private final float[] parameters;

  OnnxModel(NetworkSpec spec, float[] parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /** ModelProto. */
  byte[] toByteArray() {
    ProtobufMessage operatorSet = new ProtobufMessage().text(1, "").integer(2, OPERATOR_SET);
    return new ProtobufMessage()
        .integer(1, IR_VERSION)
        .message(7, graph())
        .message(8, operatorSet)
        .toByteArray();
  }

  private ProtobufMessage graph() {
    ProtobufMessage graph = new ProtobufMessage();
    String input = INPUT;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      boolean last = layer == spec.layers();
      String product = "z" + layer;
      String activation = last ? OUTPUT : "a" + layer;
      graph.message(
          1,
          node("Gemm", product, input, "w" + layer, "b" + layer)
              .message(5, attribute("transB", 1)));
      ProtobufMessage function = node(last ? "Softmax" : "Sigmoid", activation, product);
      graph.message(1, last ? function.message(5, attribute("axis", 1)) : function);
      input = activation;
    }
    graph.text(2, "network");
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int outputs = spec.size(layer);
      int inputs = spec.size(layer - 1);
      int offset = spec.biasOffset(layer);
      float[] weights = TorchLayers.rowMajorWeights(spec, layer, parameters);
      float[] biases = Arrays.copyOfRange(parameters, offset, offset + outputs);
      graph.message(5, tensor("w" + layer, weights, outputs, inputs));
      graph.message(5, tensor("b" + layer, biases, outputs));
    }
    return graph
        .message(11, matrix(INPUT, spec.inputs()))
        .message(12, matrix(OUTPUT, spec.outputs()));
  }

  /** NodeProto; attributes may follow. */
  private static ProtobufMessage node(String operator, String output, String... inputs) {
    ProtobufMessage node = new ProtobufMessage();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  /** AttributeProto. */
  private static ProtobufMessage attribute(String name, long value) {
    return new ProtobufMessage().text(1, name).integer(3, value).integer(20, INTEGER_ATTRIBUTE);
  }

  /** TensorProto with raw data, which is little-endian. */
  private static ProtobufMessage tensor(String name, float[] values, int... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (int extent : shape) {
      tensor.integer(1, extent);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return tensor.integer(2, FLOAT).text(8, name).bytes(9, bytes.array());
  }

  /** ValueInfoProto of any number of rows. */
  private static ProtobufMessage matrix(String name, int columns) {
    ProtobufMessage shape =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().text(2, "samples"))
            .message(1, new ProtobufMessage().integer(1, columns));
    ProtobufMessage tensor = new ProtobufMessage().integer(1, FLOAT).message(2, shape);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
