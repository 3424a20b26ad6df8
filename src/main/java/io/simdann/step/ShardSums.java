package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;

/**
 * The weight gradient of a layer beyond the first, over all shards of a batch: for some inputs, the
 * products A·dZᵀ of the shards, added in the {@link PairwiseReduction}.
 *
 * <pre>
 *   dZ:    | samples × MR lanes | samples × the next MR lanes | … | samples × 16 lanes perhaps |
 *   A:     a row of inputs for each sample
 *   tiles: | MR lanes of NR inputs | MR lanes of the next NR inputs | …     for each slot of the tree
 *   dW:    | input 0: stride lanes | input 1 | …
 * </pre>
 *
 * The tree is gone through for one panel of MR lanes after the other, so no shard's gradient is
 * ever there as a whole. An object belongs to one thread.
 */
public final class ShardSums {
  private final Kernels kernels;
  private final int mr;
  private final int nr;
  private final DenseProduct product;
  private final Micropanels panel = new Micropanels();
  private final Operand inputsOfShard = new Operand();
  private final Operand tile = new Operand();
  private final float[] tiles;
  private final PairwiseReduction.Addition add = this::add;

  /** The floats of a slot's tiles. */
  private int size;

  /**
   * Makes the buffers.
   *
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param mostShards the most shards of a batch
   * @param mostInputs the most inputs at a time
   */
  public ShardSums(Kernels kernels, BlockSizes sizes, int mostShards, int mostInputs) {
    this.kernels = kernels;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.product = new DenseProduct(kernels, sizes);
    this.tiles = AlignedFloats.allocate(floats(sizes, mostShards, mostInputs));
  }

  private static long floats(BlockSizes sizes, int mostShards, int mostInputs) {
    long slot = (long) Packing.roundUp(mostInputs, sizes.nr()) * sizes.mr();
    return PairwiseReduction.slots(mostShards) * slot;
  }

  /**
   * What an object takes of the heap.
   *
   * @param sizes its block sizes
   * @param mostShards the most shards of a batch
   * @param mostInputs the most inputs at a time
   * @return bytes
   */
  public static long heapBytes(BlockSizes sizes, int mostShards, int mostInputs) {
    return DenseProduct.heapBytes(sizes)
        + AlignedFloats.heapBytes(floats(sizes, mostShards, mostInputs));
  }

  /**
   * Overwrites some rows of a gradient.
   *
   * @param shards the batch's shards, at most as many as there is room for
   * @param dz dZ: all samples' lanes in panels of samples × MR, the last one perhaps samples × 16
   * @param dzOffset the first one's start
   * @param a where the activations are
   * @param aOffset the first sample's activation of the first input
   * @param aStride from one sample's to the next; as many as fill a group of NR must be readable
   * @param inputs how many, at most as many as there is room for
   * @param sum overwritten: a row for each input, but for the padding between width and stride
   * @param sumOffset the first row
   * @param width the lanes of a row
   * @param stride from one row to the next
   */
  public void sum(
      Shards shards,
      float[] dz,
      int dzOffset,
      float[] a,
      int aOffset,
      int aStride,
      int inputs,
      float[] sum,
      int sumOffset,
      int width,
      int stride) {
    int columns = Packing.roundUp(inputs, nr);
    size = columns * mr;
    for (int lane = 0, lanes; lane < width; lane += lanes) {
      lanes = Rows.lanes(lane, width, mr);
      int firstRow = dzOffset + lane * shards.samples();
      for (int shard = 0; shard < shards.count(); shard++) {
        int rows = firstRow + shards.start(shard) * lanes;
        int row = aOffset + shards.start(shard) * aStride;
        product.multiply(
            panel.packed(dz, rows, lanes, lanes, shards.size(shard)),
            inputsOfShard.rowMajor(a, row, aStride),
            columns,
            tile.columnMajor(tiles, slot(shard), mr));
        PairwiseReduction.forEachPairOf(shard, shards.count(), add);
      }
      for (int input = 0; input < inputs; input++) {
        int target = sumOffset + input * stride + lane;
        System.arraycopy(tiles, AlignedFloats.FIRST + input * mr, sum, target, lanes);
      }
    }
  }

  private int slot(int shard) {
    return AlignedFloats.FIRST + PairwiseReduction.slot(shard) * size;
  }

  private void add(int into, int from) {
    kernels.add(tiles, slot(into), tiles, slot(from), size);
  }
}
