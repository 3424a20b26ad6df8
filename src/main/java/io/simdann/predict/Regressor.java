package io.simdann.predict;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatTargets;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.parallel.WorkerTeam;
import java.util.Locale;

/**
 * A trained network that predicts numbers, one or more for each sample: what its outputs are, which
 * is exp(z) for the loss {@code poisson}. Its parameters are copied when it is made; it can be used
 * by any number of threads, and shares large batches with others as a {@link Classifier} does. For
 * single samples, where microseconds and garbage count, see {@link #newPredictor}.
 */
public final class Regressor {
  /** Predictions that are held at a time when errors are summed: 16 MB, or those of one sample. */
  private static final int PART_FLOATS = 1 << 22;

  private final Inference inference;
  private final int outputs;

  /**
   * A regressor on the best kernels and all processors.
   *
   * @param network the trained network
   * @throws IllegalArgumentException if it is too large to predict with, of some 2²⁷ units or more,
   *     has an activation or a loss without kernels, or doesn't predict numbers
   */
  public Regressor(Network network) {
    this(network, WorkerTeam.defaultThreads());
  }

  /**
   * A regressor on the best kernels and a number of threads.
   *
   * @param network the trained network
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, of some 2²⁷ units or more, has an activation or a loss without kernels, or
   *     doesn't predict numbers
   */
  public Regressor(Network network, int threads) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST), threads);
  }

  /**
   * A regressor on given kernels and a number of threads.
   *
   * @param network the trained network
   * @param kernels the kernel set
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, or doesn't predict numbers
   * @hidden internal
   */
  public Regressor(Network network, Kernels kernels, int threads) {
    this.inference = new Inference(network, NetworkKind.NUMBERS, kernels, threads);
    this.outputs = network.spec().outputs();
  }

  /**
   * The trained network.
   *
   * @return this regressor's own copy, not to be changed
   */
  public Network network() {
    return inference.network();
  }

  /**
   * Makes what predicts single samples without allocation.
   *
   * @return a new object, for one thread
   */
  public RegressionPredictor newPredictor() {
    return new RegressionPredictor(inference);
  }

  /**
   * The predicted numbers.
   *
   * @param features the samples; where a feature is NaN, or features are so large that they
   *     overflow, the sample's predictions are NaN or infinite
   * @return outputs × samples: one column per sample, in the order of {@code
   *     network().outputNames()}
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     predictions don't fit an array
   */
  public Matrix predictions(Features features) {
    return predictions(features, 0, features.samples());
  }

  /**
   * The predicted numbers for some of the samples: those of very many are computed part by part.
   *
   * @param features the samples, as in {@link #predictions(Features)}
   * @param from the first sample that is wanted
   * @param count how many are wanted, 1 or more
   * @return outputs × count: one column per sample
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     predictions don't fit an array
   * @throws IndexOutOfBoundsException if there are no such samples
   */
  public Matrix predictions(Features features, int from, int count) {
    return inference.outputs(features, from, count, "predictions");
  }

  /**
   * The predicted number of each sample, of a network that predicts one.
   *
   * @param features the samples
   * @return one number per sample
   * @throws IllegalArgumentException if the network predicts several numbers, or the number of
   *     features is not its
   * @throws NotFiniteException if a prediction is NaN or infinite, since a feature is, or features
   *     are so large that they overflow; the first such sample is named
   */
  public float[] predict(Features features) {
    requireOneOutput(outputs);
    Matrix predictions = predictions(features);
    requireFinite(features, 0, predictions);
    return predictions.data();
  }

  /** Refuses networks of several outputs. */
  static void requireOneOutput(int outputs) {
    if (outputs != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network predicts %d numbers for each sample, expected one: see predictions",
              outputs));
    }
  }

  /** Refuses predictions that are NaN or infinite, of samples from the first on. */
  private void requireFinite(Features features, int first, Matrix predictions) {
    float[] values = predictions.data();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        int sample = first + i / outputs;
        throw Inference.undefined(features, sample, "sample " + sample, whatIs(values[i]));
      }
    }
  }

  static String whatIs(float prediction) {
    return "its prediction is " + prediction;
  }

  /**
   * R², the part of the targets' variance that is predicted: 1 − Σ(y − p)² / Σ(y − mean of y)² of
   * each output, and the mean of that over the outputs, as scikit-learn's {@code r2_score} defines
   * it. An output whose targets are all the same counts as 1 if all predictions are right, else as
   * 0.
   *
   * @param data samples with their targets
   * @return at most 1; 0 is what the targets' mean achieves; NaN for a single sample
   * @throws IllegalArgumentException if the number of features is not the network's, or targets
   *     aren't numbers of the names of {@code network().outputNames()}, in their order
   * @throws NotFiniteException as {@link #predict} does
   */
  public double r2(DataSet data) {
    return errors(data).r2();
  }

  /**
   * The mean of |y − p| over samples and outputs.
   *
   * @param data samples with their targets
   * @return 0 or more
   * @throws IllegalArgumentException as {@link #r2} does
   * @throws NotFiniteException as {@link #predict} does
   */
  public double meanAbsoluteError(DataSet data) {
    return errors(data).meanAbsolute();
  }

  /**
   * The mean of (y − p)² over samples and outputs.
   *
   * @param data samples with their targets
   * @return 0 or more
   * @throws IllegalArgumentException as {@link #r2} does
   * @throws NotFiniteException as {@link #predict} does
   */
  public double meanSquaredError(DataSet data) {
    return errors(data).meanSquared();
  }

  private RegressionErrors errors(DataSet data) {
    FloatTargets targets = data.numbers();
    Inference.requireNames(targets, network());
    Features features = data.features();
    RegressionErrors errors = new RegressionErrors(targets);
    int most = Math.max(1, PART_FLOATS / outputs);
    for (int first = 0; first < data.samples(); first += most) {
      int count = Math.min(most, data.samples() - first);
      Matrix part = predictions(features, first, count);
      requireFinite(features, first, part);
      errors.add(part.data());
    }
    return errors;
  }

  /**
   * Shows the layer sizes and what computes.
   *
   * @return for example {@code Regressor[8-100-1, vector-512 kernels, 2 threads]}
   */
  @Override
  public String toString() {
    return inference.toString("Regressor");
  }
}
