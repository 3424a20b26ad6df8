package io.simdann.predict;

import io.simdann.data.NotFiniteException;
import io.simdann.nn.Network;
import java.util.List;

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
  private final SampleInference inference;
  private final boolean binary;
  private final int classes;
  private final List<String> classNames;
  private final float[] ofOne;

  Predictor(Inference inference) {
    Network network = inference.network();
    this.inference = new SampleInference(inference);
    this.binary = network.spec().isBinary();
    this.classes = network.spec().classes();
    this.classNames = network.classNames();
    this.ofOne = new float[network.spec().outputs()];
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
    inference.requireOne(features.length);
    inference.run(features, 1, ofOne);
    if (Float.isNaN(ofOne[0])) {
      throw NotFiniteException.ofPrediction(SampleInference.SAMPLE, features, 0, features.length);
    }
    return classNames.get(best());
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
    inference.requireOne(features.length);
    inference.run(features, 1, ofOne);
    if (Float.isNaN(ofOne[0])) {
      throw NotFiniteException.ofPrediction(SampleInference.SAMPLE);
    }
    return classNames.get(best());
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
    int samples = samples(features.length, probabilities.length);
    inference.run(features, samples, probabilities);
    expand(probabilities, samples);
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
    int samples = samples(features.length, probabilities.length);
    inference.run(features, samples, probabilities);
    expand(probabilities, samples);
  }

  private int best() {
    return binary
        ? BinaryOutput.classOf(ofOne[0])
        : Classifier.mostProbable(ofOne, 0, ofOne.length);
  }

  private int samples(int features, int probabilities) {
    return inference.samples(features, probabilities, classes, "probabilities");
  }

  private void expand(float[] probabilities, int samples) {
    if (binary) {
      BinaryOutput.expand(probabilities, 0, samples, probabilities, 0);
    }
  }

  /**
   * Shows what it predicts with.
   *
   * @return for example {@code Predictor[784-50-10]}
   */
  @Override
  public String toString() {
    return inference.toString("Predictor");
  }
}
