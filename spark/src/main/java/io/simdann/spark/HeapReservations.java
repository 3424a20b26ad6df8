package io.simdann.spark;

import java.util.function.LongSupplier;

/**
 * Heap that tasks of a JVM are going to use and don't use yet, so that no two of them count on the
 * same free bytes. Who has reserved some doesn't wait for others before it is released.
 */
final class HeapReservations {

  /** Those of this JVM's heap. */
  static final HeapReservations HERE = new HeapReservations(Executors::freeBytes);

  private final LongSupplier free;
  private long reserved;

  /**
   * None yet.
   *
   * @param free the bytes that are free now, reserved or not
   */
  HeapReservations(LongSupplier free) {
    this.free = free;
  }

  /**
   * Reserves bytes. While others have reserved what is missing, it waits for them: they may leave
   * enough.
   *
   * @param bytes how many
   * @return whether they were reserved; if not, they aren't there, though nobody has reserved any
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  synchronized boolean reserve(long bytes) throws InterruptedException {
    while (!fits(bytes)) {
      System.gc();
      if (fits(bytes)) {
        break;
      }
      if (reserved == 0) {
        return false;
      }
      wait();
    }
    reserved += bytes;
    return true;
  }

  private boolean fits(long bytes) {
    return bytes <= free.getAsLong() - reserved;
  }

  /** Gives bytes back that were reserved, be it that they are used now or aren't needed. */
  synchronized void release(long bytes) {
    reserved -= bytes;
    notifyAll();
  }
}
