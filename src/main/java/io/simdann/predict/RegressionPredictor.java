package io.simdann.predict;

import io.simdann.data.NotFiniteException;

/**
 * Predicts the numbers of single samples, or of a few, in microseconds and without allocation. It
 * holds buffers, so <b>it belongs to one thread</b>; a {@link Regressor} makes one for each, at the
 * cost of a few hundred kilobytes or less.
 *
 * <p>Samples are arrays of features: floats as they are, or unsigned bytes of which each means
 * byte/255. Results are those of the regressor, bit for bit. About the first predictions see {@link
 * Predictor}.
 */
public final class RegressionPredictor {
  private final SampleInference inference;
  private final float[] ofOne;

  RegressionPredictor(Inference inference) {
    this.inference = new SampleInference(inference);
    this.ofOne = new float[this.inference.outputs()];
  }

  /**
   * The predicted number of a sample, of a network that predicts one.
   *
   * @param features its features
   * @return the number
   * @throws IllegalArgumentException if the network predicts several numbers, or the number of
   *     features is not its
   * @throws NotFiniteException if the prediction is NaN or infinite, since a feature is, or
   *     features are so large that they overflow
   */
  public float predict(float[] features) {
    Regressor.requireOneOutput(ofOne.length);
    inference.requireOne(features.length);
    inference.run(features, 1, ofOne);
    if (!Float.isFinite(ofOne[0])) {
      throw NotFiniteException.ofPrediction(
          SampleInference.SAMPLE, Regressor.whatIs(ofOne[0]), features, 0, features.length);
    }
    return ofOne[0];
  }

  /**
   * The predicted number of a sample, of a network that predicts one.
   *
   * @param features its features, unsigned
   * @return the number
   * @throws IllegalArgumentException if the network predicts several numbers, or the number of
   *     features is not its
   * @throws NotFiniteException if the prediction is NaN or infinite, since the network's parameters
   *     are not finite or too large
   */
  public float predict(byte[] features) {
    Regressor.requireOneOutput(ofOne.length);
    inference.requireOne(features.length);
    inference.run(features, 1, ofOne);
    if (!Float.isFinite(ofOne[0])) {
      throw NotFiniteException.ofPrediction(SampleInference.SAMPLE, Regressor.whatIs(ofOne[0]));
    }
    return ofOne[0];
  }

  /**
   * The predicted numbers, for one sample or several.
   *
   * @param features samples × features, one sample after the other
   * @param predictions overwritten with samples × outputs, the outputs in the order of {@code
   *     network().outputNames()}; NaN or infinite as in {@link Regressor#predictions}
   * @throws IllegalArgumentException if the arrays aren't of as many samples
   */
  public void predictions(float[] features, float[] predictions) {
    inference.run(features, samples(features.length, predictions.length), predictions);
  }

  /**
   * The predicted numbers, for one sample or several.
   *
   * @param features samples × features, unsigned, one sample after the other
   * @param predictions overwritten with samples × outputs, the outputs in the order of {@code
   *     network().outputNames()}
   * @throws IllegalArgumentException if the arrays aren't of as many samples
   */
  public void predictions(byte[] features, float[] predictions) {
    inference.run(features, samples(features.length, predictions.length), predictions);
  }

  private int samples(int features, int predictions) {
    return inference.samples(features, predictions, ofOne.length, "predictions");
  }

  /**
   * Shows what it predicts with.
   *
   * @return for example {@code RegressionPredictor[8-100-1]}
   */
  @Override
  public String toString() {
    return inference.toString("RegressionPredictor");
  }
}
