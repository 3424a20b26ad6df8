package io.simdann.train;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much of the heap may be in use for good. Not all of it: the JIT compiler's absence makes
 * garbage while training begins, and a collector that finds no room for it runs all the time.
 */
final class HeapRoom {
  /** Of the heap, the part that must be left. */
  private static final double LEFT_PART = 0.05;

  /** And that which must be left of every heap. */
  private static final long LEFT_BYTES = 4L << 20;

  /**
   * A heap may be full of garbage at any time. What is less than one of so many parts finds room.
   */
  private static final int SMALL_PART = 32;

  private final long max;

  private HeapRoom(long max) {
    this.max = max;
  }

  /** That of this JVM. */
  static HeapRoom here() {
    return new HeapRoom(Runtime.getRuntime().maxMemory());
  }

  /** The most bytes that the heap may grow to. */
  long max() {
    return max;
  }

  /**
   * Whether there is room for some more, even if nothing of what is in use is garbage; or whether
   * that is so little that it need not be asked.
   *
   * @param bytes what is going to be allocated
   */
  boolean surelyHas(long bytes) {
    return bytes <= max / SMALL_PART || sufficientFor(used() + bytes) <= max;
  }

  /**
   * The heap that is enough for what is in use, garbage left out, and some more. Collects garbage,
   * since only then it is known what is in use.
   *
   * @param bytes what is going to be allocated
   * @param known what is surely in use, for a JVM that doesn't collect when it is asked to
   * @return bytes
   */
  long enoughFor(long bytes, long known) {
    long before = collections();
    System.gc();
    return sufficientFor(bytes + (collections() == before ? known : used()));
  }

  private static long sufficientFor(long live) {
    return (long) ((live + LEFT_BYTES) / (1 - LEFT_PART));
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long collections() {
    long count = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += collector.getCollectionCount();
    }
    return count;
  }
}
