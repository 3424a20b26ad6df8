package io.simdann.predict;

import io.simdann.data.NotFiniteException;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import java.util.List;
import java.util.Locale;

/**
 * Predicts single samples, or a few, in microseconds and without allocation. It holds buffers, so
 * <b>it belongs to one thread</b>; a {@link Classifier} makes one for each, at the cost of a few
 * hundred kilobytes or less.
 *
 * <p>Samples are arrays of features: floats as they are, or unsigned bytes of which each means
 * byte/255. Results are those of the classifier, bit for bit. A NaN among the features of a sample
 * makes all its probabilities NaN; such a sample has no label, and {@link #predict(float[])}
 * throws.
 *
 * <p>Code is slow until the JIT compiler has compiled it. Where the first predictions have to be
 * fast, make some 20,000 of any samples beforehand, bytes or floats as in earnest: that takes about
 * a second.
 */
public final class Predictor {
  private static final int TILE = Kernels.LANES;

  /** What messages call a sample that is alone. */
  private static final String SAMPLE = "sample 0";

  private final Classifier classifier;
  private final int inputs;
  private final int outputs;
  private final List<String> classNames;
  private final ForwardPass pass;
  private final float[] ofOne;

  Predictor(Classifier classifier, Kernels kernels) {
    NetworkSpec spec = classifier.network().spec();
    this.classifier = classifier;
    this.inputs = spec.inputs();
    this.outputs = spec.outputs();
    this.classNames = classifier.network().classNames();
    this.pass = new ForwardPass(spec, kernels, CpuFacts.here(), TILE);
    this.ofOne = new float[outputs];
  }

  /**
   * The most probable class of a sample; of equally probable ones the first.
   *
   * @param features its features
   * @return its name
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws NotFiniteException if the probabilities are NaN, since a feature is, or features are so
   *     large that they overflow
   */
  public String predict(float[] features) {
    requireOne(features.length);
    run(features, 1, ofOne);
    int best = Classifier.mostProbable(ofOne, 0, outputs);
    if (Float.isNaN(ofOne[best])) {
      throw NotFiniteException.ofPrediction(SAMPLE, features, 0, inputs);
    }
    return classNames.get(best);
  }

  /**
   * The most probable class of a sample; of equally probable ones the first.
   *
   * @param features its features, unsigned
   * @return its name
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws NotFiniteException if the probabilities are NaN, since the network's parameters are not
   *     finite or too large
   */
  public String predict(byte[] features) {
    requireOne(features.length);
    run(features, 1, ofOne);
    int best = Classifier.mostProbable(ofOne, 0, outputs);
    if (Float.isNaN(ofOne[best])) {
      throw NotFiniteException.ofPrediction(SAMPLE);
    }
    return classNames.get(best);
  }

  /**
   * The probability of each class, for one sample or several.
   *
   * @param features samples × features, one sample after the other
   * @param probabilities overwritten with samples × classes, the classes in the order of {@code
   *     network().classNames()}
   * @throws IllegalArgumentException if the arrays aren't of as many samples
   */
  public void probabilities(float[] features, float[] probabilities) {
    run(features, samples(features.length, probabilities.length), probabilities);
  }

  /**
   * The probability of each class, for one sample or several.
   *
   * @param features samples × features, unsigned, one sample after the other
   * @param probabilities overwritten with samples × classes, the classes in the order of {@code
   *     network().classNames()}
   * @throws IllegalArgumentException if the arrays aren't of as many samples
   */
  public void probabilities(byte[] features, float[] probabilities) {
    run(features, samples(features.length, probabilities.length), probabilities);
  }

  private void run(byte[] features, int samples, float[] probabilities) {
    InferenceWeights weights = classifier.byteWeights();
    for (int first = 0; first < samples; first += TILE) {
      int count = Math.min(TILE, samples - first);
      pass.take(features, first * inputs, count);
      pass.run(weights, count, probabilities, first * outputs);
    }
  }

  private void run(float[] features, int samples, float[] probabilities) {
    InferenceWeights weights = classifier.floatWeights();
    for (int first = 0; first < samples; first += TILE) {
      int count = Math.min(TILE, samples - first);
      pass.take(features, first * inputs);
      pass.run(weights, count, probabilities, first * outputs);
    }
  }

  private void requireOne(int features) {
    if (features != inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a sample has %d features, expected the network's %d",
              features,
              inputs));
    }
  }

  private int samples(int features, int probabilities) {
    int samples = features / inputs;
    if (features % inputs != 0 || (long) samples * outputs != probabilities) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d features and %d probabilities, expected %d and %d for each sample",
              features,
              probabilities,
              inputs,
              outputs));
    }
    return samples;
  }

  /**
   * Shows what it predicts with.
   *
   * @return for example {@code Predictor[784-50-10]}
   */
  @Override
  public String toString() {
    return "Predictor[" + classifier.network().spec() + "]";
  }
}
