package io.simdann.data;

import java.util.Arrays;
import java.util.Locale;

/**
 * How much each sample counts in training: a sample of weight 2 as much as two of weight 1, one of
 * weight 0 not at all. A weight is 0, or from {@value #LEAST} to {@value #MOST}, so that neither
 * sums of weights nor their reciprocals leave the range of floats.
 */
public final class SampleWeights {

  /** The least weight that isn't 0. */
  public static final float LEAST = 1e-20f;

  /** The greatest weight. */
  public static final float MOST = 1e20f;

  /** What a weight must be, for messages. */
  public static final String EXPECTED = "expected 0, or a number from " + LEAST + " to " + MOST;

  private final float[] values;

  private SampleWeights(float[] values) {
    this.values = values;
  }

  /**
   * Weights of samples.
   *
   * @param values one per sample; not copied
   * @return the weights
   * @throws IllegalArgumentException if there is none, one is NaN, negative or out of its range, or
   *     all are 0
   */
  public static SampleWeights of(float... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no weights, expected one per sample");
    }
    for (int sample = 0; sample < values.length; sample++) {
      if (!isWeight(values[sample])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "weight %s of sample %d, %s", values[sample], sample, EXPECTED));
      }
    }
    requirePositive(greatest(values));
    return new SampleWeights(values);
  }

  private static float greatest(float[] values) {
    float most = 0f;
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  /**
   * Checks that some sample counts.
   *
   * @param greatest the greatest weight of any sample
   * @throws IllegalArgumentException if it is 0
   * @hidden internal
   */
  public static void requirePositive(float greatest) {
    if (greatest == 0f) {
      throw new IllegalArgumentException(
          "all samples have weight 0, expected a greater one of at least one sample");
    }
  }

  /**
   * Whether a number can be a weight.
   *
   * @param value any number
   * @return true if it is 0 or in the range of weights
   * @hidden internal
   */
  public static boolean isWeight(float value) {
    return value == 0f || value >= LEAST && value <= MOST;
  }

  /**
   * The weight of a sample whose class has a weight, too.
   *
   * @param weight the sample's own
   * @param classWeight that of its class
   * @return their product, computed in float64 and rounded once
   * @throws IllegalArgumentException if it is out of the range of weights
   * @hidden internal
   */
  public static float product(float weight, double classWeight) {
    float product = (float) (weight * classWeight);
    if (!isWeight(product)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weight %s of a sample times weight %s of its class is %s, %s",
              weight,
              classWeight,
              product,
              EXPECTED));
    }
    return product;
  }

  /**
   * Weights of samples whose classes have weights.
   *
   * @param own each sample's own weight; null if that is 1
   * @param classes the class index of each sample
   * @param classWeights a finite number for each class, 0 or greater
   * @return the {@link #product} for each sample
   * @throws IllegalArgumentException if one is out of the range of weights
   * @hidden internal
   */
  public static float[] products(float[] own, int[] classes, double[] classWeights) {
    float[] products = new float[classes.length];
    for (int sample = 0; sample < products.length; sample++) {
      products[sample] = product(own == null ? 1f : own[sample], classWeights[classes[sample]]);
    }
    return products;
  }

  /**
   * Returns the number of samples.
   *
   * @return the number of weights, at least 1
   */
  public int samples() {
    return values.length;
  }

  /**
   * Returns the weights; the array itself, not a copy: it must not be changed.
   *
   * @return one per sample
   */
  public float[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleWeights that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "SampleWeights[%d samples]", values.length);
  }
}
