package io.simdann.kernel;

import java.util.Arrays;
import java.util.Random;

/** A rows × samples array packed into panels of 16 lanes, with guards between them. */
final class LogicalPanels {
  private static final int LANES = Kernels.LANES;
  private static final int FIRST = 7;
  private static final int GAP = 3;
  private static final float GUARD = -12345f;

  final float[] data;
  private final int rows;
  private final int samples;

  private LogicalPanels(int rows, int samples) {
    this.rows = rows;
    this.samples = samples;
    this.data = new float[offset(panels()) + GAP];
    Arrays.fill(data, GUARD);
  }

  /** Packs {@code values[row][sample]}; the number of samples is a multiple of 16. */
  static LogicalPanels of(float[][] values) {
    LogicalPanels packed = new LogicalPanels(values.length, values[0].length);
    for (int row = 0; row < values.length; row++) {
      for (int sample = 0; sample < packed.samples; sample++) {
        packed.data[packed.index(row, sample)] = values[row][sample];
      }
    }
    return packed;
  }

  /** Panels of reproducible wild values, not yet packed. */
  static float[][] wild(long seed, int rows, int samples) {
    return split(RandomFloats.wild(seed, rows * samples), rows, samples);
  }

  /** Panels of reproducible values from −scale to scale, not yet packed. */
  static float[][] ordinary(long seed, int rows, int samples, float scale) {
    float[] values = new float[rows * samples];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (2f * random.nextFloat() - 1f);
    }
    return split(values, rows, samples);
  }

  int panels() {
    return samples / LANES;
  }

  int offset(int panel) {
    return FIRST + panel * (rows * LANES + GAP);
  }

  /** The values as {@code [row][sample]}. */
  float[][] values() {
    float[][] values = new float[rows][samples];
    for (int row = 0; row < rows; row++) {
      for (int sample = 0; sample < samples; sample++) {
        values[row][sample] = data[index(row, sample)];
      }
    }
    return values;
  }

  /** Fails if anything but the values was written. */
  void assertGuardsUntouched() {
    LogicalPanels guards = new LogicalPanels(rows, samples);
    for (int row = 0; row < rows; row++) {
      for (int sample = 0; sample < samples; sample++) {
        guards.data[index(row, sample)] = data[index(row, sample)];
      }
    }
    Bits.assertSame(guards.data, data, "around the panels");
  }

  static void assertSame(float[][] expected, float[][] actual, String what) {
    for (int row = 0; row < expected.length; row++) {
      Bits.assertSame(expected[row], actual[row], what + ", row " + row);
    }
  }

  private int index(int row, int sample) {
    return offset(sample / LANES) + row * LANES + sample % LANES;
  }

  private static float[][] split(float[] values, int rows, int samples) {
    float[][] result = new float[rows][];
    for (int row = 0; row < rows; row++) {
      result[row] = Arrays.copyOfRange(values, row * samples, (row + 1) * samples);
    }
    return result;
  }
}
