package io.simdann.gemm;

import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;

/**
 * The block sizes of all products, chosen here alone, from the vector width and the cache sizes.
 * They decide speed, never bits.
 *
 * @param mr rows of the micro-kernel's tile
 * @param nr columns of the micro-kernel's tile
 * @param kc steps for which an MR panel of A takes seven eighths of the first-level cache: the
 *     group beside it streams from the second level at no cost, and longer chains load C less often
 * @param longKc steps for which an MR panel of A takes three sixteenths of the second-level cache:
 *     where C is far away it pays to take both operands from there, since the micro-kernel needs 12
 *     of its 20 cycles for loads
 * @param mc rows of A for which an MC × long KC block takes four times the second-level cache, at
 *     most 4 MB: its panels come from further away once for each NC columns, which costs less than
 *     to copy B more often
 * @param nc columns of B for which a long KC × NC block takes three eighths of the second-level
 *     cache
 */
public record BlockSizes(int mr, int nr, int kc, int longKc, int mc, int nc) {
  private static final int SMALLEST_KC = 64;
  private static final int LARGEST_KC = 512;
  private static final int LONGEST_KC = 1536;

  /** Blocks of few steps have at most so many times MC rows, and NC columns. */
  private static final int WIDEST = 4;

  /**
   * Floats of the largest block of A, which each worker may have to pack: 4 MB. Larger ones gain 0
   * to 2 %.
   */
  private static final int LARGEST_BLOCK = 1 << 20;

  /** A multiple of 16 and of every NR. */
  public static final int TILE_STEP = 80;

  /** The most samples in a tile of a training step. */
  public static final int LARGEST_TILE = 160;

  /**
   * Checks that blocks are of whole panels and groups.
   *
   * @param mr 1 or more
   * @param nr 1 or more
   * @param kc 1 or more
   * @param longKc KC or more
   * @param mc a multiple of MR
   * @param nc a multiple of NR
   * @throws IllegalArgumentException if one is less than 1 or no such multiple
   */
  public BlockSizes {
    if (mr < 1 || nr < 1 || kc < 1 || mc < 1 || nc < 1 || mc % mr != 0 || nc % nr != 0) {
      throw new IllegalArgumentException(
          "block sizes must be 1 or more, MC a multiple of MR and NC one of NR, but were MR "
              + mr
              + ", NR "
              + nr
              + ", KC "
              + kc
              + ", MC "
              + mc
              + ", NC "
              + nc);
    }
    if (longKc < kc) {
      throw new IllegalArgumentException(
          "the long KC must be KC " + kc + " or more, but was " + longKc);
    }
  }

  /**
   * With a long KC that is KC.
   *
   * @param mr 1 or more
   * @param nr 1 or more
   * @param kc 1 or more
   * @param mc a multiple of MR
   * @param nc a multiple of NR
   * @throws IllegalArgumentException if one is less than 1 or no such multiple
   */
  public BlockSizes(int mr, int nr, int kc, int mc, int nc) {
    this(mr, nr, kc, kc, mc, nc);
  }

  /**
   * The block sizes for a kernel set on a CPU.
   *
   * @param kernels the kernel set, which gives MR and NR
   * @param cpu the cache sizes
   * @return the block sizes
   */
  public static BlockSizes of(Kernels kernels, CpuFacts cpu) {
    int mr = kernels.mr();
    int nr = kernels.nr();
    int kc = cpu.l1Bytes() / 8 * 7 / (mr * Float.BYTES);
    kc = Math.max(SMALLEST_KC, Math.min(LARGEST_KC, kc));
    int longKc = cpu.l2Bytes() / 16 * 3 / (mr * Float.BYTES);
    longKc = Math.max(kc, Math.min(LONGEST_KC, longKc));
    int floatsOfA = Math.min(LARGEST_BLOCK, cpu.l2Bytes() / Float.BYTES * 4);
    // Rounded up, so that as many rows and steps as 4 MB has, 1024 of each, are one block.
    int mc = Packing.roundUp(Math.max(mr, floatsOfA / longKc), mr);
    int nc = Math.max(nr, cpu.l2Bytes() / 8 * 3 / (longKc * Float.BYTES) / nr * nr);
    return new BlockSizes(mr, nr, kc, longKc, mc, nc);
  }

  /**
   * These sizes with a KC of two thirds of the long one, for a product of training whose broadcast
   * operand is larger than the first-level cache as well: an MR panel takes an eighth of the
   * second-level cache.
   *
   * @return sizes whose KC is the long one of them too, and no less than KC is here
   */
  public BlockSizes withLongerKc() {
    int longerKc = Math.max(kc, longKc / 3 * 2);
    return new BlockSizes(mr, nr, longerKc, mc, nc);
  }

  /**
   * The steps that are multiplied at a time: even parts of a depth, of at most the long KC, or a
   * third of it where columns of op(B) are contiguous, so that there is room for more columns, and
   * each step's run of them is longer.
   */
  int steps(Transpose transposeB, int depth) {
    return evenPart(depth, transposeB == Transpose.NONE ? longKc : (longKc + 2) / 3, 1);
  }

  /** The rows of A in a block of so many steps, where there are so many rows: even parts. */
  int rows(int steps, int rows) {
    return evenPart(rows, mostRows(steps), mr);
  }

  /** The most rows of A in a block of so many steps. */
  int mostRows(int steps) {
    return most(mc, steps, mr);
  }

  /** The columns of B in a block of so many steps, where there are so many columns: even parts. */
  int columns(int steps, int columns) {
    return evenPart(columns, most(nc, steps, nr), nr);
  }

  /**
   * The floats that any block of A takes, panels padded, if A is no larger, however it is cut and
   * transposed.
   */
  long floatsOfA(int rows, int depth) {
    return Math.min((long) mc * longKc, (long) Packing.roundUp(rows, mr) * depth);
  }

  /**
   * The floats that any block of B takes, each column or each step padded by less than so many, if
   * B is no larger, however it is cut and transposed.
   */
  long floatsOfB(int columns, int depth, int padding) {
    long mostColumns = Math.min((long) WIDEST * nc, Packing.roundUp(columns, nr));
    int mostSteps = Math.min(longKc, depth);
    return Math.min((long) nc * longKc, mostColumns * mostSteps)
        + padding * Math.max(mostColumns, mostSteps);
  }

  /** As many of A's rows, or B's columns, as take the room of a block with the long KC. */
  private int most(int atLongKc, int steps, int multiple) {
    long sameRoom = (long) atLongKc * longKc / steps / multiple * multiple;
    int largest = Integer.MAX_VALUE / multiple * multiple;
    return (int) Math.min(largest, Math.min((long) WIDEST * atLongKc, sameRoom));
  }

  /**
   * The size of the parts, a multiple of the given one, if an extent is cut evenly into as few as
   * can be.
   */
  private static int evenPart(int extent, int most, int multiple) {
    int parts = (extent - 1) / most + 1;
    return Packing.roundUp((extent - 1) / parts + 1, multiple);
  }

  /**
   * Checks that these are block sizes for a kernel set.
   *
   * @param kernels the kernel set
   * @throws IllegalArgumentException if its MR or NR is another
   */
  void requireFor(Kernels kernels) {
    if (mr != kernels.mr() || nr != kernels.nr()) {
      throw new IllegalArgumentException(
          "block sizes are for tiles of "
              + mr
              + " x "
              + nr
              + ", but those of the kernels "
              + kernels.name()
              + " are "
              + kernels.mr()
              + " x "
              + kernels.nr());
    }
  }

  /**
   * The samples in a tile of a training step: as many as take half of the second-level cache with
   * all they need, so that a tile is read from there in its backward pass. Where a layer's weights
   * alone take more than that cache, the largest tile is best: each tile reads all weights and
   * updates all gradients once, from further away than its own values. Where the lists of sparse
   * samples are long, the smallest tile is best, whose gradients of a layer of 64 units fit the
   * first-level cache nearly: they are read for each entry of a list.
   *
   * @param floatsPerSample input values, activations and gradients of one sample
   * @param largestWeights the weights of the largest layer whose products are dense
   * @param longLists whether samples are packed as lists that are {@linkplain #sparseBlock long}
   * @param cpu the cache sizes
   * @return 80 or 160: a multiple of 16 and of every NR, and fewer than 256
   */
  public static int tileSamples(
      long floatsPerSample, long largestWeights, boolean longLists, CpuFacts cpu) {
    if (largestWeights * Float.BYTES > cpu.l2Bytes()) {
      return LARGEST_TILE;
    }
    if (longLists) {
      return TILE_STEP;
    }
    long fitting = cpu.l2Bytes() / 2 / (Float.BYTES * floatsPerSample);
    return (int) Math.max(TILE_STEP, Math.min(LARGEST_TILE, fitting / TILE_STEP * TILE_STEP));
  }

  /**
   * The features in a block of the sparse product: rows of 64 weights that take the first-level
   * cache twice. Smaller blocks measure slower, since each sample's list ends in a mispredicted
   * branch; where lists are long, that matters less, and rows that take the cache once are best.
   *
   * @param longLists whether a third or more of the values are in the lists
   * @param cpu the cache sizes
   * @return at most 256
   */
  public static int sparseBlock(boolean longLists, CpuFacts cpu) {
    int fitting = (longLists ? 1 : 2) * cpu.l1Bytes() / (Kernels.WIDE_LANES * Float.BYTES);
    return Math.min(Kernels.ENTRY_ROWS, fitting);
  }
}
