package io.simdann.step;

import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import java.util.Locale;

/**
 * Where a shard's gradient lies: rows of padded outputs, as the products write them. {@link
 * #unpack} brings the sum of all shards into the order of the parameters.
 *
 * <pre>
 *   layer l:  | input 0: stride(l) | input 1: stride(l) | … | biases: stride(l) |
 * </pre>
 */
public final class GradientLayout {
  private final NetworkSpec spec;
  private final Kernels kernels;
  private final float inputScale;
  private final int[] offsets;
  private final int[] firstTasks;
  private final int size;
  private final int mostParameters;

  /**
   * Lays the gradient out.
   *
   * @param spec the network
   * @param kernels the kernel set
   * @param inputScale what each input value is to be multiplied with
   * @throws IllegalArgumentException if a gradient has more {@link #floats} than an array
   */
  public GradientLayout(NetworkSpec spec, Kernels kernels, float inputScale) {
    if (floats(spec) > AlignedFloats.mostFloats()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the gradient of a network of sizes %s has %d floats, more than an array",
              spec,
              floats(spec)));
    }
    this.spec = spec;
    this.kernels = kernels;
    this.inputScale = inputScale;
    this.offsets = new int[spec.layers() + 1];
    this.firstTasks = new int[spec.layers() + 2];
    int next = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      offsets[layer] = next;
      next += rows(layer) * stride(layer);
      int tasks = (rows(layer) + taskRows(layer) - 1) / taskRows(layer);
      firstTasks[layer + 1] = firstTasks[layer] + tasks;
    }
    this.size = next;
    int most = 0;
    for (int task = 0; task < tasks(); task++) {
      most = Math.max(most, parameterStart(task + 1) - parameterStart(task));
    }
    this.mostParameters = most;
  }

  /**
   * The floats of one shard's gradient.
   *
   * @return their number, padding included, a multiple of 16
   */
  public int size() {
    return size;
  }

  /**
   * The floats that one shard's gradient has, or would have if an array held so many.
   *
   * @param spec the network
   * @return their number, padding included
   */
  public static long floats(NetworkSpec spec) {
    long floats = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      floats += (spec.size(layer - 1) + 1L) * Rows.stride(spec.size(layer));
    }
    return floats;
  }

  /** A row for each input, and one for the biases. */
  private int rows(int layer) {
    return spec.size(layer - 1) + 1;
  }

  private int stride(int layer) {
    return Rows.stride(spec.size(layer));
  }

  private int taskRows(int layer) {
    return Math.max(1, Tuning.TASK_FLOATS / stride(layer));
  }

  int weightOffset(int layer) {
    return offsets[layer];
  }

  int biasOffset(int layer) {
    return offsets[layer] + spec.size(layer - 1) * stride(layer);
  }

  /**
   * The parts into which a gradient is cut for adding and unpacking.
   *
   * @return their number
   */
  public int tasks() {
    return firstTasks[spec.layers() + 1];
  }

  private int layerOf(int task) {
    int layer = 1;
    while (task >= firstTasks[layer + 1]) {
      layer++;
    }
    return layer;
  }

  /**
   * Where a part starts.
   *
   * @param task 0 to {@link #tasks()}, the latter for the end of the last part
   * @return an index into a shard's gradient
   */
  public int start(int task) {
    if (task == tasks()) {
      return size;
    }
    int layer = layerOf(task);
    return offsets[layer] + (task - firstTasks[layer]) * taskRows(layer) * stride(layer);
  }

  /**
   * Where the parameters of a part start.
   *
   * @param task 0 to {@link #tasks()}, the latter for the end of the last part
   * @return an index into the flat parameters
   */
  public int parameterStart(int task) {
    if (task == tasks()) {
      return spec.parameterCount();
    }
    int layer = layerOf(task);
    return parameter(layer, (task - firstTasks[layer]) * taskRows(layer));
  }

  /**
   * The parameters of the largest part.
   *
   * @return their number
   */
  public int mostParameters() {
    return mostParameters;
  }

  /**
   * Brings one part of a summed gradient into the order of the parameters. Zero is added to each
   * value, so that a zero is always +0, whatever was left out of its sum.
   *
   * @param task 0 to {@link #tasks()} − 1
   * @param packed the sum of the shards' gradients
   * @param packedOffset its start
   * @param gradient overwritten: the gradient with respect to the part's parameters
   * @param gradientOffset where that of the first one goes
   */
  public void unpack(
      int task, float[] packed, int packedOffset, float[] gradient, int gradientOffset) {
    int layer = layerOf(task);
    int from = (task - firstTasks[layer]) * taskRows(layer);
    int to = Math.min(rows(layer), from + taskRows(layer));
    int start = packedOffset + offsets[layer] + from * stride(layer);
    unpack(layer, from, to, packed, start, gradient, gradientOffset);
  }

  /**
   * Brings some rows of a layer into the order of the parameters.
   *
   * @param layer the layer
   * @param from the first row: an input, or their number for the biases
   * @param to the row after the last
   * @param packed the rows
   * @param packedOffset the first one's start
   * @param gradient overwritten: the gradient with respect to the rows' parameters
   * @param gradientOffset where that of the first one goes
   */
  void unpack(
      int layer,
      int from,
      int to,
      float[] packed,
      int packedOffset,
      float[] gradient,
      int gradientOffset) {
    int stride = stride(layer);
    int outputs = spec.size(layer);
    int weightRows = Math.min(to, spec.size(layer - 1)) - from;
    kernels.scaleRows(
        packed,
        packedOffset,
        stride,
        gradient,
        gradientOffset,
        outputs,
        weightRows,
        outputs,
        scale(layer),
        0f);
    if (from + weightRows < to) {
      int biases = packedOffset + weightRows * stride;
      int target = gradientOffset + weightRows * outputs;
      kernels.scaleRows(packed, biases, stride, gradient, target, outputs, 1, outputs, 1f, 0f);
    }
  }

  /**
   * Brings some lanes of some inputs' rows into the order of the parameters.
   *
   * @param layer the layer
   * @param inputs how many
   * @param lanes how many, all of them outputs of the layer
   * @param packed the lanes of one input after the other
   * @param packedOffset those of the first one
   * @param packedStride from one input to the next
   * @param gradient the lanes are overwritten: the gradient with respect to the inputs' weights
   * @param gradientOffset where those of the first input begin
   */
  void unpackLanes(
      int layer,
      int inputs,
      int lanes,
      float[] packed,
      int packedOffset,
      int packedStride,
      float[] gradient,
      int gradientOffset) {
    kernels.scaleRows(
        packed,
        packedOffset,
        packedStride,
        gradient,
        gradientOffset,
        outputs(layer),
        inputs,
        lanes,
        scale(layer),
        0f);
  }

  int outputs(int layer) {
    return spec.size(layer);
  }

  private float scale(int layer) {
    return layer == 1 ? inputScale : 1f;
  }

  /** Where the parameters of a row start: the weights of an input, or the biases after them. */
  int parameter(int layer, int row) {
    return spec.weightOffset(layer) + row * spec.size(layer);
  }
}
