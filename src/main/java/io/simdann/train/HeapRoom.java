package io.simdann.train;

import io.simdann.kernel.JvmOption;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How much of the heap may be in use for good. Not all of it: an array must lie in one piece, and
 * until the JIT compiler has compiled the kernels, they make garbage. A collector that finds hardly
 * any room for it runs all the time, and hardly anything else does.
 *
 * <p>How much must be left was found by trying heaps of different sizes: it is what trainings that
 * make no progress lack, from 80 MB to some GB, with the collectors G1, Parallel and Serial. The
 * latter two leave a survivor space out of what they call their maximum.
 */
final class HeapRoom {
  /** Of the heap, the part that must be left. */
  private static final double LEFT_PART = 0.03;

  /**
   * The same with the collector Parallel, whose old generation is two thirds of the heap. What
   * doesn't fit there stays where new objects begin, and leaves them less room.
   */
  private static final double PARALLEL_LEFT_PART = 0.12;

  /** And what must be left of every heap besides. */
  private static final long LEFT_BYTES = 7L << 20;

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
    return sufficientFor(bytes + (collections() == before ? known : usedAfterCollection()));
  }

  /**
   * What must be given as -Xmx for the heap to be so large.
   *
   * @param bytes those that the heap is to grow to
   * @return bytes
   */
  long option(long bytes) {
    String option = JvmOption.value("MaxHeapSize");
    double share = option.matches("\\d{1,18}") ? Long.parseLong(option) / (double) max : 1;
    return (long) (bytes * Math.max(1, share));
  }

  private static long sufficientFor(long live) {
    boolean parallel = JvmOption.value("UseParallelGC").equals("true");
    return (long) ((live + LEFT_BYTES) / (1 - (parallel ? PARALLEL_LEFT_PART : LEFT_PART)));
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** What was in use when the last collection had ended; other threads go on making garbage. */
  private static long usedAfterCollection() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      used += usage == null ? 0 : usage.getUsed();
    }
    return used == 0 ? used() : used;
  }

  private static long collections() {
    long count = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += collector.getCollectionCount();
    }
    return count;
  }
}
