package io.simdann.gemm;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;

/**
 * A block of the operand that is multiplied as vectors, lanes × steps. Panels are read where they
 * lie if their lanes are contiguous there and their steps near each other; others are packed:
 *
 * <pre>
 *   | step 0: MR lanes | step 1 | …   one panel after the other, those that are left of 16 lanes
 * </pre>
 *
 * A vector of 64 bytes that reaches over a cache line is loaded twice, and steps that are whole
 * pages apart meet in the same sets of the cache and have a page each; packed panels know neither.
 */
final class LaneOperand {

  /**
   * Steps up to so many times MR floats apart are read where they lie. With MR 32 that is two steps
   * to a page of 4 KB; narrower tiles load more often for what they compute, and wait sooner.
   */
  private static final int LONGEST_STEP = 16;

  /**
   * The panels that are copied at a time, so that a step is read in runs of one kilobyte with MR
   * 32: it may have a page to itself.
   */
  private static final int COPIED_PANELS = 8;

  /** The steps that are transposed at a time: with 32 lanes a quarter of the first-level cache. */
  private static final int TRANSPOSED_STEPS = 64;

  private final int mr;
  private float[] packed = {};
  private int steps;
  private float[] source;
  private int sourceOffset;
  private int sourceStep;
  private int lanesInPlace;

  /** Where the panel last asked for is. */
  float[] data;

  /** Its first lane at step 0. */
  int offset;

  /** From one step to the next. */
  int step;

  LaneOperand(int mr) {
    this.mr = mr;
  }

  /** The lanes of the panel that starts where so many are left. */
  static int width(int left, int mr) {
    return left > Kernels.LANES ? mr : Kernels.LANES;
  }

  /** Makes room for a block, its panels padded. */
  void reserve(long length) {
    if (packed.length < AlignedFloats.FIRST + length) {
      packed = AlignedFloats.allocate(length);
    }
  }

  /**
   * Takes a block.
   *
   * @param source where it is; its element (lane, k) at {@code from + lane·laneStride +
   *     k·stepStride}
   * @param scale what each element is multiplied with
   */
  void take(
      float[] source, int from, int laneStride, int stepStride, int lanes, int steps, float scale) {
    this.source = source;
    this.steps = steps;
    sourceOffset = from;
    sourceStep = stepStride;
    boolean inPlace = isInPlace(laneStride, stepStride, scale, mr);
    lanesInPlace = !inPlace ? 0 : lanes >= width(lanes % mr, mr) ? lanes : 0;
    int lane = lanesInPlace;
    if (laneStride == 1) {
      for (int copied; lane + mr <= lanes; lane += copied) {
        copied = Math.min(COPIED_PANELS, (lanes - lane) / mr) * mr;
        copyPanels(lane, copied);
      }
    }
    for (int width; lane < lanes; lane += width) {
      width = width(lanes - lane, mr);
      int present = Math.min(width, lanes);
      int first = from + Math.min(lane, lanes - present) * laneStride;
      int to = AlignedFloats.FIRST + lane * steps;
      if (laneStride == 1) {
        for (int k = 0; k < steps; k++) {
          System.arraycopy(source, first + k * stepStride, packed, to + k * width, present);
        }
      } else {
        transpose(first, laneStride, present, width, to);
      }
    }
    if (scale != 1f) {
      scale(scale, Packing.roundUp(lanes, Kernels.LANES) * steps);
    }
  }

  /** Whether panels are read where they lie, if they are no narrower than a tile. */
  static boolean isInPlace(int laneStride, int stepStride, float scale, int mr) {
    return laneStride == 1 && scale == 1f && stepStride <= LONGEST_STEP * mr;
  }

  /** Copies whole panels, step by step. */
  private void copyPanels(int lane, int lanes) {
    for (int k = 0; k < steps; k++) {
      int from = sourceOffset + k * sourceStep;
      int to = AlignedFloats.FIRST + k * mr;
      for (int first = lane; first < lane + lanes; first += mr) {
        System.arraycopy(source, from + first, packed, to + first * steps, mr);
      }
    }
  }

  private void transpose(int from, int laneStride, int present, int width, int to) {
    for (int k = 0; k < steps; k += TRANSPOSED_STEPS) {
      int depth = Math.min(TRANSPOSED_STEPS, steps - k);
      int first = from + k * sourceStep;
      int target = to + k * width;
      int lane = 0;
      for (; lane + 8 <= present; lane += 8) {
        eightLanes(
            source, first + lane * laneStride, laneStride, depth, packed, target + lane, width);
      }
      for (; lane < present; lane++) {
        for (int i = 0; i < depth; i++) {
          packed[target + i * width + lane] = source[first + lane * laneStride + i];
        }
      }
    }
  }

  private static void eightLanes(
      float[] source, int from, int laneStride, int depth, float[] target, int to, int width) {
    int from1 = from + laneStride;
    int from2 = from1 + laneStride;
    int from3 = from2 + laneStride;
    int from4 = from3 + laneStride;
    int from5 = from4 + laneStride;
    int from6 = from5 + laneStride;
    int from7 = from6 + laneStride;
    for (int i = 0; i < depth; i++) {
      int next = to + i * width;
      target[next] = source[from + i];
      target[next + 1] = source[from1 + i];
      target[next + 2] = source[from2 + i];
      target[next + 3] = source[from3 + i];
      target[next + 4] = source[from4 + i];
      target[next + 5] = source[from5 + i];
      target[next + 6] = source[from6 + i];
      target[next + 7] = source[from7 + i];
    }
  }

  private void scale(float scale, int length) {
    for (int i = AlignedFloats.FIRST; i < AlignedFloats.FIRST + length; i++) {
      packed[i] *= scale;
    }
  }

  /**
   * Tells where a panel is.
   *
   * @param lane where it would start if it didn't overlap the one before
   * @param first where it starts
   */
  void locate(int lane, int first, int width) {
    if (lane < lanesInPlace) {
      data = source;
      offset = sourceOffset + first;
      step = sourceStep;
    } else {
      data = packed;
      offset = AlignedFloats.FIRST + lane * steps;
      step = width;
    }
  }

  /** Lets go of the operand. */
  void release() {
    source = null;
    data = null;
  }
}
