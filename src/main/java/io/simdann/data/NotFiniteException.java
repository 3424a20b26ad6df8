package io.simdann.data;

import java.util.Locale;
import java.util.Optional;

/**
 * Samples that a network can't take: a feature is NaN or infinite, or features are so large that
 * sums of them overflow. The message is one line that names the sample and what is wrong with it.
 */
public final class NotFiniteException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** What is done about features that are too large, in words. */
  public static final String REMEDY =
      "scale the features, for example to 0 to 1, or to mean 0 and standard deviation 1";

  private static final String PROBABILITIES = "its probabilities are NaN";

  private NotFiniteException(String message) {
    super(message);
  }

  /**
   * Refuses samples one of whose features is NaN or infinite.
   *
   * @param features the samples
   * @throws NotFiniteException if there is such a feature: the first is named
   */
  public static void requireFinite(Features features) {
    Optional<NonFiniteValue> found = NonFiniteValue.first(features);
    if (found.isPresent()) {
      throw of(found.get());
    }
  }

  /**
   * For a feature that is NaN or infinite.
   *
   * @param found the feature
   * @return the exception, to be thrown
   */
  public static NotFiniteException of(NonFiniteValue found) {
    return new NotFiniteException(found + ", expected finite numbers");
  }

  /**
   * For a sample of bytes whose probabilities are NaN: these are not to blame.
   *
   * @param sample what the message calls it, for example {@code sample 7}
   * @return the exception, to be thrown
   */
  public static NotFiniteException ofPrediction(String sample) {
    return ofPrediction(sample, PROBABILITIES);
  }

  /**
   * For a sample of bytes whose prediction isn't finite: these are not to blame.
   *
   * @param sample what the message calls it, for example {@code sample 7}
   * @param what what the prediction is, for example {@code its prediction is NaN}
   * @return the exception, to be thrown
   */
  public static NotFiniteException ofPrediction(String sample, String what) {
    return new NotFiniteException(
        String.format(
            Locale.ROOT,
            "%s: %s: the network has parameters that aren't finite, or too large",
            sample,
            what));
  }

  /**
   * For a sample of floats whose probabilities are NaN: tells which feature is to blame or, if all
   * are finite, how large they are.
   *
   * @param sample what the message calls it, for example {@code sample 7}
   * @param values where its features are
   * @param from the first one
   * @param features how many there are
   * @return the exception, to be thrown
   */
  public static NotFiniteException ofPrediction(
      String sample, float[] values, int from, int features) {
    return ofPrediction(sample, PROBABILITIES, values, from, features);
  }

  /**
   * For a sample of floats whose prediction isn't finite: tells which feature is to blame or, if
   * all are finite, how large they are.
   *
   * @param sample what the message calls it, for example {@code sample 7}
   * @param what what the prediction is, for example {@code its prediction is NaN}
   * @param values where its features are
   * @param from the first one
   * @param features how many there are
   * @return the exception, to be thrown
   */
  public static NotFiniteException ofPrediction(
      String sample, String what, float[] values, int from, int features) {
    Optional<NonFiniteValue> found = NonFiniteValue.first(values, from, 1, features);
    if (found.isPresent()) {
      return new NotFiniteException(
          String.format(
              Locale.ROOT,
              "%s: feature %d is %s, expected finite numbers",
              sample,
              found.get().feature(),
              found.get().value()));
    }
    float largest = 0f;
    for (int i = from; i < from + features; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return new NotFiniteException(
        String.format(
            Locale.ROOT,
            "%s: %s, since features up to %s overflow inside the network (or its parameters do): %s,"
                + " like those that it was trained on",
            sample,
            what,
            largest,
            REMEDY));
  }
}
