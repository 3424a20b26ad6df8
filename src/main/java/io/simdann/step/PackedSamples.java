package io.simdann.step;

import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SparseSamples;

/**
 * The samples of a data set, packed once as the first layer of a network takes them: without their
 * zeros where these are many, else as they are. The choice changes no bit.
 */
public sealed interface PackedSamples permits SparsePackedSamples, DensePackedSamples {

  /** How zeros are treated. */
  enum Zeros {
    /** Left out where they are many. */
    BY_DENSITY,
    /** Left out, however few there are; for tests. */
    LEFT_OUT,
    /** Kept in the sparse products too, to show that leaving them out changes nothing. */
    KEPT,
    /** In the dense products, however many there are: where inputs are dropped, and for tests. */
    DENSE;

    /**
     * How zeros are treated in the training of a network.
     *
     * @param spec the network
     * @return as dense samples if inputs are dropped, of which lists don't know; else this
     */
    public Zeros in(NetworkSpec spec) {
      return spec.inputDropout() > 0 ? DENSE : this;
    }
  }

  /**
   * Packs samples.
   *
   * @param values the samples
   * @param zeros how their zeros are treated
   * @param kernels the kernel set
   * @param sizes its block sizes
   * @param cpu the cache sizes
   * @param team who packs
   * @return the packed samples
   */
  static PackedSamples of(
      Features values,
      Zeros zeros,
      Kernels kernels,
      BlockSizes sizes,
      CpuFacts cpu,
      WorkerTeam team) {
    PackedSamplesPlan plan = PackedSamplesPlan.of(values, zeros, cpu);
    if (!plan.sparse()) {
      return new DensePackedSamples(values, kernels, sizes);
    }
    SparseSamples samples =
        new SparseSamples(values, plan.largestBlock(), zeros == Zeros.KEPT, team);
    return new SparsePackedSamples(samples, plan.longLists(), kernels);
  }

  /**
   * The lanes of a panel of the first layer's weights.
   *
   * @return 64, or MR
   */
  int panelLanes();

  /**
   * The floats that a tile keeps in the cache for each sample.
   *
   * @return their number
   */
  int floatsPerSample();

  /**
   * Whether samples are packed as lists in which a third or more of their values are.
   *
   * @return false if lists are shorter, or there are none
   */
  boolean hasLongLists();

  /**
   * Whether zeros are left out.
   *
   * @return false if samples are as they were
   */
  boolean skipsZeros();

  /**
   * The features of a block, for which the first layer's weight gradient is made at a time.
   *
   * @param units the units of the first layer
   * @return those of each block but the last
   */
  int blockFeatures(int units);

  /**
   * What a block takes.
   *
   * @param block the block
   * @param features those of the block
   * @return multiply-adds of the micro-kernel for a sample and a unit
   */
  double blockWork(int block, int features);

  /**
   * Where the transposed tiles of a batch can be kept that comes again and again.
   *
   * @param samples the samples of the batch
   * @return an empty cache; null if there is nothing to keep
   */
  TileCache newTileCache(int samples);

  /**
   * The products for one thread.
   *
   * @param units the units of the first layer
   * @param tileSamples the most samples of a tile
   * @return a new object
   */
  FirstLayer firstLayer(int units, int tileSamples);
}
