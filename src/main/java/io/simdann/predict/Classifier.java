package io.simdann.predict;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.Labels;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.parallel.WorkerTeam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A trained network that predicts classes: by a softmax with an output for each, or by one sigmoid
 * output for two, which is the probability of the second; either way there is a probability for
 * each class. Its parameters are copied when it is made; it can be used by any number of threads.
 * For single samples, where microseconds and garbage count, see {@link #newPredictor}.
 *
 * <p>Small batches are processed by the calling thread. Larger ones are shared with threads of the
 * common {@link java.util.concurrent.ForkJoinPool}, so a classifier has no threads of its own and
 * needn't be closed. It waits for none of them that hasn't begun: where the pool's threads are busy
 * or blocked, the calling thread does all the work. The number of threads changes no bit of the
 * result.
 */
public final class Classifier {
  private static final String NAN = "its probabilities are NaN";

  private final Inference inference;
  private final boolean binary;
  private final int classes;

  /**
   * A classifier on the best kernels and all processors.
   *
   * @param network the trained network
   * @throws IllegalArgumentException if it is too large to predict with, of some 2²⁷ units or more,
   *     or has an activation or a loss without kernels, or it doesn't predict classes
   */
  public Classifier(Network network) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST));
  }

  /**
   * A classifier on the best kernels and a number of threads.
   *
   * @param network the trained network
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, of some 2²⁷ units or more, or has an activation or a loss without kernels,
   *     or it doesn't predict classes
   */
  public Classifier(Network network, int threads) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST), threads);
  }

  /**
   * A classifier on given kernels and all processors.
   *
   * @param network the trained network
   * @param kernels the kernel set
   * @throws IllegalArgumentException if it is too large to predict with, of some 2²⁷ units or more
   * @hidden internal
   */
  public Classifier(Network network, Kernels kernels) {
    this(network, kernels, WorkerTeam.defaultThreads());
  }

  /**
   * A classifier on given kernels and a number of threads.
   *
   * @param network the trained network
   * @param kernels the kernel set
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, of some 2²⁷ units or more
   * @hidden internal
   */
  public Classifier(Network network, Kernels kernels, int threads) {
    this.inference = new Inference(network, NetworkKind.CLASSES, kernels, threads);
    this.binary = network.spec().isBinary();
    this.classes = network.spec().classes();
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
  public Predictor newPredictor() {
    return new Predictor(inference);
  }

  /**
   * The probability of each class.
   *
   * @param features the samples; where a feature is NaN, or features are so large that they
   *     overflow, the sample's probabilities are all NaN
   * @return classes × samples: one column per sample, which adds up to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     probabilities don't fit an array
   */
  public Matrix probabilities(Features features) {
    return probabilities(features, 0, features.samples());
  }

  /**
   * The probability of each class for some of the samples: those of very many samples, or for very
   * many classes, are computed part by part.
   *
   * @param features the samples, as in {@link #probabilities(Features)}
   * @param from the first sample that is wanted
   * @param count how many are wanted, 1 or more
   * @return classes × count: one column per sample, which adds up to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     probabilities don't fit an array
   * @throws IndexOutOfBoundsException if there are no such samples
   */
  public Matrix probabilities(Features features, int from, int count) {
    Objects.checkFromIndexSize(from, count, features.samples());
    float[] result =
        Inference.room("probabilities of " + classes + " classes", "probabilities", classes, count);
    inference.forEachTile(
        features,
        from,
        count,
        (outputs, first, taken) -> {
          int to = (first - from) * classes;
          if (binary) {
            BinaryOutput.expand(outputs, 0, taken, result, to);
          } else {
            System.arraycopy(outputs, 0, result, to, taken * classes);
          }
        });
    return Matrix.wrap(result, 0, classes, count, classes);
  }

  /**
   * The most probable class of each sample; of equally probable ones the first.
   *
   * @param features the samples
   * @return its name, for each sample
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws NotFiniteException if the probabilities of a sample are NaN, since a feature is, or
   *     features are so large that they overflow; the first such sample is named. An infinite
   *     feature that only saturates sigmoid units isn't noticed: see {@link
   *     NotFiniteException#requireFinite}
   */
  public String[] predict(Features features) {
    return names(classIndices(features));
  }

  /**
   * Which of two classes each sample is of, by a threshold: 0.5 is what {@link #predict(Features)}
   * does, less predicts the second class more often.
   *
   * @param features the samples
   * @param threshold the second class is predicted where its probability is greater than this; 0 to
   *     1
   * @return the name of the class, for each sample
   * @throws IllegalArgumentException if there are not two classes, the threshold is not from 0 to
   *     1, or the number of features is not the network's
   * @throws NotFiniteException as {@link #predict(Features)} does
   */
  public String[] predict(Features features, double threshold) {
    if (classes != 2) {
      throw new IllegalArgumentException(
          "a threshold is for two classes, but the network has " + classes);
    }
    Threshold.require(threshold);
    int second = binary ? 0 : 1;
    return names(classIndices(features, (of, from) -> of[from + second] > threshold ? 1 : 0));
  }

  private String[] names(int[] indices) {
    List<String> names = network().classNames();
    return Arrays.stream(indices).mapToObj(names::get).toArray(String[]::new);
  }

  /** Tells the class of a sample by its outputs. */
  @FunctionalInterface
  private interface Choice {
    int of(float[] outputs, int from);
  }

  private int[] classIndices(Features features) {
    return classIndices(
        features,
        binary
            ? (outputs, from) -> BinaryOutput.classOf(outputs[from])
            : (outputs, from) -> mostProbable(outputs, from, classes));
  }

  private int[] classIndices(Features features, Choice choice) {
    int[] indices = new int[features.samples()];
    inference.forEachDefinedSample(
        features, NAN, (outputs, from, sample) -> indices[sample] = choice.of(outputs, from));
    return indices;
  }

  /**
   * The most probable classes of each sample.
   *
   * @param features the samples
   * @param count how many classes for each sample, 1 to all
   * @return for each sample its classes with their probabilities, the most probable first; of
   *     equally probable ones the first in the order of {@code network().classNames()}
   * @throws IllegalArgumentException if there are not so many classes, or the number of features is
   *     not the network's
   * @throws NotFiniteException as {@link #predict(Features)} does
   */
  public List<List<ClassProbability>> topClasses(Features features, int count) {
    if (count < 1 || count > classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d top classes were asked for, expected 1 to %d", count, classes));
    }
    List<String> names = network().classNames();
    List<List<ClassProbability>> top =
        new ArrayList<>(Collections.nCopies(features.samples(), null));
    inference.forEachDefinedSample(
        features,
        NAN,
        (outputs, from, sample) -> {
          float[] probabilities = new float[classes];
          if (binary) {
            BinaryOutput.expand(outputs, from, 1, probabilities, 0);
          } else {
            System.arraycopy(outputs, from, probabilities, 0, classes);
          }
          top.set(sample, ClassProbability.top(names, probabilities, count));
        });
    return Collections.unmodifiableList(top);
  }

  /**
   * Why the probabilities of a sample are NaN.
   *
   * @param features the samples
   * @param sample the one that is meant
   * @return the exception, to be thrown
   */
  public static NotFiniteException undefined(Features features, int sample) {
    return undefined(features, sample, "sample " + sample);
  }

  /**
   * Why the probabilities of a sample are NaN.
   *
   * @param features the samples
   * @param sample the one that is meant
   * @param name what the message calls it
   * @return the exception, to be thrown
   */
  public static NotFiniteException undefined(Features features, int sample, String name) {
    return Inference.undefined(features, sample, name, NAN);
  }

  /**
   * The fraction of samples whose most probable class is their label.
   *
   * @param data samples with their labels
   * @return 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or targets
   *     aren't classes
   * @throws NotFiniteException as {@link #predict} does
   */
  public double accuracy(DataSet data) {
    Labels labels = data.labels();
    ClassNames known = ClassNames.of(network().classNames());
    int[] outputs = labels.names().stream().mapToInt(known::indexOf).toArray();
    int[] predicted = classIndices(data.features());
    int correct = 0;
    for (int sample = 0; sample < predicted.length; sample++) {
      if (predicted[sample] == outputs[labels.classIndices()[sample]]) {
        correct++;
      }
    }
    return correct / (double) data.samples();
  }

  /**
   * Shows the layer sizes and what computes.
   *
   * @return for example {@code Classifier[784-50-10, vector-512 kernels, 2 threads]}
   */
  @Override
  public String toString() {
    return inference.toString("Classifier");
  }

  /**
   * Refuses networks that don't predict classes.
   *
   * @param network any network
   * @throws IllegalArgumentException if it predicts numbers or labels; the message is fit for a
   *     user
   * @hidden internal
   */
  public static void requireClasses(Network network) {
    NetworkKind.CLASSES.require(network);
  }

  /**
   * The class that a sample is of by its probabilities.
   *
   * @param probabilities those of one or more samples
   * @param from the index of the sample's first one
   * @param classes how many it has
   * @return the class with the greatest, from 0; of equals the first; 0 if they are NaN
   */
  public static int mostProbable(float[] probabilities, int from, int classes) {
    int best = 0;
    for (int other = 1; other < classes; other++) {
      if (probabilities[from + other] > probabilities[from + best]) {
        best = other;
      }
    }
    return best;
  }
}
