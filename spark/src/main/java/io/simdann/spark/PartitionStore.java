package io.simdann.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * The packed partitions of an engine in one executor's JVM. They are plain objects that Spark's
 * storage knows nothing of, so it neither evicts nor counts them; and they are gone when the engine
 * is closed, or at the latest when its driver makes another one.
 */
final class PartitionStore {

  private static final Map<Long, PartitionStore> STORES = new HashMap<>();

  private int layoutNumber;
  private final Map<Integer, Slot> slots = new HashMap<>();

  private PartitionStore() {}

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
   * The store of an engine.
   *
   * @param engine its number
   * @param open the engines in use; the stores of others are dropped
   * @return the store, empty if the engine had none here
   */
  static PartitionStore of(long engine, OpenEngines open) {
    synchronized (STORES) {
      keepOnly(open);
      return STORES.computeIfAbsent(engine, missing -> new PartitionStore());
    }
  }

  /** Drops the stores of engines that are not in use. */
  static void keepOnly(OpenEngines open) {
    synchronized (STORES) {
      STORES.keySet().removeIf(engine -> !open.mayHave(engine));
    }
  }

  /** Whether an engine has a store here. */
  static boolean has(long engine) {
    synchronized (STORES) {
      return STORES.containsKey(engine);
    }
  }

  /**
   * A partition, packed now if it isn't here. When a newer layout comes, partitions of older ones
   * are dropped.
   *
   * @param layout the number of the layout; newer ones have greater numbers
   * @param partition the partition
   * @param moved which partitions of this layout others have taken over; they are dropped
   * @param pack packs it
   * @return the packed partition
   */
  PackedPartition get(
      int layout, int partition, IntPredicate moved, Supplier<PackedPartition> pack) {
    return slot(layout, partition, moved).get(pack);
  }

  private synchronized Slot slot(int layout, int partition, IntPredicate moved) {
    if (layout < layoutNumber) {
      // A task of a job that is over: nobody waits for it.
      return new Slot();
    }
    if (layout > layoutNumber) {
      slots.clear();
      layoutNumber = layout;
    }
    slots.keySet().removeIf(kept -> kept != partition && moved.test(kept));
    return slots.computeIfAbsent(partition, missing -> new Slot());
  }
}
