package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * The weight gradient of a layer on dense samples, or on activations, with lanes over features (the
 * inputs of the layer) instead of units, where that leaves less of the tiles empty. Over a shard it
 * is kept transposed:
 *
 * <pre>
 *   dWᵀ (units × features)  +=  dZ (units × samples) · X (samples × features)
 * </pre>
 *
 * Each element is the same chain over the samples either way. 50 units on 784 features are five
 * groups of 10 columns and 49 vectors of 16 lanes, all of them full; with lanes over units, 50 of
 * 64 lanes are. 10 units on 50 activations are one group and 4 vectors, instead of 10 of 16 lanes
 * and 5 groups. An object belongs to one thread.
 */
final class FeatureLanes {

  private final int features;
  private final int units;
  private final DenseProduct product;
  private final Micropanels a = new Micropanels();
  private final Operand b = new Operand();
  private final Operand c = new Operand();
  private final int width;
  private final int sumStride;
  private final float[] sum;

  /**
   * Makes room for the sum.
   *
   * @param features the inputs
   * @param units the outputs, which must {@linkplain #fits fit}
   * @param product the products of this thread
   */
  FeatureLanes(int features, int units, DenseProduct product) {
    this.features = features;
    this.units = units;
    this.product = product;
    this.width = Packing.roundUp(features, Kernels.LANES);
    this.sumStride = Rows.stride(features);
    this.sum = AlignedFloats.allocate((long) units * sumStride);
  }

  /**
   * Whether rows of dZ can be read as whole groups of columns, which may take more than the units.
   */
  static boolean fits(int units, BlockSizes sizes) {
    return Packing.roundUp(units, sizes.nr()) <= Rows.stride(units);
  }

  /**
   * Whether lanes over features save more than it costs to transpose the sum.
   *
   * @param features the inputs
   * @param units the outputs
   * @param samples those of the shard
   * @param sizes the block sizes
   */
  static boolean pay(int features, int units, int samples, BlockSizes sizes) {
    int nr = sizes.nr();
    double overUnits = (double) Rows.width(units) * Packing.roundUp(features, nr);
    double overFeatures =
        (double) Packing.roundUp(features, Kernels.LANES) * Packing.roundUp(units, nr);
    double transposition = Tuning.TRANSPOSITION * features * units;
    return fits(units, sizes)
        && samples * (overUnits - overFeatures) / Kernels.LANES > transposition;
  }

  /**
   * What an object takes of the heap.
   *
   * @param features the inputs
   * @param units the outputs
   * @param samples those of the shard
   * @param sizes the block sizes
   * @return bytes; 0 where lanes over features don't {@linkplain #pay pay}
   */
  static long heapBytes(int features, int units, int samples, BlockSizes sizes) {
    return pay(features, units, samples, sizes)
        ? AlignedFloats.heapBytes((long) units * Rows.stride(features))
        : 0;
  }

  /** Begins a sum. */
  void begin() {
    // Not the whole array, which may be much larger.
    Arrays.fill(sum, AlignedFloats.FIRST, AlignedFloats.FIRST + units * sumStride, 0f);
  }

  /**
   * Adds a tile.
   *
   * @param count its samples
   * @param x one row of features per sample, with values of any kind after the last one
   * @param xOffset the first row
   * @param xStride from one row to the next
   * @param dz one row of units per sample
   * @param dzOffset the first row
   * @param dzStride from one row to the next
   */
  void add(int count, float[] x, int xOffset, int xStride, float[] dz, int dzOffset, int dzStride) {
    product.accumulate(
        a.inPlace(x, xOffset, xStride, width, count),
        b.rowMajor(dz, dzOffset, dzStride),
        units,
        c.columnMajor(sum, AlignedFloats.FIRST, sumStride));
  }

  /**
   * Transposes the sum.
   *
   * @param gradient overwritten: one row of units per feature
   * @param gradientOffset the first row
   */
  void end(float[] gradient, int gradientOffset) {
    int stride = Rows.stride(units);
    Packing.pack(
        b.rowMajor(sum, AlignedFloats.FIRST, sumStride),
        units,
        0,
        features,
        a.packed(gradient, gradientOffset, stride, stride, features));
    for (int feature = 0; units < stride && feature < features; feature++) {
      int row = gradientOffset + feature * stride;
      Arrays.fill(gradient, row + units, row + stride, 0f);
    }
  }
}
