package io.simdann.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The packed partitions of an engine in one executor. It is broadcast empty; each executor fills
 * its own copy, which is gone when the engine is closed, or when its driver has forgotten it.
 */
final class PartitionStore implements Serializable {

  private static final long serialVersionUID = 1L;

  private transient int layoutNumber;
  private transient Map<Integer, Slot> slots;

  /** A partition, or the place for it while it is being packed. */
  private static final class Slot {
    private PackedPartition packed;

    synchronized PackedPartition get(Supplier<PackedPartition> pack) {
      if (packed == null) {
        packed = pack.get();
      }
      return packed;
    }
  }

  /**
   * A partition, packed now if it isn't here. When a newer layout comes, partitions of older ones
   * are dropped.
   *
   * @param layout the number of the layout; newer ones have greater numbers
   * @param partition the partition
   * @param pack packs it
   * @return the packed partition
   */
  PackedPartition get(int layout, int partition, Supplier<PackedPartition> pack) {
    return slot(layout, partition).get(pack);
  }

  private synchronized Slot slot(int layout, int partition) {
    if (layout < layoutNumber) {
      // A task of a job that is over: nobody waits for it.
      return new Slot();
    }
    if (slots == null || layout > layoutNumber) {
      slots = new HashMap<>();
      layoutNumber = layout;
    }
    return slots.computeIfAbsent(partition, missing -> new Slot());
  }
}
