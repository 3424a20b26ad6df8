package io.simdann.step;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.Shards;
import io.simdann.parallel.SharedReduction;

/** Memory for the gradients of shards, each in the {@link GradientLayout}. */
final class GradientSlots {
  /**
   * Floats up to which gradients share an array, 16 MB: some collectors give each large array more
   * than its bytes. Larger gradients have arrays of their own, of which any number may be made.
   */
  private static final int SHARED_FLOATS = 1 << 22;

  private final int size;
  private final int perArray;
  private final Kernels kernels;
  private float[][] arrays = {};
  private int count;

  /**
   * Without memory yet.
   *
   * @param layout that of the gradients
   * @param kernels the kernel set
   */
  GradientSlots(GradientLayout layout, Kernels kernels) {
    this.size = layout.size();
    this.perArray = perArray(size);
    this.kernels = kernels;
  }

  private static int perArray(long size) {
    return (int) Math.max(1, SHARED_FLOATS / size);
  }

  /** The slots for a batch: such that threads never wait for one, unless that takes much memory. */
  private static int count(Shards shards, int threads, long size) {
    int enough = SharedReduction.enoughSlots(shards.count(), threads);
    return enough <= perArray(size) ? enough : SharedReduction.fewSlots(shards.count(), threads);
  }

  /**
   * What the slots for a batch take of the heap.
   *
   * @param shards the batch's shards
   * @param threads the threads that work on them
   * @param size the floats of a gradient
   * @return bytes
   */
  static long heapBytes(Shards shards, int threads, long size) {
    long bytes = 0;
    for (int rest = count(shards, threads, size); rest > 0; rest -= perArray(size)) {
      bytes += AlignedFloats.heapBytes(Math.min(rest, perArray(size)) * size);
    }
    return bytes;
  }

  /**
   * Makes room for a batch, and no less than there is.
   *
   * @param shards the batch's shards
   * @param threads the threads that work on them
   */
  void reserve(Shards shards, int threads) {
    int needed = count(shards, threads, size);
    if (needed <= count) {
      return;
    }
    // So that there are not two of them at a time.
    arrays = new float[0][];
    float[][] made = new float[(needed + perArray - 1) / perArray][];
    for (int i = 0; i < made.length; i++) {
      made[i] = AlignedFloats.allocate(Math.min(needed - i * perArray, perArray) * (long) size);
    }
    arrays = made;
    count = needed;
  }

  int count() {
    return count;
  }

  float[] array(int slot) {
    return arrays[slot / perArray];
  }

  /** Where in its array a slot begins. */
  int offset(int slot) {
    return AlignedFloats.FIRST + slot % perArray * size;
  }

  /** Adds some floats of one gradient to those of another. */
  void add(int into, int from, int start, int floats) {
    kernels.add(array(into), offset(into) + start, array(from), offset(from) + start, floats);
  }
}
