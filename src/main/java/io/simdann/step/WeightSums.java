package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;

/**
 * A part of a weight gradient over all shards of a batch, by dense products: for some inputs and
 * some units the chains over each shard's samples, added in the tree. Its lanes are units, or,
 * where that leaves less of the vectors empty, inputs:
 *
 * <pre>
 *   lanes are units:   units × inputs  =  dZ (units × samples) · A (samples × inputs)
 *   lanes are inputs:  inputs × units  =  Aᵀ (inputs × samples) · dZᵀ (samples × units)
 * </pre>
 *
 * An object belongs to one thread.
 */
final class WeightSums {
  private final BlockSizes sizes;
  private final GradientLayout layout;
  private final TreeSlots slots;
  private final DenseProduct product;
  private final Micropanels a = new Micropanels();
  private final Operand b = new Operand();
  private final Operand c = new Operand();

  /** Sums whose lanes were inputs, a row of units for each input. */
  private float[] transposed = {};

  // The part in progress.
  private int layer;
  private int inputs;
  private boolean overInputs;
  private int firstUnit;
  private int units;
  private int lanes;

  WeightSums(Kernels kernels, BlockSizes sizes, GradientLayout layout, TreeSlots slots) {
    this.sizes = sizes;
    this.layout = layout;
    this.slots = slots;
    this.product = new DenseProduct(kernels, sizes.withLongerKc());
  }

  /** The most units whose sums {@link #sum} keeps at a time. */
  static int unitsAtATime(int units, BlockSizes sizes) {
    return Math.min(units, Math.max(Tuning.PART_GROUPS * sizes.nr(), sizes.mr()));
  }

  /** The floats of a shard's part. */
  static long partFloats(int inputs, int units) {
    long overUnits = (long) inputs * Rows.width(units);
    long overInputs = (long) Packing.roundUp(inputs, Kernels.LANES) * units;
    return Math.max(overUnits, overInputs);
  }

  /** The floats that parts take besides when they are transposed. */
  static long transposedFloats(int inputs, int units) {
    return (long) inputs * Packing.roundUp(units, Kernels.LANES);
  }

  /** What an object takes of the heap, its slots included: for the most floats of each. */
  static long heapBytes(long slot, long transposed, Shards largest, BlockSizes sizes) {
    return DenseProduct.heapBytes(sizes.withLongerKc())
        + AlignedFloats.heapBytes(TreeSlots.floats(largest, slot))
        + AlignedFloats.heapBytes(transposed);
  }

  /** Makes room for parts of some inputs and units. */
  void reserve(Shards largest, int mostInputs, int mostUnits) {
    slots.reserve(largest, partFloats(mostInputs, mostUnits));
    long needed = transposedFloats(mostInputs, mostUnits);
    if (transposed.length < AlignedFloats.FIRST + needed) {
      transposed = AlignedFloats.allocate(needed);
    }
  }

  /**
   * The gradient of some weights of a layer beyond the first: for a few units after the other, so
   * that no shard's gradient is ever there as a whole.
   *
   * @param part the weights
   * @param shards the batch's shards
   * @param rows its values
   * @param units those of the layer
   * @param gradient overwritten with the gradient with respect to the part's weights
   * @param gradientOffset where it begins
   */
  void sum(
      GradientPart part,
      Shards shards,
      Activations rows,
      int units,
      float[] gradient,
      int gradientOffset) {
    int toLayer = part.layer();
    boolean lanesAreInputs = FeatureLanes.pay(part.inputs(), units, shards.samples(), sizes);
    int end = lanesAreInputs ? units : Rows.width(units);
    for (int unit = 0, count; unit < end; unit += count) {
      count =
          lanesAreInputs
              ? Math.min(Tuning.PART_GROUPS * sizes.nr(), units - unit)
              : Rows.lanes(unit, end, sizes.mr());
      begin(toLayer, part.inputs(), lanesAreInputs, unit, count);
      for (int shard = 0; shard < shards.count(); shard++) {
        int x = rows.activation(toLayer - 1, shards.start(shard)) + part.from();
        int dz = rows.gradient(toLayer, shards.start(shard));
        add(
            shard,
            shards,
            rows.memory,
            x,
            rows.stride(toLayer - 1),
            rows.memory,
            dz,
            rows.stride(toLayer));
      }
      end(gradient, gradientOffset);
    }
  }

  /**
   * Begins a part.
   *
   * @param ofLayer the layer
   * @param someInputs how many of its inputs
   * @param lanesAreInputs whether lanes run over them
   * @param from the first unit; a multiple of 16 if lanes are units
   * @param someUnits how many; if lanes are units a multiple of 16, beyond the layer's if need be
   */
  void begin(int ofLayer, int someInputs, boolean lanesAreInputs, int from, int someUnits) {
    layer = ofLayer;
    inputs = someInputs;
    overInputs = lanesAreInputs;
    firstUnit = from;
    units = someUnits;
    lanes = overInputs ? Packing.roundUp(inputs, Kernels.LANES) : units;
    slots.begin(lanes * (overInputs ? units : inputs));
  }

  /**
   * Adds a shard.
   *
   * @param shard the shard
   * @param shards the batch's shards
   * @param x one row of inputs per sample, with values of any kind after the last
   * @param xOffset the first input of the first row
   * @param xStride from one row to the next
   * @param dz one row of units per sample
   * @param dzOffset the first row
   * @param dzStride from one row to the next
   */
  void add(
      int shard,
      Shards shards,
      float[] x,
      int xOffset,
      int xStride,
      float[] dz,
      int dzOffset,
      int dzStride) {
    int samples = shards.size(shard);
    int dzFirst = dzOffset + firstUnit;
    c.columnMajor(slots.memory(), slots.slot(shard), lanes);
    if (overInputs) {
      a.inPlace(x, xOffset, xStride, lanes, samples);
      product.multiply(a, b.rowMajor(dz, dzFirst, dzStride), units, c);
    } else {
      a.inPlace(dz, dzFirst, dzStride, lanes, samples);
      product.multiply(a, b.rowMajor(x, xOffset, xStride), inputs, c);
    }
    slots.came(shard, shards.count());
  }

  /**
   * Ends the part.
   *
   * @param gradient the part is overwritten: the gradient with respect to the inputs' weights
   * @param gradientOffset where the first input's weights begin
   */
  void end(float[] gradient, int gradientOffset) {
    float[] sum = slots.memory();
    int offset = slots.sum();
    int width = lanes;
    if (overInputs) {
      width = Packing.roundUp(units, Kernels.LANES);
      Packing.pack(
          b.rowMajor(sum, offset, lanes),
          units,
          0,
          inputs,
          a.packed(transposed, AlignedFloats.FIRST, width, width, inputs));
      sum = transposed;
      offset = AlignedFloats.FIRST;
    }
    int present = Math.min(units, layout.outputs(layer) - firstUnit);
    layout.unpackLanes(
        layer, inputs, present, sum, offset, width, gradient, gradientOffset + firstUnit);
  }
}
