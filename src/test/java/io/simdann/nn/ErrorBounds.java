package io.simdann.nn;

/**
 * Bounds on how far one float32 training step may be from the float64 one: a running error analysis
 * (Higham 2002, chapter 3) along {@link ArticleNetwork}. A bound is the rounding of each operation,
 * u = 2⁻²⁴ relative, plus what the operands' own bounds can do; the elementary functions count 2u
 * (1 ulp). Products of two errors, and what exp errs beyond that, are covered by {@link #SLACK}.
 */
public final class ErrorBounds {
  public static final double U = 0x1p-24;

  /** Second-order terms: all first-order errors here are below 1 %. */
  private static final double SLACK = 1.02;

  public final double[][][] w;
  public final double[][] b;
  public final double[][][] a;
  public final double[][][] dw;
  public final double[][] db;
  private final ArticleNetwork exact;

  /** Both networks start from the same weights, but for a relative error of each. */
  public ErrorBounds(ArticleNetwork exact, double relativeError) {
    this.exact = exact;
    int layers = exact.layers;
    w = new double[layers + 1][][];
    b = new double[layers + 1][];
    a = new double[layers + 1][][];
    dw = new double[layers + 1][][];
    db = new double[layers + 1][];
    for (int layer = 1; layer <= layers; layer++) {
      w[layer] = scaledMagnitudes(exact.w[layer], relativeError);
      b[layer] = new double[exact.b[layer].length];
    }
  }

  /** Bounds for {@link ArticleNetwork#forward}, which must have been called. */
  public void forward() {
    a[0] = new double[exact.a[0].length][exact.a[0][0].length];
    for (int layer = 1; layer <= exact.layers; layer++) {
      double[][] z = products(exact.w[layer], w[layer], exact.a[layer - 1], a[layer - 1], 3);
      double[][] activation = exact.a[layer];
      for (int row = 0; row < z.length; row++) {
        for (int sample = 0; sample < z[row].length; sample++) {
          z[row][sample] += b[layer][row] + 2 * U * Math.abs(exact.b[layer][row]);
        }
      }
      a[layer] = layer < exact.layers ? sigmoid(activation, z) : softmax(layer, z);
    }
  }

  /** The bound of {@link ArticleNetwork#cost}. */
  public double cost(int[] labels) {
    double sum = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      double p = exact.a[exact.layers][labels[sample]][sample] + 1e-8;
      double error = a[exact.layers][labels[sample]][sample] + 2 * U * p;
      sum += error / (p - error) + 2 * U * Math.abs(Math.log(p));
    }
    return SLACK * sum / labels.length / exact.a[exact.layers].length;
  }

  /** Bounds for {@link ArticleNetwork#backward}, which must have been called. */
  public void backward() {
    int layers = exact.layers;
    double[][] dz = new double[exact.dz[layers].length][];
    for (int row = 0; row < dz.length; row++) {
      dz[row] = a[layers][row].clone();
      for (int sample = 0; sample < dz[row].length; sample++) {
        dz[row][sample] += U * Math.abs(exact.dz[layers][row][sample]);
      }
    }
    for (int layer = layers; layer >= 1; layer--) {
      int samples = dz[0].length;
      dw[layer] =
          products(
              exact.dz[layer],
              dz,
              ArticleNetwork.transposed(exact.a[layer - 1]),
              ArticleNetwork.transposed(a[layer - 1]),
              8);
      db[layer] = new double[dz.length];
      for (int row = 0; row < dz.length; row++) {
        for (int column = 0; column < dw[layer][row].length; column++) {
          dw[layer][row][column] /= samples;
        }
        for (int sample = 0; sample < samples; sample++) {
          double term = Math.abs(exact.dz[layer][row][sample]);
          db[layer][row] += (dz[row][sample] + samples * U * term) / samples;
        }
      }
      if (layer > 1) {
        double[][] wT = ArticleNetwork.transposed(exact.w[layer]);
        double[][] da = products(wT, ArticleNetwork.transposed(w[layer]), exact.dz[layer], dz, 1);
        dz = sigmoidGradient(layer, ArticleNetwork.product(wT, exact.dz[layer]), da);
      }
    }
  }

  /**
   * The 2-norm over all parameters of the bounds of one step, which {@link ArticleNetwork#update}
   * must not have done yet: the gradient's error and two roundings of lr/n·g, and one of the
   * result.
   */
  public double step(double learningRate) {
    double squares = 0;
    for (int layer = 1; layer <= exact.layers; layer++) {
      for (int row = 0; row < w[layer].length; row++) {
        for (int column = 0; column < w[layer][row].length; column++) {
          double g = dw[layer][row][column] + 2 * U * Math.abs(exact.dw[layer][row][column]);
          double error = learningRate * g + U * Math.abs(exact.w[layer][row][column]);
          squares += error * error;
        }
        double g = db[layer][row] + 2 * U * Math.abs(exact.db[layer][row]);
        double error = learningRate * g + U * Math.abs(exact.b[layer][row]);
        squares += error * error;
      }
    }
    return SLACK * Math.sqrt(squares);
  }

  /** Bound of left·right for one chain of fma, with so many further roundings of each term. */
  private static double[][] products(
      double[][] left, double[][] leftError, double[][] right, double[][] rightError, int further) {
    double roundings = (right.length + further) * U;
    double[][] result = new double[left.length][right[0].length];
    for (int row = 0; row < left.length; row++) {
      for (int k = 0; k < right.length; k++) {
        double l = Math.abs(left[row][k]);
        double e = leftError[row][k];
        for (int column = 0; column < right[0].length; column++) {
          double r = Math.abs(right[k][column]);
          result[row][column] += SLACK * (roundings * l * r + l * rightError[k][column] + e * r);
        }
      }
    }
    return result;
  }

  /** a = 1/(1 + exp(−z)): |∂a/∂z| = a(1 − a); exp 2u, sum u, quotient u. */
  private static double[][] sigmoid(double[][] activation, double[][] z) {
    for (int row = 0; row < z.length; row++) {
      for (int sample = 0; sample < z[row].length; sample++) {
        double value = activation[row][sample];
        z[row][sample] = SLACK * (value * (1 - value) * (z[row][sample] + 2 * U) + 2 * U * value);
      }
    }
    return z;
  }

  /**
   * p = exp(z − max)/Σ: a change of all z by at most D changes p by at most the factor exp(±2D). D
   * is the largest error of z − max, its rounding and that of exp; the sum adds one rounding per
   * class.
   */
  private double[][] softmax(int layer, double[][] z) {
    int classes = z.length;
    for (int sample = 0; sample < z[0].length; sample++) {
      double largest = 0;
      double least = 1;
      for (int row = 0; row < classes; row++) {
        largest = Math.max(largest, z[row][sample]);
        least = Math.min(least, exact.a[layer][row][sample]);
      }
      double spread = -Math.log(least);
      double relative = 2 * (largest + U * spread + 2 * U) + (classes + 2) * U;
      for (int row = 0; row < classes; row++) {
        z[row][sample] = SLACK * relative * exact.a[layer][row][sample];
      }
    }
    return z;
  }

  /** dz = dA·(a(1 − a)): |∂/∂a a(1 − a)| = |1 − 2a|; three roundings. */
  private double[][] sigmoidGradient(int layer, double[][] da, double[][] daError) {
    for (int row = 0; row < da.length; row++) {
      for (int sample = 0; sample < da[row].length; sample++) {
        double value = exact.a[layer - 1][row][sample];
        double error = a[layer - 1][row][sample];
        double slope = value * (1 - value);
        double slopeError = Math.abs(1 - 2 * value) * error + error * error + 3 * U * slope;
        daError[row][sample] =
            SLACK * (slope * daError[row][sample] + slopeError * Math.abs(da[row][sample]));
      }
    }
    return daError;
  }

  private static double[][] scaledMagnitudes(double[][] matrix, double factor) {
    double[][] result = new double[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      result[row] = matrix[row].clone();
      for (int column = 0; column < result[row].length; column++) {
        result[row][column] = factor * Math.abs(result[row][column]);
      }
    }
    return result;
  }
}
