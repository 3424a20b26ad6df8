package io.simdann.step;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.DenseProduct;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;
import java.util.Arrays;

/**
 * The products of the first layer on samples as they are. Floats are read where they lie if the
 * samples of a tile are neighbours there; other tiles are widened or copied to rows of floats, and
 * so are all of which some features are dropped. Either way a tile comes from memory once and stays
 * in the cache for its second product.
 */
final class DenseFirstLayer implements FirstLayer {
  private final Features values;

  /** The samples, if they can be read where they lie: empty if values are bytes. */
  private final float[] inPlace;

  private final Kernels kernels;
  private final BlockSizes sizes;
  private final int features;
  private final int units;
  private final int width;
  private final int stride;
  private final int copyStride;
  private final int tileSamples;
  private final float[] copy;
  private final DenseProduct product;
  private final Micropanels a = new Micropanels();
  private final Operand b = new Operand();
  private final Operand c = new Operand();

  /** Of the generator of dropout. */
  private final int[] words = new int[DropoutKernel.WORDS];

  /** Made for the first shard for which they pay. */
  private FeatureLanes featureLanes;

  private boolean lanesAreFeatures;
  private float[] x;
  private int xOffset;
  private int xStride;

  /** Blocks of features over all shards; null where tiles are all that is wanted. */
  private DenseBlockSums blockSums;

  /**
   * Makes the buffers.
   *
   * @param values the samples
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param units the units of the layer
   * @param tileSamples the most samples of a tile
   */
  DenseFirstLayer(Features values, Kernels kernels, BlockSizes sizes, int units, int tileSamples) {
    this.values = values;
    this.inPlace = values instanceof FloatFeatures floats ? floats.values() : new float[0];
    this.kernels = kernels;
    this.sizes = sizes;
    this.features = values.features();
    this.units = units;
    this.width = Rows.width(units);
    this.stride = Rows.stride(units);
    this.copyStride = Rows.stride(features);
    this.tileSamples = tileSamples;
    this.copy = AlignedFloats.allocate((long) copyStride * tileSamples);
    this.product = new DenseProduct(kernels, sizes.withLongerKc());
  }

  /** What an object takes of the heap. */
  static long heapBytes(
      int features, int units, int tileSamples, int shardSamples, BlockSizes sizes) {
    return AlignedFloats.heapBytes((long) Rows.stride(features) * tileSamples)
        + DenseProduct.heapBytes(sizes.withLongerKc())
        + HeapBytes.array(DropoutKernel.WORDS, Integer.BYTES)
        + FeatureLanes.heapBytes(features, units, shardSamples, sizes);
  }

  @Override
  public void forward(
      Batch batch,
      int from,
      int count,
      float[] weights,
      int weightsOffset,
      float[] z,
      int zOffset) {
    for (int first = 0; first < count; first += tileSamples) {
      int samples = Math.min(tileSamples, count - first);
      aim(batch, from + first, samples);
      product.multiply(
          a.packed(weights, weightsOffset, sizes.mr(), width, features),
          b.columnMajor(x, xOffset, xStride),
          samples,
          c.columnMajor(z, zOffset + first * stride, stride));
    }
  }

  /** At the samples of a tile where they lie, or at a copy. */
  private void aim(Batch batch, int from, int count) {
    int[] order = batch.order();
    boolean drops = batch.drops(0);
    if (!drops && areNeighbours(order, from, count)) {
      x = inPlace;
      xOffset = order[from] * features;
      xStride = features;
      return;
    }
    x = copy;
    xOffset = AlignedFloats.FIRST;
    xStride = copyStride;
    for (int row = 0; row < count; row++) {
      copy(values, kernels, order[from + row], 0, features, copy, xOffset + row * xStride);
    }
    if (drops) {
      batch.dropout().apply(0, 0, from, count, copy, xOffset, xOffset, xStride, words);
    }
  }

  /**
   * Whether a tile can be read where it lies: one sample after the other, with as many floats after
   * it as fill the last group of columns and the last vector.
   */
  private boolean areNeighbours(int[] order, int from, int count) {
    int first = order[from];
    long read = (long) first + Packing.roundUp(count, sizes.nr());
    if (read * features + Kernels.LANES > inPlace.length) {
      return false;
    }
    for (int row = 1; row < count; row++) {
      if (order[from + row] != first + row) {
        return false;
      }
    }
    return true;
  }

  /** Copies or widens some features of a sample. */
  static void copy(
      Features values,
      Kernels kernels,
      int sample,
      int feature,
      int count,
      float[] target,
      int to) {
    int start = sample * values.features() + feature;
    if (values instanceof ByteFeatures bytes) {
      kernels.widen(bytes.values(), start, target, to, count);
    } else {
      System.arraycopy(((FloatFeatures) values).values(), start, target, to, count);
    }
  }

  @Override
  public void reserveSums(int samples) {
    if (featureLanes == null && FeatureLanes.pay(features, units, samples, sizes)) {
      featureLanes = new FeatureLanes(features, units, product);
    }
  }

  @Override
  public void reserveTile(int[] order, int from, int count, TileCache cache) {
    // Tiles are not transposed.
  }

  @Override
  public void beginWeightGradient(int samples, float[] gradient, int gradientOffset) {
    lanesAreFeatures = FeatureLanes.pay(features, units, samples, sizes);
    if (lanesAreFeatures) {
      reserveSums(samples);
      featureLanes.begin();
    } else {
      Arrays.fill(gradient, gradientOffset, gradientOffset + features * stride, 0f);
    }
  }

  @Override
  public void addWeightGradient(
      int[] order,
      int from,
      int count,
      TileCache cache,
      float[] dz,
      int dzOffset,
      float[] gradient,
      int gradientOffset) {
    if (lanesAreFeatures) {
      featureLanes.add(count, x, xOffset, xStride, dz, dzOffset, stride);
      return;
    }
    product.accumulate(
        a.inPlace(dz, dzOffset, stride, width, count),
        b.rowMajor(x, xOffset, xStride),
        features,
        c.columnMajor(gradient, gradientOffset, stride));
  }

  @Override
  public void endWeightGradient(float[] gradient, int gradientOffset) {
    if (lanesAreFeatures) {
      featureLanes.end(gradient, gradientOffset);
    }
  }

  @Override
  public void reserveBlocks(GradientLayout layout, Shards largest) {
    if (blockSums == null) {
      blockSums = new DenseBlockSums(values, kernels, sizes, layout);
    }
    blockSums.reserve(largest, units);
  }

  @Override
  public void sumBlock(
      GradientPart part, Step step, Activations rows, float[] gradient, int gradientOffset) {
    blockSums.sum(part, step, rows, units, gradient, gradientOffset);
  }
}
