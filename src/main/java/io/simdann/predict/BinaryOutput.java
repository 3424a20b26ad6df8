package io.simdann.predict;

/** The output that stands for two classes: the probability of the second one. */
final class BinaryOutput {
  private static final float HALF = 0.5f;

  private BinaryOutput() {}

  /** The more probable class: 0 or 1; of equally probable ones the first. */
  static int classOf(float output) {
    return output > HALF ? 1 : 0;
  }

  /**
   * The probabilities of both classes.
   *
   * @param outputs one output p per sample
   * @param from the first of them
   * @param samples how many
   * @param probabilities overwritten with 1 − p and p for each sample; may be {@code outputs} if
   *     they begin at the same index
   * @param to the first of them
   */
  static void expand(float[] outputs, int from, int samples, float[] probabilities, int to) {
    // Backwards, so that none is overwritten before it is read.
    for (int sample = samples - 1; sample >= 0; sample--) {
      float second = outputs[from + sample];
      probabilities[to + 2 * sample + 1] = second;
      probabilities[to + 2 * sample] = 1f - second;
    }
  }
}
