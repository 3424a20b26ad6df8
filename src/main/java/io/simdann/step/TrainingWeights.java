package io.simdann.step;

import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;

/**
 * The parameters of all layers as the products read them, packed once per iteration and shared by
 * every shard.
 *
 * <pre>
 *   forward(l):  panels, lanes are outputs, steps are inputs:  Z = W·A
 *   backward(l): panels, lanes are inputs, steps are outputs:  dA = Wᵀ·dZ   (not for the first layer)
 *   bias(l):     the biases, padded with zeros
 * </pre>
 *
 * What samples are to be multiplied with (1/255 for bytes) is folded into the first layer's
 * weights.
 */
public final class TrainingWeights {
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final int firstLanes;
  private final int otherLanes;
  private final float inputScale;
  private final int[] forward;
  private final int[] backward;
  private final int[] bias;
  private final int[] firstTasks;
  private final float[] memory;
  private final Micropanels[] backwardPanels;

  /** The parameters of a layer, for each part of the packing, since parts are packed at a time. */
  private final Operand[] sources;

  /**
   * Makes the buffers.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param firstLanes the lanes of a panel of the first layer
   * @param inputScale what each input value is to be multiplied with
   */
  public TrainingWeights(NetworkSpec spec, Kernels kernels, int firstLanes, float inputScale) {
    this.spec = spec;
    this.kernels = kernels;
    this.firstLanes = firstLanes;
    this.otherLanes = kernels.mr();
    this.inputScale = inputScale;
    int layers = spec.layers();
    this.forward = new int[layers + 1];
    this.backward = new int[layers + 1];
    this.bias = new int[layers + 1];
    this.firstTasks = new int[layers + 2];
    long next = AlignedFloats.FIRST;
    for (int layer = 1; layer <= layers; layer++) {
      int inputs = spec.size(layer - 1);
      int outputs = spec.size(layer);
      forward[layer] = (int) next;
      next += forwardFloats(spec, layer);
      bias[layer] = (int) next;
      next += Rows.stride(outputs);
      backward[layer] = (int) next;
      next += backwardFloats(spec, layer);
      long tasks = 1 + (long) inputs * outputs / Tuning.SHARED_PARAMETERS;
      firstTasks[layer + 1] = firstTasks[layer] + (int) Math.min(tasks, inputs);
    }
    this.memory = AlignedFloats.allocate(next);
    this.backwardPanels = new Micropanels[layers + 1];
    for (int layer = 2; layer <= layers; layer++) {
      int inputs = Rows.width(spec.size(layer - 1));
      backwardPanels[layer] =
          new Micropanels().packed(memory, backward[layer], otherLanes, inputs, spec.size(layer));
    }
    this.sources = new Operand[tasks()];
    Arrays.setAll(sources, task -> new Operand());
  }

  /**
   * The independent parts of the packing.
   *
   * @return their number
   */
  public int tasks() {
    return firstTasks[spec.layers() + 1];
  }

  /**
   * Does one part of the packing.
   *
   * @param task 0 to {@link #tasks()} − 1
   * @param parameters the flat parameters
   */
  public void pack(int task, float[] parameters) {
    int layer = 1;
    while (task >= firstTasks[layer + 1]) {
      layer++;
    }
    int part = task - firstTasks[layer];
    int parts = firstTasks[layer + 1] - firstTasks[layer];
    packForward(layer, part, parts, parameters);
    if (layer > 1) {
      packBackward(layer, part, parts, parameters);
    }
    if (part == 0) {
      int outputs = spec.size(layer);
      System.arraycopy(parameters, spec.biasOffset(layer), memory, bias[layer], outputs);
    }
  }

  private void packForward(int layer, int part, int parts, float[] parameters) {
    int inputs = spec.size(layer - 1);
    int outputs = spec.size(layer);
    int from = (int) ((long) part * inputs / parts);
    int to = (int) ((part + 1L) * inputs / parts);
    int wide = layer == 1 ? firstLanes : otherLanes;
    for (int lane = 0, lanes; lane < outputs; lane += lanes) {
      lanes = Rows.lanes(lane, Rows.width(outputs), wide);
      // Minus zero leaves every product as it is.
      kernels.scaleRows(
          parameters,
          spec.weightOffset(layer) + from * outputs + lane,
          outputs,
          memory,
          forward[layer] + lane * inputs + from * lanes,
          lanes,
          to - from,
          Math.min(lanes, outputs - lane),
          layer == 1 ? inputScale : 1f,
          -0f);
    }
  }

  private void packBackward(int layer, int part, int parts, float[] parameters) {
    int inputs = spec.size(layer - 1);
    int outputs = spec.size(layer);
    Packing.pack(
        sources[firstTasks[layer] + part].rowMajor(parameters, spec.weightOffset(layer), outputs),
        inputs,
        (int) ((long) part * outputs / parts),
        (int) ((part + 1L) * outputs / parts),
        backwardPanels[layer]);
  }

  /**
   * What an object takes of the heap.
   *
   * @param spec the network
   * @return bytes
   */
  public static long heapBytes(NetworkSpec spec) {
    return AlignedFloats.heapBytes(floats(spec));
  }

  /**
   * The floats of all that is packed, or what they would be if an array held so many.
   *
   * @param spec the network
   * @return their number
   */
  public static long floats(NetworkSpec spec) {
    long floats = AlignedFloats.FIRST;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      floats += forwardFloats(spec, layer) + backwardFloats(spec, layer);
      floats += Rows.stride(spec.size(layer));
    }
    return floats;
  }

  private static long forwardFloats(NetworkSpec spec, int layer) {
    return (long) Rows.width(spec.size(layer)) * spec.size(layer - 1);
  }

  private static long backwardFloats(NetworkSpec spec, int layer) {
    return layer == 1 ? 0 : (long) Rows.width(spec.size(layer - 1)) * spec.size(layer);
  }

  /** Another object for the same network, with memory of its own. */
  TrainingWeights newInstance() {
    return new TrainingWeights(spec, kernels, firstLanes, inputScale);
  }

  /** What is read in a step. */
  static long bytes(NetworkSpec spec) {
    return Float.BYTES * floats(spec);
  }

  /**
   * Packs all parameters.
   *
   * @param parameters the flat parameters
   */
  public void packAll(float[] parameters) {
    for (int task = 0; task < tasks(); task++) {
      pack(task, parameters);
    }
  }

  /** Where all that is packed lies. */
  float[] memory() {
    return memory;
  }

  int forward(int layer) {
    return forward[layer];
  }

  int backward(int layer) {
    return backward[layer];
  }

  int bias(int layer) {
    return bias[layer];
  }
}
