package io.simdann.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A small network with every number of its training, from an independent float64 program. */
public record GoldenCase(
    int[] sizes,
    double learningRate,
    int iterations,
    byte[] features,
    int[] labels,
    double[][][] initialW,
    double[] costs,
    double[] accuracyPercents,
    double[][] probabilities,
    double[][][] dw,
    double[][] db,
    double[][][] finalW,
    double[][] finalB) {

  public static GoldenCase read(String name) {
    JsonNode root = json("/reference/" + name + ".json");
    ObjectMapper mapper = new ObjectMapper();
    int[][] rows = mapper.convertValue(root.get("features_u8"), int[][].class);
    byte[] features = new byte[rows.length * rows[0].length];
    int next = 0;
    for (int[] row : rows) {
      for (int value : row) {
        features[next++] = (byte) value;
      }
    }
    JsonNode first = root.get("first_iteration");
    return new GoldenCase(
        mapper.convertValue(root.get("sizes"), int[].class),
        root.get("learning_rate").asDouble(),
        root.get("iterations").asInt(),
        features,
        mapper.convertValue(root.get("labels"), int[].class),
        mapper.convertValue(root.get("initial_W"), double[][][].class),
        mapper.convertValue(root.get("cost_per_iteration"), double[].class),
        mapper.convertValue(root.get("accuracy_percent_per_iteration"), double[].class),
        mapper.convertValue(first.get("probabilities"), double[][].class),
        mapper.convertValue(first.get("dW"), double[][][].class),
        mapper.convertValue(first.get("db"), double[][].class),
        mapper.convertValue(root.get("final_W"), double[][][].class),
        mapper.convertValue(root.get("final_b"), double[][].class));
  }

  public static JsonNode json(String resource) {
    try (InputStream in = GoldenCase.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int samples() {
    return labels.length;
  }

  /** The features as the article's program sees them: [features][samples], 0 to 1. */
  public double[][] inputs() {
    double[][] x = new double[sizes[0]][samples()];
    for (int sample = 0; sample < samples(); sample++) {
      for (int feature = 0; feature < sizes[0]; feature++) {
        x[feature][sample] = (features[sample * sizes[0] + feature] & 0xff) / 255.0;
      }
    }
    return x;
  }

  /** The initial parameters, rounded to float32, in the flat layout. */
  public float[] parameters() {
    NetworkSpec spec = NetworkSpec.of(sizes);
    float[] parameters = new float[spec.parameterCount()];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int outputs = spec.size(layer);
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < spec.size(layer - 1); input++) {
          parameters[spec.weightOffset(layer) + input * outputs + output] =
              (float) initialW[layer - 1][output][input];
        }
      }
    }
    return parameters;
  }
}
