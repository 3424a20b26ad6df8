package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * Panels of MR lanes, packed once and read in every iteration, without their all-zero slices.
 *
 * <p>A panel is a sequence of slices, one for each step k of a product: MR values, one per lane.
 * Since {@code fma(w, 0, c) = c} for a finite w, a slice of nothing but zeros can be left out
 * without changing a bit; so a panel holds the slices that have a non-zero value, in ascending
 * order of k, and the k of each. (The one c that zero would change is −0, to +0: a chain that
 * starts at +0 gets there only if a negative product underflows to nothing.)
 *
 * <pre>
 *   slice           s0              s1              s2
 *   step            0               1               4            (2 and 3 were all zero)
 *   values   | v v … v (MR) | v v … v (MR) | v v … v (MR) | …
 * </pre>
 *
 * Values are kept as the bytes they came as, a quarter of the memory traffic, or as floats.
 */
public final class SlicePanels {
  private final int panelRows;
  private final int[] starts;
  private final int[] steps;
  private final byte[] bytes;
  private final float[] floats;

  private SlicePanels(int panelRows, int[] starts, int[] steps, byte[] bytes, float[] floats) {
    this.panelRows = panelRows;
    this.starts = starts;
    this.steps = steps;
    this.bytes = bytes;
    this.floats = floats;
  }

  /**
   * The number of panels.
   *
   * @return 0 or more
   */
  public int panels() {
    return starts.length - 1;
  }

  /**
   * The number of slices kept, of all panels together.
   *
   * @return 0 or more
   */
  public int slices() {
    return starts[panels()];
  }

  /**
   * The first slice of a panel; its last one is before the next panel's first.
   *
   * @param panel 0 to {@link #panels()}, the latter for the end of the last panel
   * @return the slice
   */
  int start(int panel) {
    return starts[panel];
  }

  /** Where a slice's values start in {@link #values}. */
  int valueOffset(int slice) {
    return bytes == null ? slice * panelRows : 0;
  }

  /**
   * The values of some slices as floats: widened into the buffer, or the packed floats themselves.
   *
   * @return an array in which the first value of {@code slice} is at {@link #valueOffset}
   */
  float[] values(Kernels kernels, int slice, int count, float[] buffer) {
    if (bytes == null) {
      return floats;
    }
    kernels.widen(bytes, slice * panelRows, buffer, count * panelRows);
    return buffer;
  }

  /** index[i] = step(slice + i)·scale. */
  void scaledSteps(int slice, int count, int scale, int[] index) {
    for (int i = 0; i < count; i++) {
      index[i] = steps[slice + i] * scale;
    }
  }

  /** Fills panels one slice at a time, from a column-major array of bytes or floats. */
  static final class Packer {
    private final int panelRows;
    private final byte[] sourceBytes;
    private final float[] sourceFloats;
    private final boolean keepZeros;
    private final int[] starts;
    private final int[] steps;
    private final byte[] bytes;
    private final float[] floats;
    private int panel;
    private int slice;

    /**
     * Prepares for at most so many panels and slices.
     *
     * @param source where the values are: one of its arrays
     * @param panelRows MR
     * @param keepZeros whether all-zero slices are kept, to show that it makes no difference
     */
    Packer(SampleValues source, int panelRows, int panels, int maxSlices, boolean keepZeros) {
      this.panelRows = panelRows;
      this.sourceBytes = source.bytes();
      this.sourceFloats = source.floats();
      this.keepZeros = keepZeros;
      this.starts = new int[panels + 1];
      this.steps = new int[maxSlices];
      int size = Math.multiplyExact(maxSlices, panelRows);
      this.bytes = sourceBytes == null ? null : new byte[size];
      this.floats = sourceBytes == null ? new float[size] : null;
    }

    /** Appends the slice of step k: lane i gets source[base + offsets[first + i]]. */
    void append(int step, int base, int[] offsets, int first, int lanes) {
      boolean kept =
          bytes == null
              ? gatherFloats(base, offsets, first, lanes)
              : gatherBytes(base, offsets, first, lanes);
      if (kept || keepZeros) {
        steps[slice++] = step;
      }
    }

    void endPanel() {
      starts[++panel] = slice;
    }

    SlicePanels finish() {
      return new SlicePanels(
          panelRows,
          starts,
          Arrays.copyOf(steps, slice),
          bytes == null ? null : Arrays.copyOf(bytes, slice * panelRows),
          bytes == null ? Arrays.copyOf(floats, slice * panelRows) : null);
    }

    private boolean gatherBytes(int base, int[] offsets, int first, int lanes) {
      int target = slice * panelRows;
      int seen = 0;
      for (int lane = 0; lane < lanes; lane++) {
        byte value = sourceBytes[base + offsets[first + lane]];
        bytes[target + lane] = value;
        seen |= value;
      }
      return seen != 0;
    }

    private boolean gatherFloats(int base, int[] offsets, int first, int lanes) {
      int target = slice * panelRows;
      boolean seen = false;
      for (int lane = 0; lane < lanes; lane++) {
        float value = sourceFloats[base + offsets[first + lane]];
        floats[target + lane] = value;
        seen |= value != 0f;
      }
      return seen;
    }
  }
}
