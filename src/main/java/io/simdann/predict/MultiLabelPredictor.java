package io.simdann.predict;

/**
 * The probabilities of the labels of single samples, or of a few, in microseconds and without
 * allocation. It holds buffers, so <b>it belongs to one thread</b>; a {@link MultiLabelClassifier}
 * makes one for each. Samples are as for a {@link Predictor}, and so is what is to be known of the
 * first predictions. Results are those of the classifier, bit for bit.
 */
public final class MultiLabelPredictor {
  private final SampleInference inference;

  MultiLabelPredictor(Inference inference) {
    this.inference = new SampleInference(inference);
  }

  /**
   * The probability of each label, for one sample or several.
   *
   * @param features samples × features, one sample after the other
   * @param probabilities overwritten with samples × labels, the labels in the order of {@code
   *     network().outputNames()}; NaN where a feature is
   * @throws IllegalArgumentException if the arrays aren't of as many samples
   */
  public void probabilities(float[] features, float[] probabilities) {
    inference.run(features, samples(features.length, probabilities.length), probabilities);
  }

  /**
   * The probability of each label, for one sample or several.
   *
   * @param features samples × features, unsigned, one sample after the other
   * @param probabilities overwritten with samples × labels, the labels in the order of {@code
   *     network().outputNames()}
   * @throws IllegalArgumentException if the arrays aren't of as many samples
   */
  public void probabilities(byte[] features, float[] probabilities) {
    inference.run(features, samples(features.length, probabilities.length), probabilities);
  }

  private int samples(int features, int probabilities) {
    return inference.samples(features, probabilities, inference.outputs(), "probabilities");
  }

  /**
   * Shows what it predicts with.
   *
   * @return for example {@code MultiLabelPredictor[8-100-5]}
   */
  @Override
  public String toString() {
    return inference.toString("MultiLabelPredictor");
  }
}
