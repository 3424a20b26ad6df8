package io.simdann.spark;

import java.util.Locale;
import org.apache.spark.sql.Row;

/**
 * Samples of lines in the LIBSVM format: the label, if there is one, then {@code index:value} for
 * each feature that isn't zero, indices from 1, ascending. What follows a {@code #} is a comment,
 * and a line of nothing else is no sample.
 */
final class LibsvmDecoder implements RowDecoder {

  private static final long serialVersionUID = 1L;

  /** Samples of so many take 64 MB each, and a shard of them more than 4 GB. */
  private static final int MOST_FEATURES = 1 << 24;

  private final int features;
  private final boolean labelled;

  /**
   * For samples of a number of features, and a label.
   *
   * @param features the greatest index, 1 or more
   */
  LibsvmDecoder(int features) {
    this(features, true);
  }

  /**
   * For samples of a number of features.
   *
   * @param features the greatest index, 1 or more
   * @param labelled whether each begins with a label
   */
  LibsvmDecoder(int features, boolean labelled) {
    this.features = features;
    this.labelled = labelled;
  }

  /**
   * The greatest index of a line.
   *
   * @return the last one, since they ascend; 0 if there is none
   * @throws BadRowException if it isn't an index
   */
  static int greatestIndex(String line) {
    String[] tokens = tokens(line);
    String last = tokens[tokens.length - 1];
    int colon = last.indexOf(':');
    if (colon < 0) {
      return 0;
    }
    int index = integer(last.substring(0, colon));
    if (index < 1 || index > MOST_FEATURES) {
      throw new BadRowException(
          String.format(
              Locale.ROOT,
              "index %d, expected 1 to %d: samples are kept with all their zeros",
              index,
              MOST_FEATURES));
    }
    return index;
  }

  /** Whether anything but blanks stands before any comment. */
  static boolean isSample(String line) {
    return !withoutComment(line).isBlank();
  }

  /** What stands between blanks before any comment; if nothing does, the empty text. */
  static String[] tokens(String line) {
    return withoutComment(line).strip().split("\\s+");
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return comment < 0 ? line : line.substring(0, comment);
  }

  @Override
  public Sample decode(Row row, boolean beginsFile) {
    String[] tokens = tokens(row.getString(0));
    if (tokens[0].isEmpty()) {
      return null;
    }
    RowMemory.require(features);
    float[] values = new float[features];
    int before = 0;
    for (int i = labelled ? 1 : 0; i < tokens.length; i++) {
      String token = tokens[i];
      int colon = token.indexOf(':');
      if (colon < 0) {
        throw new BadRowException(String.format(Locale.ROOT, "'%s', expected index:value", token));
      }
      int index = integer(token.substring(0, colon));
      if (index <= before || index > features) {
        throw new BadRowException(
            String.format(
                Locale.ROOT,
                "index %d after %d, expected ascending indices from 1 to %d",
                index,
                before,
                features));
      }
      values[index - 1] = value(index, token.substring(colon + 1));
      before = index;
    }
    return new Sample(values, labelled ? label(tokens[0]) : null);
  }

  private static int integer(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BadRowException(String.format(Locale.ROOT, "'%s', expected an integer", text));
    }
  }

  private static float value(int index, String text) {
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new BadRowException(String.format(Locale.ROOT, "'%s', expected a number", text));
    }
    if (!Float.isFinite(value)) {
      throw RowDecoder.notFinite("the value of index " + index, "'" + text + "'");
    }
    return value;
  }

  private static String label(String text) {
    try {
      return RowDecoder.label(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new BadRowException(String.format(Locale.ROOT, "'%s', expected a label", text));
    }
  }
}
