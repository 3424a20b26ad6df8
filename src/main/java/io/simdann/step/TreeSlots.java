package io.simdann.step;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;

/**
 * Where the sums of shards that come one after the other are added in the {@link
 * PairwiseReduction}: a slot for each that must be kept at a time. What is summed may be any part
 * of a gradient. An object belongs to one thread.
 */
final class TreeSlots {
  private final Kernels kernels;
  private final PairwiseReduction.Addition add = this::add;
  private float[] memory = {};
  private int size;

  TreeSlots(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The most shards of the largest batch and of any smaller one. */
  static int mostShards(Shards largest) {
    return Shards.mostCount(largest.samples());
  }

  /** The floats of all slots, for parts of some floats of the gradients of the largest batch. */
  static long floats(Shards largest, long part) {
    return PairwiseReduction.slots(mostShards(largest)) * part;
  }

  /** Makes room for parts of some floats. */
  void reserve(Shards largest, long part) {
    long needed = floats(largest, part);
    if (memory.length < AlignedFloats.FIRST + needed) {
      memory = AlignedFloats.allocate(needed);
    }
  }

  /** Begins the sum of a part of some floats. */
  void begin(int part) {
    size = part;
  }

  float[] memory() {
    return memory;
  }

  /** Where a shard's part is to be put. */
  int slot(int shard) {
    return AlignedFloats.FIRST + PairwiseReduction.slot(shard) * size;
  }

  /** Takes notice that the part of a shard is there; those of the shards before came before. */
  void came(int shard, int shards) {
    PairwiseReduction.forEachPairOf(shard, shards, add);
  }

  private void add(int into, int from) {
    kernels.add(memory, slot(into), memory, slot(from), size);
  }

  /** Where the sum is when all have come. */
  int sum() {
    return slot(0);
  }
}
