package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.nn.NetworkSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A part of a batch's gradient: some of a layer's inputs, and the biases with the last of them.
 *
 * @param layer the layer, from 1 on
 * @param block which part of the layer; in the first layer, a block of features
 * @param from the first input
 * @param to the input after the last
 * @param hasBiases whether the layer's biases belong to it
 * @param work the multiply-adds of a sample, each of a sparse kernel counted as two; without biases
 */
record GradientPart(int layer, int block, int from, int to, boolean hasBiases, double work) {

  /**
   * All parts, those with the most work first: threads that take one after the other then finish at
   * nearly the same time.
   *
   * @param spec the network
   * @param samples the packed samples, whose blocks of features are the first layer's parts
   * @param inputs the inputs of another layer's part
   */
  static List<GradientPart> all(NetworkSpec spec, PackedSamples samples, int inputs) {
    List<GradientPart> parts = new ArrayList<>();
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int width = Rows.width(spec.size(layer));
      int all = spec.size(layer - 1);
      int step = layer == 1 ? samples.blockFeatures(spec.size(1)) : inputs;
      for (int from = 0; from < all; from += step) {
        int block = from / step;
        int to = Math.min(all, from + step);
        double values = layer == 1 ? samples.blockWork(block, to - from) : to - from;
        parts.add(new GradientPart(layer, block, from, to, to == all, width * values));
      }
    }
    parts.sort(Comparator.comparingDouble(GradientPart::work).reversed());
    return parts;
  }

  int inputs() {
    return to - from;
  }

  /** The row after the last in a layer's gradient, where the biases follow the inputs. */
  int end() {
    return hasBiases ? to + 1 : to;
  }
}
