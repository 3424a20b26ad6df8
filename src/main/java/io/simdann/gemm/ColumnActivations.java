package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;

/**
 * Activations on matrices whose columns are samples, for those who use the kernels without a
 * network. Columns are taken in panels, so a softmax costs two copies more than in training.
 */
public final class ColumnActivations {

  /**
   * The logistic function 1 / (1 + exp(−z)) of each element, in place.
   *
   * @param kernels the kernel set
   * @param z units × samples; becomes the activations
   */
  public static void sigmoid(Kernels kernels, Matrix z) {
    for (int column = 0; column < z.columns(); column++) {
      int start = z.offset() + column * z.leadingDimension();
      kernels.sigmoid(z.data(), start, z.data(), start, z.rows());
    }
  }

  /**
   * The softmax of each column, in place, with the column's maximum subtracted first. A column that
   * holds NaN, +∞ or nothing but −∞ becomes NaN.
   *
   * @param kernels the kernel set
   * @param logits classes × samples; become the probabilities
   */
  public static void softmax(Kernels kernels, Matrix logits) {
    int rows = logits.rows();
    if (rows == 0) {
      return;
    }
    int mr = Kernels.LANES;
    float[] panel = new float[Math.multiplyExact(rows, mr)];
    float[] noBias = new float[rows];
    for (int first = 0; first < logits.columns(); first += mr) {
      int lanes = Math.min(mr, logits.columns() - first);
      Matrix columns = logits.view(0, first, rows, lanes);
      Packing.toPanels(columns, mr, panel);
      kernels.softmax(panel, 0, rows, noBias, 0);
      Packing.fromPanels(panel, mr, columns);
    }
  }

  private ColumnActivations() {}
}
