package io.simdann.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of a data frame hold the features, and which one the label and the weight.
 *
 * @param features one column of vectors, of arrays of numbers, or of binary values, whose bytes
 *     each mean byte/255; or one or more columns of numbers, in the order of the features
 * @param label a column of texts, or of whole numbers of any numeric type
 * @param weight a column of numbers, each a weight as {@link io.simdann.data.SampleWeights} has
 *     them when rounded to a float; empty if samples count alike
 */
public record FrameColumns(List<String> features, String label, Optional<String> weight) {

  /** The label's column if nobody says another. */
  public static final String DEFAULT_LABEL = "label";

  /** The features' column if nobody says others, and there is such a one. */
  static final String DEFAULT_FEATURES = "features";

  /**
   * Copies the list.
   *
   * @param features the features' columns
   * @param label the label's column
   * @param weight the weight's column, if there is one
   * @throws IllegalArgumentException if there is no features' column, or the weight's is another
   *     one, too
   */
  public FrameColumns {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("no columns of features, expected at least one");
    }
    if (weight.isPresent() && (features.contains(weight.get()) || label.equals(weight.get()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "column '%s' is that of the weight and of %s, expected one of its own",
              weight.get(),
              label.equals(weight.get()) ? "the label" : "a feature"));
    }
  }

  /**
   * The columns of samples that count alike.
   *
   * @param features the features' columns
   * @param label the label's column
   * @throws IllegalArgumentException if there is no features' column
   */
  public FrameColumns(List<String> features, String label) {
    this(features, label, Optional.empty());
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
   * The columns of a data frame whose label and weight are in given columns, and its features in
   * {@code features} or else in all other columns of numbers.
   *
   * @param schema the data frame's columns
   * @param label the label's column
   * @param weight the weight's column
   * @return the columns
   * @throws IllegalArgumentException if there are no such columns, the label is neither text nor
   *     number, or the weight no number
   */
  public static FrameColumns of(StructType schema, String label, String weight) {
    requireLabel(schema, label);
    requireWeight(schema, weight);
    return new FrameColumns(features(schema, label, weight), label, Optional.of(weight));
  }

  /**
   * Checks the weight's column.
   *
   * @throws IllegalArgumentException if it isn't there, or not of numbers
   */
  static void requireWeight(StructType schema, String weight) {
    requireColumn(schema, weight, "weight");
    DataType type = schema.apply(weight).dataType();
    if (!(type instanceof NumericType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "column '%s' of the weight is of type %s, expected numbers",
              weight,
              type.simpleString()));
    }
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
   * some.
   *
   * @param schema the data frame's columns
   * @param others the columns that aren't features; they need not be there
   * @return the names of the columns
   * @throws IllegalArgumentException if there are none
   */
  static List<String> features(StructType schema, String... others) {
    List<String> numbers = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (field.name().equals(DEFAULT_FEATURES)) {
        return List.of(field.name());
      }
      if (field.dataType() instanceof NumericType && !List.of(others).contains(field.name())) {
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
