package io.simdann.train;

/**
 * What is done with the mean gradient of a batch before the optimizer gets it, in this order: each
 * value is clipped, then all of them by their norm, and then the gradient of the penalties l2/2·Σw²
 * + l1·Σ|w| over the weights, without biases, is added.
 *
 * @param l1 the factor of Σ|w|, 0 for none
 * @param l2 the factor of Σw²/2, 0 for none
 * @param clipValue the largest magnitude of a gradient's value, infinite for any
 * @param clipNorm the largest 2-norm of the gradient over all parameters, infinite for any
 */
public record Regularization(double l1, double l2, double clipValue, double clipNorm) {

  /** Nothing is done. */
  public static final Regularization NONE =
      new Regularization(0, 0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Checks the numbers.
   *
   * @param l1 finite, 0 or more
   * @param l2 finite, 0 or more
   * @param clipValue greater than 0
   * @param clipNorm greater than 0
   * @throws IllegalArgumentException if one is anything else
   */
  public Regularization {
    Settings.L1.require(l1);
    Settings.L2.require(l2);
    Settings.CLIP_VALUE.require(clipValue);
    Settings.CLIP_NORM.require(clipNorm);
  }

  static Regularization of(SettingValues values) {
    return new Regularization(
        values.get(Settings.L1),
        values.get(Settings.L2),
        values.get(Settings.CLIP_VALUE),
        values.get(Settings.CLIP_NORM));
  }

  /** The settings. */
  SettingValues values() {
    return SettingValues.NONE
        .with(Settings.L1, l1)
        .with(Settings.L2, l2)
        .with(Settings.CLIP_VALUE, clipValue)
        .with(Settings.CLIP_NORM, clipNorm);
  }

  boolean clipsValues() {
    return Double.isFinite(clipValue);
  }

  boolean clipsNorm() {
    return Double.isFinite(clipNorm);
  }

  boolean penalizes() {
    return l1 > 0 || l2 > 0;
  }

  /** Whether the optimizer gets anything but the mean gradient. */
  boolean changesGradient() {
    return clipsValues() || clipsNorm() || penalizes();
  }
}
