package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.FLOATS;

import io.simdann.kernel.Kernels;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Kernels on plain arrays. What is left after the last whole vector is done one by one: masks would
 * allocate.
 */
final class VectorElementwise {
  private static final int PARTS = Lanes.BYTES.length() / Lanes.COUNT;

  static void widen(byte[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    int step = Lanes.BYTES.length();
    int whole = count - count % step;
    for (int i = 0; i < whole; i += step) {
      ByteVector bytes = ByteVector.fromArray(Lanes.BYTES, source, sourceOffset + i);
      for (int part = 0; part < PARTS; part++) {
        IntVector ints = (IntVector) bytes.convertShape(VectorOperators.B2I, Lanes.INTS, part);
        FloatVector floats =
            (FloatVector) ints.and(0xff).convertShape(VectorOperators.I2F, FLOATS, 0);
        floats.intoArray(target, targetOffset + i + part * Lanes.COUNT);
      }
    }
    for (int i = whole; i < count; i++) {
      target[targetOffset + i] = source[sourceOffset + i] & 0xff;
    }
  }

  static void add(float[] sum, int sumOffset, float[] term, int termOffset, int count) {
    int whole = FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector added = FloatVector.fromArray(FLOATS, term, termOffset + i);
      FloatVector.fromArray(FLOATS, sum, sumOffset + i).add(added).intoArray(sum, sumOffset + i);
    }
    for (int i = whole; i < count; i++) {
      sum[sumOffset + i] += term[termOffset + i];
    }
  }

  /** The last vector of a row ends where the row ends, and computes some values once more. */
  static void scaleRows(
      float[] source,
      int sourceOffset,
      int sourceStride,
      float[] target,
      int targetOffset,
      int targetStride,
      int rows,
      int count,
      float factor,
      float term) {
    int last = count - Lanes.COUNT;
    for (int row = 0; row < rows; row++) {
      int from = sourceOffset + row * sourceStride;
      int to = targetOffset + row * targetStride;
      if (last < 0) {
        for (int i = 0; i < count; i++) {
          target[to + i] = source[from + i] * factor + term;
        }
      } else {
        for (int i = 0; i < last; i += Lanes.COUNT) {
          scale(source, from + i, target, to + i, factor, term);
        }
        scale(source, from + last, target, to + last, factor, term);
      }
    }
  }

  private static void scale(
      float[] source, int from, float[] target, int to, float factor, float term) {
    FloatVector.fromArray(FLOATS, source, from).mul(factor).add(term).intoArray(target, to);
  }

  /** Sixteen rows at a time, or the last ones: they lie like their sums. */
  static void addRowSums(float[] z, int offset, int rows, int stride, float[] sums) {
    int block = Kernels.SUM_WAYS * stride;
    for (int first = 0; first < rows * stride; first += block) {
      add(sums, 0, z, offset + first, Math.min(block, rows * stride - first));
    }
  }

  private VectorElementwise() {}
}
