package io.simdann.nn;

import io.simdann.gemm.Rows;

/**
 * Where a shard's gradient lies: rows of padded outputs, as the products write them. {@link
 * #unpack} brings the sum of all shards into the order of the parameters.
 *
 * <pre>
 *   layer l:  | input 0: stride(l) | input 1: stride(l) | … | biases: stride(l) |
 * </pre>
 */
public final class GradientLayout {
  /** Floats that are worth a task; those of two shards fit the first-level cache. */
  private static final int TASK_FLOATS = 2048;

  private final Architecture architecture;
  private final float inputScale;
  private final int[] offsets;
  private final int[] firstTasks;
  private final int size;

  /**
   * Lays the gradient out.
   *
   * @param architecture the layer sizes
   * @param inputScale what each input value is to be multiplied with
   */
  public GradientLayout(Architecture architecture, float inputScale) {
    this.architecture = architecture;
    this.inputScale = inputScale;
    this.offsets = new int[architecture.layers() + 1];
    this.firstTasks = new int[architecture.layers() + 2];
    int next = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      offsets[layer] = next;
      next = Math.addExact(next, Math.multiplyExact(rows(layer), stride(layer)));
      int tasks = (rows(layer) + taskRows(layer) - 1) / taskRows(layer);
      firstTasks[layer + 1] = firstTasks[layer] + tasks;
    }
    this.size = next;
  }

  /**
   * The floats of one shard's gradient.
   *
   * @return their number, padding included, a multiple of 16
   */
  public int size() {
    return size;
  }

  /** A row for each input, and one for the biases. */
  private int rows(int layer) {
    return architecture.size(layer - 1) + 1;
  }

  private int stride(int layer) {
    return Rows.stride(architecture.size(layer));
  }

  private int taskRows(int layer) {
    return Math.max(1, TASK_FLOATS / stride(layer));
  }

  int weightOffset(int layer) {
    return offsets[layer];
  }

  int biasOffset(int layer) {
    return offsets[layer] + architecture.size(layer - 1) * stride(layer);
  }

  /**
   * The parts into which a gradient is cut for adding and unpacking.
   *
   * @return their number
   */
  public int tasks() {
    return firstTasks[architecture.layers() + 1];
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
   * Brings one part of a summed gradient into the order of the parameters. Zero is added to each
   * value, so that a zero is always +0, whatever was left out of its sum.
   *
   * @param task 0 to {@link #tasks()} − 1
   * @param packed the sum of the shards' gradients
   * @param packedOffset its start
   * @param gradient the flat gradient, in the layout of the parameters
   */
  public void unpack(int task, float[] packed, int packedOffset, float[] gradient) {
    int layer = layerOf(task);
    int outputs = architecture.size(layer);
    int first = (task - firstTasks[layer]) * taskRows(layer);
    int end = Math.min(rows(layer), first + taskRows(layer));
    for (int row = first; row < end; row++) {
      boolean bias = row == rows(layer) - 1;
      float scale = layer == 1 && !bias ? inputScale : 1f;
      int from = packedOffset + offsets[layer] + row * stride(layer);
      int to = architecture.weightOffset(layer) + row * outputs;
      for (int output = 0; output < outputs; output++) {
        gradient[to + output] = packed[from + output] * scale + 0f;
      }
    }
  }
}
