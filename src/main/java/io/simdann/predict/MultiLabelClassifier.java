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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A trained network that tells which of some labels apply to a sample: none, one, several or all.
 * Each output is a sigmoid, the probability of its label. The parameters are copied when it is
 * made; it can be used by any number of threads, and shares large batches with others as a {@link
 * Classifier} does. For single samples, where microseconds and garbage count, see {@link
 * #newPredictor}.
 */
public final class MultiLabelClassifier {
  private final Inference inference;
  private final int outputs;

  /**
   * A classifier on the best kernels and all processors.
   *
   * @param network the trained network
   * @throws IllegalArgumentException if it is too large to predict with, of some 2²⁷ units or more,
   *     has an activation or a loss without kernels, or doesn't predict labels
   */
  public MultiLabelClassifier(Network network) {
    this(network, WorkerTeam.defaultThreads());
  }

  /**
   * A classifier on the best kernels and a number of threads.
   *
   * @param network the trained network
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, of some 2²⁷ units or more, has an activation or a loss without kernels, or
   *     doesn't predict labels
   */
  public MultiLabelClassifier(Network network, int threads) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST), threads);
  }

  /**
   * A classifier on given kernels and a number of threads.
   *
   * @param network the trained network
   * @param kernels the kernel set
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, or doesn't predict labels
   * @hidden internal
   */
  public MultiLabelClassifier(Network network, Kernels kernels, int threads) {
    this.inference = new Inference(network, NetworkKind.LABELS, kernels, threads);
    this.outputs = network.spec().outputs();
  }

  /**
   * The trained network.
   *
   * @return this classifier's own copy, not to be changed
   */
  public Network network() {
    return inference.network();
  }

  /**
   * Makes what predicts single samples without allocation.
   *
   * @return a new object, for one thread
   */
  public MultiLabelPredictor newPredictor() {
    return new MultiLabelPredictor(inference);
  }

  /**
   * The probability of each label.
   *
   * @param features the samples; where a feature is NaN, the sample's probabilities are NaN
   * @return labels × samples: one column per sample, in the order of {@code
   *     network().outputNames()}, each value on its own from 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     probabilities don't fit an array
   */
  public Matrix probabilities(Features features) {
    return probabilities(features, 0, features.samples());
  }

  /**
   * The probability of each label for some of the samples: those of very many are computed part by
   * part.
   *
   * @param features the samples, as in {@link #probabilities(Features)}
   * @param from the first sample that is wanted
   * @param count how many are wanted, 1 or more
   * @return labels × count: one column per sample
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     probabilities don't fit an array
   * @throws IndexOutOfBoundsException if there are no such samples
   */
  public Matrix probabilities(Features features, int from, int count) {
    return inference.outputs(features, from, count, "probabilities");
  }

  /**
   * The labels that more probably apply to a sample than not.
   *
   * @param features the samples
   * @return their names for each sample, as {@link #labels(Features, double)} of 0.5
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws NotFiniteException as {@link #labels(Features, double)} does
   */
  public List<List<String>> labels(Features features) {
    return labels(features, Threshold.USUAL);
  }

  /**
   * The labels of each sample.
   *
   * @param features the samples
   * @param threshold a label is given where its probability is greater than this; 0 to 1
   * @return for each sample the names of its labels in the order of {@code
   *     network().outputNames()}, perhaps none
   * @throws IllegalArgumentException if the threshold is not from 0 to 1, or the number of features
   *     is not the network's
   * @throws NotFiniteException if a probability is NaN, since a feature is, or features are so
   *     large that they overflow; the first such sample is named
   */
  public List<List<String>> labels(Features features, double threshold) {
    Threshold.require(threshold);
    List<String> names = network().outputNames();
    List<List<String>> labels = new ArrayList<>(Collections.nCopies(features.samples(), null));
    inference.forEachDefinedSample(
        features,
        "a probability is NaN",
        (probabilities, from, sample) -> {
          List<String> applying = new ArrayList<>();
          for (int output = 0; output < outputs; output++) {
            if (probabilities[from + output] > threshold) {
              applying.add(names.get(output));
            }
          }
          labels.set(sample, List.copyOf(applying));
        });
    return Collections.unmodifiableList(labels);
  }

  /**
   * The fraction of samples all of whose labels are predicted, and no other, which is
   * scikit-learn's {@code accuracy_score} of multi-label targets.
   *
   * @param data samples with targets 0 or 1 for each label
   * @return 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or targets
   *     aren't of the names of {@code network().outputNames()}, in their order
   * @throws NotFiniteException as {@link #labels(Features, double)} does
   */
  public double accuracy(DataSet data) {
    FloatTargets targets = data.numbers();
    Inference.requireNames(targets, network());
    List<List<String>> labels = labels(data.features());
    int correct = 0;
    for (int sample = 0; sample < data.samples(); sample++) {
      correct += labels.get(sample).equals(applying(targets, sample)) ? 1 : 0;
    }
    return correct / (double) data.samples();
  }

  private static List<String> applying(FloatTargets targets, int sample) {
    List<String> applying = new ArrayList<>();
    for (int output = 0; output < targets.outputs(); output++) {
      float target = targets.values()[sample * targets.outputs() + output];
      if (target != 0 && target != 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "sample %d: target \"%s\" is %s, expected 0 or 1",
                sample,
                targets.names().get(output),
                target));
      }
      if (target == 1) {
        applying.add(targets.names().get(output));
      }
    }
    return applying;
  }

  /**
   * Shows the layer sizes and what computes.
   *
   * @return for example {@code MultiLabelClassifier[8-100-5, vector-512 kernels, 2 threads]}
   */
  @Override
  public String toString() {
    return inference.toString("MultiLabelClassifier");
  }
}
