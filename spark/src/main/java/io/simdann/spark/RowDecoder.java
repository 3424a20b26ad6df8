package io.simdann.spark;

import io.simdann.data.ClassNames;
import io.simdann.data.Features;
import io.simdann.data.NotFiniteException;
import io.simdann.predict.Classifier;
import io.simdann.step.EngineException;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.sql.Row;

/** Makes a sample of a row. */
interface RowDecoder extends Serializable {

  /**
   * A sample.
   *
   * @param values one of {@link ValueArrays}
   * @param label its label, or null
   * @param weight its weight, 1 if samples have none
   */
  record Sample(Serializable values, String label, float weight) {

    Sample(Serializable values, String label) {
      this(values, label, 1f);
    }

    int features() {
      return ValueArrays.length(values);
    }

    boolean isBytes() {
      return ValueArrays.areBytes(values);
    }
  }

  /** A row is not as it should be; the message says what was found and expected, not where. */
  final class BadRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRowException(String message) {
      super(message);
    }
  }

  /** The failure that such a row is, with its place. */
  static EngineException failure(int partition, long row, Origin origin, BadRowException bad) {
    return new EngineException(place(partition, row, origin) + ": " + bad.getMessage(), bad);
  }

  /** The failure that a row is whose probabilities are NaN, with its place. */
  static EngineException undefined(
      int partition, long row, Origin origin, Features samples, int sample) {
    NotFiniteException why = Classifier.undefined(samples, sample, place(partition, row, origin));
    return new EngineException(why.getMessage(), why);
  }

  /** For messages; rows count from 0. */
  static String place(int partition, long row, Origin origin) {
    return String.format(Locale.ROOT, "partition %d, row %d%s", partition, row, origin);
  }

  /** Whether samples have weights of their own. */
  default boolean isWeighted() {
    return false;
  }

  /**
   * Decodes a row.
   *
   * @param row the row
   * @param beginsFile whether it is in a file with no sample before it
   * @return the sample; null if the row holds none
   * @throws BadRowException if it is not as it should be
   */
  Sample decode(Row row, boolean beginsFile);

  /**
   * What a feature is that is NaN or infinite, at the latest as a float.
   *
   * @param place the feature, for example {@code field 3}
   * @param found its value as it was found
   */
  static BadRowException notFinite(String place, Object found) {
    return new BadRowException(
        String.format(
            Locale.ROOT,
            "%s is %s, expected a finite number, as 32-bit floats are up to %s",
            place,
            found,
            Float.MAX_VALUE));
  }

  /**
   * The label that a number is.
   *
   * @throws BadRowException if it isn't an integer
   */
  static String label(double value) {
    int label = (int) value;
    if (label != value) {
      throw new BadRowException(String.format(Locale.ROOT, "label %s, expected an integer", value));
    }
    return Integer.toString(label);
  }

  /**
   * The label that a text is.
   *
   * @throws BadRowException if it can't be a class name
   */
  static String label(String text) {
    if (!ClassNames.isName(text)) {
      throw new BadRowException(
          String.format(
              Locale.ROOT,
              "label \"%s\", expected %s",
              ClassNames.shown(text),
              ClassNames.EXPECTED));
    }
    return text;
  }
}
