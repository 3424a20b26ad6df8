package io.simdann.train;

import io.simdann.kernel.JvmOption;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How much of the heap may be in use for good. Not all of it: large arrays must lie in one piece,
 * which G1 doesn't move, and Parallel keeps what doesn't fit its old generation, two thirds of the
 * heap, where new objects begin. And until the JIT compiler has compiled the kernels, they make
 * garbage: a collector that finds hardly any room for it runs all the time, and hardly anything
 * else does.
 *
 * <p>The parts were found by trying heaps of different sizes: a few per cent less, and trainings of
 * the digits, full batches and small ones, and of pictures with few zeros run out of memory or
 * stand still, the more so on a busy machine, whose compiler comes late.
 */
final class HeapRoom {
  private static final double G1_PART = 0.905;

  /** Of its maximum, which like that of the next leaves out a survivor space. */
  private static final double SERIAL_PART = 0.92;

  private static final double PARALLEL_PART = 0.8;
  private static final double OTHER_PART = 0.8;

  /** What must be left of a small heap besides. */
  private static final long LEFT_BYTES = 2L << 20;

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
    return (long) ((live + LEFT_BYTES) / usablePart());
  }

  private static double usablePart() {
    if (isOn("UseG1GC")) {
      return G1_PART;
    }
    if (isOn("UseSerialGC")) {
      return SERIAL_PART;
    }
    return isOn("UseParallelGC") ? PARALLEL_PART : OTHER_PART;
  }

  private static boolean isOn(String option) {
    return JvmOption.value(option).equals("true");
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
