package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.sparse.SparseRows;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tuned numbers of a training step, each with its reason: what follows from the caches, and
 * what was measured to be best. They decide speed, never bits.
 *
 * @param sizes the block sizes of the products
 * @param cpu the cache sizes
 */
public record Tuning(BlockSizes sizes, CpuFacts cpu) {
  /** The most of the values that may be non-zero if they are to be packed without zeros. */
  public static final double DENSEST_SPARSE = SparseRows.DENSEST;

  /** The least of the values that must be non-zero for lists of them to be long. */
  public static final double LONG_LISTS = 1 / 3.0;

  /**
   * Multiply-adds of the micro-kernel in the time of one of a sparse kernel, what it costs to begin
   * and end its lists included.
   */
  static final double SPARSE_WORK = 2;

  /** Lanes from which on listing by feature pays: with fewer it costs as much as it saves. */
  static final int LISTED_LANES = 2 * Kernels.WIDE_LANES;

  /** What it costs to transpose an element of a sum, in multiply-adds of a vector. */
  static final double TRANSPOSITION = 1.5;

  /**
   * How many times as many floats as the activations the gradients of all shards must have for the
   * parameter-major plan. Threads read what others wrote: activations in one plan, gradients in the
   * other.
   */
  static final double GRADIENT_RATIO = 2.5;

  /** Groups of NR inputs to a part of a weight gradient: their activations stay in the caches. */
  static final int PART_GROUPS = 8;

  /** The most samples of a part of a batch whose activations don't fit the second-level cache. */
  static final int PART_SAMPLES = BlockSizes.LARGEST_TILE;

  /** Parts of a first layer of few features, so that threads have something to share. */
  static final int FEW_PARTS = 4;

  /** A block of dense features, when there are many, is a multiple of so many. */
  static final int BLOCK_STEP = BlockSizes.TILE_STEP;

  /** The most dense features of a block: longer runs of a sample's values gain nothing. */
  static final int LARGEST_BLOCK = 160;

  /** Floats of the sums of a block of dense features in the slots of eight shards: half of 1 MB. */
  static final int BLOCK_SUM_FLOATS = 1 << 17;

  /** Multiply-adds of a batch's forward pass, zeros included, that are worth a hand-off. */
  static final long SHARED_WORK = 1 << 18;

  /** Parameters whose packing, adding and update are worth a hand-off, and a task: microseconds. */
  static final int SHARED_PARAMETERS = 1 << 14;

  /** Floats of a gradient that are worth a task; those of two shards fit the first-level cache. */
  static final int TASK_FLOATS = 2048;

  /** Packed weights that each thread packs for itself: less time than to fetch them. */
  static long ownWeightBytes(CpuFacts cpu) {
    return cpu.l2Bytes() / 4;
  }

  /**
   * All numbers, by their names.
   *
   * @return names and numbers, in the order in which they are to be shown
   */
  public Map<String, Number> numbers() {
    Map<String, Number> numbers = new LinkedHashMap<>();
    numbers.put("mr", sizes.mr());
    numbers.put("nr", sizes.nr());
    numbers.put("kc", sizes.kc());
    numbers.put("long_kc", sizes.longKc());
    numbers.put("mc", sizes.mc());
    numbers.put("nc", sizes.nc());
    numbers.put("sparse_block", BlockSizes.sparseBlock(false, cpu));
    numbers.put("densest_sparse", DENSEST_SPARSE);
    numbers.put("long_lists", LONG_LISTS);
    numbers.put("sparse_work", SPARSE_WORK);
    numbers.put("listed_lanes", LISTED_LANES);
    numbers.put("transposition", TRANSPOSITION);
    numbers.put("gradient_ratio", GRADIENT_RATIO);
    numbers.put("part_groups", PART_GROUPS);
    numbers.put("part_samples", PART_SAMPLES);
    numbers.put("few_parts", FEW_PARTS);
    numbers.put("block_step", BLOCK_STEP);
    numbers.put("largest_block", LARGEST_BLOCK);
    numbers.put("block_sum_floats", BLOCK_SUM_FLOATS);
    numbers.put("own_weight_bytes", ownWeightBytes(cpu));
    numbers.put("shared_work", SHARED_WORK);
    numbers.put("shared_parameters", SHARED_PARAMETERS);
    numbers.put("task_floats", TASK_FLOATS);
    return numbers;
  }
}
