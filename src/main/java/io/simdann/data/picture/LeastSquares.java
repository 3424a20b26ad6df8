package io.simdann.data.picture;

/** Weighted least squares of a few terms, by the normal equations. */
final class LeastSquares {

  /** Added to the diagonal, so that terms that are alike at all points do no harm. */
  private static final double RIDGE = 1e-9;

  private LeastSquares() {}

  /**
   * Returns the coefficients that make the sum of weight · (value − Σ term · coefficient)² least.
   *
   * @param terms those of each point, equally many
   * @param values one for each point
   * @param weights one for each point, positive
   */
  static double[] fit(double[][] terms, double[] values, double[] weights) {
    int count = terms[0].length;
    double[][] rows = new double[count][count + 1];
    for (int point = 0; point < terms.length; point++) {
      for (int row = 0; row < count; row++) {
        double weighted = weights[point] * terms[point][row];
        for (int column = 0; column < count; column++) {
          rows[row][column] += weighted * terms[point][column];
        }
        rows[row][count] += weighted * values[point];
      }
    }
    for (int row = 0; row < count; row++) {
      rows[row][row] += RIDGE;
    }
    return solved(rows);
  }

  /** Returns the sum of terms times coefficients. */
  static double value(double[] terms, double[] coefficients) {
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      sum += terms[i] * coefficients[i];
    }
    return sum;
  }

  /** Gaussian elimination; the matrix is positive definite, so no rows need be exchanged. */
  private static double[] solved(double[][] rows) {
    int count = rows.length;
    for (int pivot = 0; pivot < count; pivot++) {
      for (int row = pivot + 1; row < count; row++) {
        double factor = rows[row][pivot] / rows[pivot][pivot];
        for (int column = pivot; column <= count; column++) {
          rows[row][column] -= factor * rows[pivot][column];
        }
      }
    }
    double[] solution = new double[count];
    for (int row = count - 1; row >= 0; row--) {
      double sum = rows[row][count];
      for (int column = row + 1; column < count; column++) {
        sum -= rows[row][column] * solution[column];
      }
      solution[row] = sum / rows[row][row];
    }
    return solution;
  }
}
