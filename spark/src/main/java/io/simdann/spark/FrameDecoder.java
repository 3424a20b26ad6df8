package io.simdann.spark;

import io.simdann.data.SampleWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * Samples of a data frame's rows. {@link #columns} selects from the frame what the decoder wants:
 * first the features, then the label if there is one, then the weight if there is one.
 */
final class FrameDecoder implements RowDecoder {

  private static final long serialVersionUID = 1L;

  private final FrameColumns.Kind kind;
  private final String[] names;
  private final int featureColumns;
  private final boolean labelled;
  private final boolean weighted;
  private final boolean textLabels;

  /**
   * For frames of samples without labels.
   *
   * @param schema the frame's columns
   * @param features those of the features
   * @throws IllegalArgumentException if they aren't there, or of other types than these can be
   */
  FrameDecoder(StructType schema, List<String> features) {
    this(schema, features, Optional.empty(), Optional.empty());
  }

  /**
   * For frames of samples with labels.
   *
   * @param schema the frame's columns
   * @param columns those of features, label and weight
   * @throws IllegalArgumentException if they aren't there, or of other types than these can be
   */
  FrameDecoder(StructType schema, FrameColumns columns) {
    this(schema, columns.features(), Optional.of(columns.label()), columns.weight());
  }

  private FrameDecoder(
      StructType schema, List<String> features, Optional<String> label, Optional<String> weight) {
    this.kind = FrameColumns.kind(schema, features);
    label.ifPresent(name -> FrameColumns.requireLabel(schema, name));
    weight.ifPresent(name -> FrameColumns.requireWeight(schema, name));
    this.featureColumns = features.size();
    this.labelled = label.isPresent();
    this.weighted = weight.isPresent();
    this.textLabels = labelled && schema.apply(label.get()).dataType() instanceof StringType;
    List<String> all = new ArrayList<>(features);
    label.ifPresent(all::add);
    weight.ifPresent(all::add);
    this.names = all.toArray(String[]::new);
  }

  /** The number of columns that {@link #columns} has. */
  int width() {
    return names.length;
  }

  /** What to select. */
  Column[] columns() {
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      Column column = functions.col("`" + names[i].replace("`", "``") + "`");
      boolean isLabel = labelled && i == featureColumns;
      columns[i] =
          i >= featureColumns
              ? column.cast(isLabel ? textLabels ? "string" : "double" : "float")
              : switch (kind) {
                case NUMBERS -> column.cast("float");
                case ARRAY -> column.cast("array<float>");
                case BINARY, VECTOR -> column;
              };
    }
    return columns;
  }

  @Override
  public Sample decode(Row row, boolean beginsFile) {
    return decode(row, 0);
  }

  /** Decodes a row in which the selected columns begin at an index. */
  Sample decode(Row row, int first) {
    for (int i = 0; i < names.length; i++) {
      if (row.isNullAt(first + i)) {
        throw new BadRowException(
            String.format(Locale.ROOT, "column '%s' is null, expected a value", names[i]));
      }
    }
    String label = labelled ? label(row, first + featureColumns) : null;
    float weight = weighted ? weight(row.getFloat(first + names.length - 1)) : 1f;
    return switch (kind) {
      case NUMBERS -> new Sample(numbers(row, first), label, weight);
      case ARRAY -> new Sample(array(row.getSeq(first)), label, weight);
      case VECTOR -> new Sample(vector((Vector) row.get(first)), label, weight);
      case BINARY -> new Sample((byte[]) row.get(first), label, weight);
    };
  }

  @Override
  public boolean isWeighted() {
    return weighted;
  }

  private float weight(float value) {
    if (!SampleWeights.isWeight(value)) {
      throw new BadRowException(
          String.format(
              Locale.ROOT,
              "column '%s' of the weight is %s, %s",
              names[names.length - 1],
              value,
              SampleWeights.EXPECTED));
    }
    return value;
  }

  private String label(Row row, int column) {
    return textLabels
        ? RowDecoder.label(row.getString(column))
        : RowDecoder.label(row.getDouble(column));
  }

  private float[] numbers(Row row, int first) {
    float[] values = new float[featureColumns];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getFloat(first + i);
      if (!Float.isFinite(values[i])) {
        throw RowDecoder.notFinite(String.format(Locale.ROOT, "column '%s'", names[i]), values[i]);
      }
    }
    return values;
  }

  private float[] array(Seq<Float> elements) {
    float[] values = new float[elements.size()];
    for (int i = 0; i < values.length; i++) {
      Float element = elements.apply(i);
      if (element == null) {
        throw new BadRowException(place(i) + " is null, expected a number");
      }
      values[i] = element;
      if (!Float.isFinite(values[i])) {
        throw RowDecoder.notFinite(place(i), element);
      }
    }
    return values;
  }

  private float[] vector(Vector vector) {
    RowMemory.require(vector.size());
    double[] doubles = vector.toArray();
    float[] values = new float[doubles.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) doubles[i];
      if (!Float.isFinite(values[i])) {
        throw RowDecoder.notFinite(place(i), doubles[i]);
      }
    }
    return values;
  }

  private String place(int element) {
    return String.format(Locale.ROOT, "element %d of column '%s'", element, names[0]);
  }
}
