package io.simdann.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Row;

/** Samples of lines of comma-separated numbers. */
final class CsvDecoder implements RowDecoder {

  private static final long serialVersionUID = 1L;

  /** In place of the label's field, where there is none. */
  static final int NO_LABEL = -1;

  private static final String[] NO_NAMES = {};

  private final Shape shape;
  private final int labelField;

  /**
   * For files that are alike.
   *
   * @param shape their lines
   * @param labelField the label's, from 0; or {@link #NO_LABEL}
   */
  CsvDecoder(Shape shape, int labelField) {
    this.shape = shape;
    this.labelField = labelField;
  }

  /** What the lines of files have in common, and which file said so. */
  static final class Shape implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int fields;
    private final String[] names;

    private Shape(String file, int fields, String[] names) {
      this.file = file;
      this.fields = fields;
      this.names = names;
    }

    /** That of a file's first line. */
    static Shape of(String line, String file) {
      String[] found = split(line);
      return new Shape(file, found.length, areNames(found) ? found : NO_NAMES);
    }

    /** The fields of a line, 1 or more. */
    int fields() {
      return fields;
    }

    /** The columns' names; empty if they have none. */
    String[] names() {
      return names;
    }

    /** Whether a name is a number, so that the line may have been meant to hold values. */
    boolean namesAreDoubtful() {
      return Arrays.stream(names).anyMatch(CsvDecoder::isNumber);
    }
  }

  /** The fields of a line, without blanks and quotes around them. */
  private static String[] split(String line) {
    String[] fields = line.split(",", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fields[i].strip();
      if (fields[i].length() >= 2 && fields[i].startsWith("\"") && fields[i].endsWith("\"")) {
        fields[i] = fields[i].substring(1, fields[i].length() - 1).strip();
      }
    }
    return fields;
  }

  /**
   * Whether fields are names of columns: one of them is something, and no number, and all numbers
   * among them are integers. Beside others, a text is a value that is wrong.
   */
  private static boolean areNames(String[] fields) {
    return Arrays.stream(fields).anyMatch(field -> !field.isEmpty() && !isNumber(field))
        && Arrays.stream(fields).noneMatch(field -> isNumber(field) && !isInteger(field));
  }

  /** Also with a type's letter, as in {@code 1d}. */
  private static boolean isInteger(String number) {
    return number.matches("[+-]?\\d+[dDfF]?");
  }

  private static boolean isNumber(String field) {
    try {
      Double.parseDouble(field);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public Sample decode(Row row, boolean beginsFile) {
    String line = row.getString(0);
    if (line.isBlank()) {
      return null;
    }
    String[] found = split(line);
    if (beginsFile && shape.names.length > 0 && areNames(found)) {
      requireSameNames(found);
      return null;
    }
    if (found.length != shape.fields) {
      throw new BadRowException(
          String.format(
              Locale.ROOT,
              "%d fields, expected %d as in the first line of %s",
              found.length,
              shape.fields,
              shape.file));
    }
    float[] features = new float[labelField == NO_LABEL ? found.length : found.length - 1];
    String label = null;
    int next = 0;
    for (int i = 0; i < found.length; i++) {
      try {
        if (i == labelField) {
          label = RowDecoder.label(Double.parseDouble(found[i]));
        } else {
          features[next] = Float.parseFloat(found[i]);
          if (!Float.isFinite(features[next++])) {
            throw RowDecoder.notFinite("field " + i, "'" + found[i] + "'");
          }
        }
      } catch (NumberFormatException e) {
        throw new BadRowException(
            String.format(Locale.ROOT, "field %d is '%s', expected a number", i, found[i]));
      }
    }
    return new Sample(features, label);
  }

  private void requireSameNames(String[] found) {
    if (!Arrays.equals(found, shape.names)) {
      throw new BadRowException(
          String.format(
              Locale.ROOT,
              "'%s', expected numbers, or '%s' as in %s",
              String.join(",", found),
              String.join(",", shape.names),
              shape.file));
    }
  }
}
