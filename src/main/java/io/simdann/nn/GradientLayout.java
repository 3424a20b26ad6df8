package io.simdann.nn;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Packing;

/**
 * Where a shard's gradient lies: as the micro-kernel writes it, tile by tile, with the padding of
 * panels and groups. {@link #unpackTask} brings the sum of all shards into the order of the
 * parameters.
 *
 * <pre>
 *   first layer:  for each block of MR features (in the packed order): | output 0: MR | output 1: MR | …
 *   other layers: for each block of MR outputs:                        | input 0: MR  | input 1: MR  | …
 *   each layer's biases follow its weights
 * </pre>
 */
public final class GradientLayout {
  private final Architecture architecture;
  private final int[] featureOrder;
  private final float inputScale;
  private final int mr;
  private final int nr;
  private final int[] weightOffsets;
  private final int[] biasOffsets;
  private final int size;

  /**
   * Lays the gradient out.
   *
   * @param architecture the layer sizes
   * @param sizes MR and NR
   * @param featureOrder the input features in the order of the packed feature panels
   * @param inputScale what each input value is to be multiplied with
   */
  public GradientLayout(
      Architecture architecture, BlockSizes sizes, int[] featureOrder, float inputScale) {
    this.architecture = architecture;
    this.featureOrder = featureOrder;
    this.inputScale = inputScale;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.weightOffsets = new int[architecture.layers() + 1];
    this.biasOffsets = new int[architecture.layers() + 1];
    int next = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      weightOffsets[layer] = next;
      int lanes = Packing.roundUp(lanes(layer), mr);
      next = Math.addExact(next, Math.multiplyExact(lanes, blockColumns(layer)));
      biasOffsets[layer] = next;
      next = Math.addExact(next, architecture.size(layer));
    }
    this.size = next;
  }

  /**
   * The floats of one shard's gradient.
   *
   * @return their number, padding included
   */
  public int size() {
    return size;
  }

  /** What the lanes of a layer's blocks are: inputs in the first layer, outputs in the others. */
  private int lanes(int layer) {
    return layer == 1 ? architecture.inputs() : architecture.size(layer);
  }

  /** The columns of a block, a multiple of NR. */
  int blockColumns(int layer) {
    return Packing.roundUp(layer == 1 ? architecture.size(1) : architecture.size(layer - 1), nr);
  }

  int weightOffset(int layer) {
    return weightOffsets[layer];
  }

  int biasOffset(int layer) {
    return biasOffsets[layer];
  }

  /**
   * The independent parts of unpacking.
   *
   * @return their number
   */
  public int unpackTasks() {
    return architecture.layers();
  }

  /**
   * Brings one part of a summed gradient into the order of the parameters. Zero is added to each
   * value, so that a zero is always +0, whatever was left out of its sum.
   *
   * @param task 0 to {@link #unpackTasks()} − 1
   * @param packed the sum of the shards' gradients
   * @param gradient the flat gradient, in the layout of the parameters
   */
  public void unpackTask(int task, float[] packed, float[] gradient) {
    int layer = task + 1;
    if (layer == 1) {
      unpackFirst(packed, gradient);
    } else {
      unpackOther(layer, packed, gradient);
    }
    int bias = architecture.biasOffset(layer);
    for (int output = 0; output < architecture.size(layer); output++) {
      gradient[bias + output] = packed[biasOffsets[layer] + output] + 0f;
    }
  }

  private void unpackFirst(float[] packed, float[] gradient) {
    int outputs = architecture.size(1);
    int offset = architecture.weightOffset(1);
    int columns = blockColumns(1);
    for (int place = 0; place < featureOrder.length; place++) {
      int target = offset + featureOrder[place] * outputs;
      int source = weightOffsets[1] + place / mr * columns * mr + place % mr;
      for (int output = 0; output < outputs; output++) {
        gradient[target + output] = packed[source + output * mr] * inputScale + 0f;
      }
    }
  }

  private void unpackOther(int layer, float[] packed, float[] gradient) {
    int outputs = architecture.size(layer);
    int columns = blockColumns(layer);
    for (int block = 0; block < outputs; block += mr) {
      int present = Math.min(mr, outputs - block);
      for (int input = 0; input < architecture.size(layer - 1); input++) {
        int target = architecture.weightOffset(layer) + input * outputs + block;
        int source = weightOffsets[layer] + (block / mr * columns + input) * mr;
        for (int lane = 0; lane < present; lane++) {
          gradient[target + lane] = packed[source + lane] + 0f;
        }
      }
    }
  }
}
