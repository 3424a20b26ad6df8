package io.simdann.predict;

import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import java.util.Locale;

/** The outputs of single samples, or of a few, without allocation: for one thread. */
final class SampleInference {
  private static final int TILE = Kernels.LANES;

  /** What messages call a sample that is alone. */
  static final String SAMPLE = "sample 0";

  private final Inference inference;
  private final int inputs;
  private final int outputs;
  private final ForwardPass pass;

  SampleInference(Inference inference) {
    NetworkSpec spec = inference.network().spec();
    this.inference = inference;
    this.inputs = spec.inputs();
    this.outputs = spec.outputs();
    this.pass = new ForwardPass(spec, inference.kernels(), CpuFacts.here(), TILE);
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** Overwrites the first samples × outputs results. */
  void run(byte[] features, int samples, float[] results) {
    InferenceWeights weights = inference.byteWeights();
    for (int first = 0; first < samples; first += TILE) {
      int count = Math.min(TILE, samples - first);
      pass.take(features, first * inputs, count);
      pass.run(weights, count, results, first * outputs);
    }
  }

  /** Overwrites the first samples × outputs results. */
  void run(float[] features, int samples, float[] results) {
    InferenceWeights weights = inference.floatWeights();
    for (int first = 0; first < samples; first += TILE) {
      int count = Math.min(TILE, samples - first);
      pass.take(features, first * inputs);
      pass.run(weights, count, results, first * outputs);
    }
  }

  void requireOne(int features) {
    if (features != inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a sample has %d features, expected the network's %d",
              features,
              inputs));
    }
  }

  /**
   * The samples that arrays are of.
   *
   * @param features the length of one
   * @param results the length of the other
   * @param width the results of a sample
   * @param what what they are, for messages
   * @return how many
   */
  int samples(int features, int results, int width, String what) {
    int samples = features / inputs;
    if (features % inputs != 0 || (long) samples * width != results) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d features and %d %s, expected %d and %d for each sample",
              features,
              results,
              what,
              inputs,
              width));
    }
    return samples;
  }

  /** For example {@code Predictor[784-50-10]}. */
  String toString(String user) {
    return user + "[" + inference.network().spec() + "]";
  }
}
