package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnActivationsTest {

  /** Values of an independent float64 program. */
  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void softmaxOfColumnsIsThatOfFloat64(Kernels kernels) {
    Matrix z = Matrix.of(3, 3, 1, 2, 3, -1, 0, 1000, 0.5f, 0.5f, -2);
    ColumnActivations.softmax(kernels, z);
    double[] expected = {
      0.09003057317038046,
      0.24472847105479764,
      0.6652409557748218,
      0,
      0,
      1,
      0.48028778876026895,
      0.48028778876026895,
      0.039424422479462075
    };
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], z.data()[i], 6 * 0x1p-24 * expected[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void softmaxTakesAnyNumberOfColumnsAndKeepsToThem(Kernels kernels) {
    for (int samples : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 35}) {
      for (int rows : new int[] {0, 1, 10}) {
        Matrix z = RandomMatrix.window(1, rows, samples, 3);
        Matrix expected =
            Matrix.wrap(z.data().clone(), z.offset(), rows, samples, z.leadingDimension());
        for (int sample = 0; sample < samples; sample++) {
          softmax(expected.column(sample));
        }
        ColumnActivations.softmax(kernels, z);
        Bits.assertSame(expected.data(), z.data(), rows + " x " + samples);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void sigmoidTakesEveryElementAndNoOther(Kernels kernels) {
    Matrix z = RandomMatrix.window(1, 19, 5, 3);
    Matrix expected = Matrix.wrap(z.data().clone(), z.offset(), 19, 5, z.leadingDimension());
    for (int row = 0; row < 19; row++) {
      for (int column = 0; column < 5; column++) {
        float[] value = {z.get(row, column)};
        KernelSets.scalar().sigmoid(value, 0, value, 0, 1);
        expected.set(row, column, value[0]);
      }
    }
    ColumnActivations.sigmoid(kernels, z);
    Bits.assertSame(expected.data(), z.data(), "sigmoid");
    ColumnActivations.sigmoid(kernels, Matrix.zeros(0, 3));
  }

  /** One column, with the scalar exp. */
  private static void softmax(Matrix column) {
    float max = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < column.rows(); row++) {
      max = Math.max(max, column.get(row, 0));
    }
    float sum = 0f;
    for (int row = 0; row < column.rows(); row++) {
      float[] e = {column.get(row, 0) - max};
      KernelSets.scalar().exp(e, 0, e, 0, 1);
      column.set(row, 0, e[0]);
      sum += e[0];
    }
    for (int row = 0; row < column.rows(); row++) {
      column.set(row, 0, column.get(row, 0) / sum);
    }
  }
}
