package io.simdann.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of a data frame hold the features, and which one the label.
 *
 * @param features one column of vectors, of arrays of numbers, or of binary values, whose bytes
 *     each mean byte/255; or one or more columns of numbers, in the order of the features
 * @param label a column of texts, or of whole numbers of any numeric type
 */
public record FrameColumns(List<String> features, String label) {

  /** The label's column if nobody says another. */
  public static final String DEFAULT_LABEL = "label";

  /** The features' column if nobody says others, and there is such a one. */
  static final String DEFAULT_FEATURES = "features";

  /**
   * Copies the list.
   *
   * @param features the features' columns
   * @param label the label's column
   * @throws IllegalArgumentException if there is no features' column
   */
  public FrameColumns {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("no columns of features, expected at least one");
    }
  }

  /**
   * The columns of a data frame that names them as usual: the label in {@code label}, and the
   * features in {@code features} or else in all other columns of numbers.
   *
   * @param schema the data frame's columns
   * @return the columns
   * @throws IllegalArgumentException if there are no such columns, or the label is neither text nor
   *     number
   */
  public static FrameColumns of(StructType schema) {
    return of(schema, DEFAULT_LABEL);
  }

  /**
   * The columns of a data frame whose label is in a given column, and its features in {@code
   * features} or else in all other columns of numbers.
   *
   * @param schema the data frame's columns
   * @param label the label's column
   * @return the columns
   * @throws IllegalArgumentException if there are no such columns, or the label is neither text nor
   *     number
   */
  public static FrameColumns of(StructType schema, String label) {
    requireLabel(schema, label);
    return new FrameColumns(features(schema, label), label);
  }

  /**
   * Checks the label's column.
   *
   * @throws IllegalArgumentException if it isn't there, or not of texts or numbers
   */
  static void requireLabel(StructType schema, String label) {
    requireColumn(schema, label, "label");
    DataType type = schema.apply(label).dataType();
    if (!(type instanceof NumericType || type instanceof StringType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "column '%s' of the label is of type %s, expected texts or numbers",
              label,
              type.simpleString()));
    }
  }

  private static void requireColumn(StructType schema, String name, String use) {
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no column '%s' for the %s, expected one of %s",
              name,
              use,
              String.join(", ", schema.fieldNames())));
    }
  }

  /**
   * The columns of features of a data frame: {@code features}, or else all columns of numbers but
   * one.
   *
   * @param schema the data frame's columns
   * @param label the column that isn't a feature; it need not be there
   * @return the names of the columns
   * @throws IllegalArgumentException if there are none
   */
  static List<String> features(StructType schema, String label) {
    List<String> numbers = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (field.name().equals(DEFAULT_FEATURES)) {
        return List.of(field.name());
      }
      if (field.dataType() instanceof NumericType && !field.name().equals(label)) {
        numbers.add(field.name());
      }
    }
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no columns of features in %s, expected '%s' or columns of numbers",
              String.join(", ", schema.fieldNames()),
              DEFAULT_FEATURES));
    }
    return numbers;
  }

  /** How the features of a row are kept. */
  enum Kind {
    NUMBERS,
    ARRAY,
    BINARY,
    VECTOR
  }

  /**
   * How the features of a data frame are kept.
   *
   * @param schema its columns
   * @param features those of the features
   * @return the kind
   * @throws IllegalArgumentException if they can't be features, or aren't there
   */
  static Kind kind(StructType schema, List<String> features) {
    features.forEach(name -> requireColumn(schema, name, "features"));
    StructField first = schema.apply(features.get(0));
    if (features.size() == 1) {
      if (first.dataType() instanceof ArrayType array
          && array.elementType() instanceof NumericType) {
        return Kind.ARRAY;
      }
      if (first.dataType() instanceof BinaryType) {
        return Kind.BINARY;
      }
      if (first.dataType().typeName().equals("vector")) {
        return Kind.VECTOR;
      }
    }
    for (String name : features) {
      if (!(schema.apply(name).dataType() instanceof NumericType)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "column '%s' is of type %s, expected numbers, or a single column of vectors, arrays of numbers or binary values",
                name,
                schema.apply(name).dataType().simpleString()));
      }
    }
    return Kind.NUMBERS;
  }
}
