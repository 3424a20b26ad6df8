package io.simdann.nn;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The article's network in float64, step by step as its NumPy program goes, one loop per formula.
 * What the float32 network is validated against.
 *
 * <p>Arrays are [row][column]: W [outputs][inputs], A [units][samples].
 */
public final class ArticleNetwork {
  public final int layers;
  public final double[][][] w;
  public final double[][] b;
  public final double[][][] a;
  public final double[][][] dw;
  public final double[][] db;
  public final double[][][] dz;

  public ArticleNetwork(double[][][] initialW) {
    layers = initialW.length;
    w = new double[layers + 1][][];
    b = new double[layers + 1][];
    a = new double[layers + 1][][];
    dw = new double[layers + 1][][];
    db = new double[layers + 1][];
    dz = new double[layers + 1][][];
    for (int layer = 1; layer <= layers; layer++) {
      w[layer] = new double[initialW[layer - 1].length][];
      for (int row = 0; row < w[layer].length; row++) {
        w[layer][row] = initialW[layer - 1][row].clone();
      }
      b[layer] = new double[w[layer].length];
    }
  }

  /** The network of Simdann's flat parameters. */
  public static ArticleNetwork of(NetworkSpec spec, float[] parameters) {
    double[][][] w = new double[spec.layers()][][];
    for (int layer = 1; layer <= w.length; layer++) {
      int outputs = spec.size(layer);
      w[layer - 1] = new double[outputs][spec.size(layer - 1)];
      for (int row = 0; row < outputs; row++) {
        for (int column = 0; column < w[layer - 1][row].length; column++) {
          w[layer - 1][row][column] = parameters[spec.weightOffset(layer) + column * outputs + row];
        }
      }
    }
    ArticleNetwork network = new ArticleNetwork(w);
    for (int layer = 1; layer <= network.layers; layer++) {
      for (int row = 0; row < network.b[layer].length; row++) {
        network.b[layer][row] = parameters[spec.biasOffset(layer) + row];
      }
    }
    return network;
  }

  /** All weights and biases, in any fixed order. */
  double[] flatParameters() {
    return flat(w, b);
  }

  /** The gradient, in the same order. */
  double[] flatGradient() {
    return flat(dw, db);
  }

  /** Adds to all weights and biases, in the same order. */
  void add(double[] change, double factor) {
    int next = 0;
    for (int layer = 1; layer <= layers; layer++) {
      for (double[] row : w[layer]) {
        for (int column = 0; column < row.length; column++) {
          row[column] += factor * change[next++];
        }
      }
      for (int row = 0; row < b[layer].length; row++) {
        b[layer][row] += factor * change[next++];
      }
    }
  }

  private double[] flat(double[][][] matrices, double[][] vectors) {
    DoubleStream.Builder all = DoubleStream.builder();
    for (int layer = 1; layer <= layers; layer++) {
      for (double[] row : matrices[layer]) {
        Arrays.stream(row).forEach(all);
      }
      Arrays.stream(vectors[layer]).forEach(all);
    }
    return all.build().toArray();
  }

  /** Fills {@link #a}; x is [features][samples]. */
  public void forward(double[][] x) {
    a[0] = x;
    for (int layer = 1; layer <= layers; layer++) {
      double[][] z = product(w[layer], a[layer - 1]);
      for (int row = 0; row < z.length; row++) {
        for (int sample = 0; sample < z[row].length; sample++) {
          z[row][sample] += b[layer][row];
        }
      }
      a[layer] = layer < layers ? sigmoid(z) : softmax(z);
    }
  }

  /** −mean(Y·log(A + 1e-8)) over samples and classes. */
  public double cost(int[] labels) {
    double sum = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      sum -= Math.log(a[layers][labels[sample]][sample] + 1e-8);
    }
    return sum / labels.length / a[layers].length;
  }

  /** The cross-entropy whose gradient {@link #backward} computes: the mean over samples alone. */
  public double crossEntropy(int[] labels) {
    double sum = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      sum -= Math.log(a[layers][labels[sample]][sample]);
    }
    return sum / labels.length;
  }

  /** Fills {@link #dz}, {@link #dw} and {@link #db}. */
  public void backward(int[] labels) {
    int samples = labels.length;
    double[][] delta = new double[a[layers].length][];
    for (int row = 0; row < delta.length; row++) {
      delta[row] = a[layers][row].clone();
      for (int sample = 0; sample < samples; sample++) {
        delta[row][sample] -= labels[sample] == row ? 1 : 0;
      }
    }
    for (int layer = layers; layer >= 1; layer--) {
      dz[layer] = delta;
      dw[layer] = new double[w[layer].length][w[layer][0].length];
      db[layer] = new double[w[layer].length];
      for (int row = 0; row < w[layer].length; row++) {
        for (int column = 0; column < w[layer][0].length; column++) {
          double sum = 0;
          for (int sample = 0; sample < samples; sample++) {
            sum += delta[row][sample] * a[layer - 1][column][sample];
          }
          dw[layer][row][column] = sum / samples;
        }
        double sum = 0;
        for (int sample = 0; sample < samples; sample++) {
          sum += delta[row][sample];
        }
        db[layer][row] = sum / samples;
      }
      if (layer > 1) {
        double[][] da = product(transposed(w[layer]), delta);
        for (int row = 0; row < da.length; row++) {
          for (int sample = 0; sample < samples; sample++) {
            double activation = a[layer - 1][row][sample];
            da[row][sample] *= activation * (1 - activation);
          }
        }
        delta = da;
      }
    }
  }

  /** W ← W − lr·dW, b ← b − lr·db. */
  public void update(double learningRate) {
    for (int layer = 1; layer <= layers; layer++) {
      for (int row = 0; row < w[layer].length; row++) {
        for (int column = 0; column < w[layer][row].length; column++) {
          w[layer][row][column] -= learningRate * dw[layer][row][column];
        }
        b[layer][row] -= learningRate * db[layer][row];
      }
    }
  }

  static double[][] product(double[][] left, double[][] right) {
    double[][] result = new double[left.length][right[0].length];
    for (int row = 0; row < left.length; row++) {
      for (int k = 0; k < right.length; k++) {
        for (int column = 0; column < right[0].length; column++) {
          result[row][column] += left[row][k] * right[k][column];
        }
      }
    }
    return result;
  }

  static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[0].length; column++) {
        result[column][row] = matrix[row][column];
      }
    }
    return result;
  }

  private static double[][] sigmoid(double[][] z) {
    for (double[] row : z) {
      for (int sample = 0; sample < row.length; sample++) {
        row[sample] = 1 / (1 + Math.exp(-row[sample]));
      }
    }
    return z;
  }

  private static double[][] softmax(double[][] z) {
    for (int sample = 0; sample < z[0].length; sample++) {
      double max = Double.NEGATIVE_INFINITY;
      for (double[] row : z) {
        max = Math.max(max, row[sample]);
      }
      double sum = 0;
      for (double[] row : z) {
        row[sample] = Math.exp(row[sample] - max);
        sum += row[sample];
      }
      for (double[] row : z) {
        row[sample] /= sum;
      }
    }
    return z;
  }
}
