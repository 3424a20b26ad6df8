package io.simdann.spark;

import java.util.Arrays;
import org.apache.spark.sql.Row;

/** Samples of lines of comma-separated numbers. */
final class CsvDecoder implements RowDecoder {

  private static final long serialVersionUID = 1L;

  private final boolean header;
  private final int fields;
  private final int labelField;

  /**
   * For files that are alike.
   *
   * @param header whether each begins with a line of names
   * @param fields the fields of a line, 2 or more
   * @param labelField the label's, from 0
   */
  CsvDecoder(boolean header, int fields, int labelField) {
    this.header = header;
    this.fields = fields;
    this.labelField = labelField;
  }

  /** The fields of a line, without blanks and quotes around them. */
  static String[] split(String line) {
    String[] fields = line.split(",", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fields[i].strip();
      if (fields[i].length() >= 2 && fields[i].startsWith("\"") && fields[i].endsWith("\"")) {
        fields[i] = fields[i].substring(1, fields[i].length() - 1).strip();
      }
    }
    return fields;
  }

  /** Whether fields are names of columns: all of them something, and none a number. */
  static boolean areNames(String[] fields) {
    return Arrays.stream(fields).noneMatch(field -> field.isEmpty() || isNumber(field));
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
    if (beginsFile && header || line.isBlank()) {
      return null;
    }
    String[] found = split(line);
    if (found.length != fields) {
      throw new BadRowException(
          "%d fields, that is %d features, expected %d as in the first line of the first file"
              .formatted(found.length, found.length - 1, fields - 1));
    }
    float[] features = new float[fields - 1];
    int label = 0;
    int next = 0;
    for (int i = 0; i < fields; i++) {
      try {
        if (i == labelField) {
          label = RowDecoder.label(Double.parseDouble(found[i]));
        } else {
          features[next++] = Float.parseFloat(found[i]);
        }
      } catch (NumberFormatException e) {
        throw new BadRowException("field %d is '%s', expected a number".formatted(i, found[i]));
      }
    }
    return new Sample(null, features, label);
  }
}
