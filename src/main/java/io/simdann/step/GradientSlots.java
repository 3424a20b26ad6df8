package io.simdann.step;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.SharedReduction;

/** Memory for the gradients of shards, each in the {@link GradientLayout}. */
public final class GradientSlots {
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
  public GradientSlots(GradientLayout layout, Kernels kernels) {
    this.size = layout.size();
    this.perArray = perArray(size);
    this.kernels = kernels;
  }

  private static int perArray(long size) {
    return (int) Math.max(1, SHARED_FLOATS / size);
  }

  /** As many as threads never have to wait for, unless these take much memory. */
  private static int count(int shards, int threads, long size) {
    int enough = SharedReduction.enoughSlots(shards, threads);
    return enough <= perArray(size) ? enough : SharedReduction.fewSlots(shards, threads);
  }

  /**
   * What the slots for some shards take of the heap.
   *
   * @param shards how many shards are added
   * @param threads the threads that work on them
   * @param size the floats of a gradient
   * @return bytes
   */
  public static long heapBytes(int shards, int threads, long size) {
    long bytes = 0;
    for (int rest = count(shards, threads, size); rest > 0; rest -= perArray(size)) {
      bytes += AlignedFloats.heapBytes(Math.min(rest, perArray(size)) * size);
    }
    return bytes;
  }

  /**
   * Makes the slots for some shards, and no fewer than there are.
   *
   * @param shards how many shards are added
   * @param threads the threads that work on them
   */
  public void reserve(int shards, int threads) {
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

  /**
   * The array in which a slot is.
   *
   * @param slot the slot
   * @return the array, perhaps that of others too
   */
  public float[] array(int slot) {
    return arrays[slot / perArray];
  }

  /**
   * Where in its array a slot begins.
   *
   * @param slot the slot
   * @return an index
   */
  public int offset(int slot) {
    return AlignedFloats.FIRST + slot % perArray * size;
  }

  /**
   * Adds one gradient to another.
   *
   * @param into the slot that takes the sum
   * @param from the slot that is added
   */
  public void add(int into, int from) {
    add(into, from, 0, size);
  }

  /** Adds some floats of one gradient to those of another. */
  void add(int into, int from, int start, int floats) {
    kernels.add(array(into), offset(into) + start, array(from), offset(from) + start, floats);
  }
}
