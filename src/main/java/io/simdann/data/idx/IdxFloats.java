package io.simdann.data.idx;

import io.simdann.data.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * Turns the floats and doubles of an IDX file into floats that a network can take, or tells why
 * they aren't: NaN, infinite, beyond the range of a float, or written little-endian by mistake.
 */
final class IdxFloats {

  /** Features lie within these or are 0; numbers read with their bytes reversed seldom all do. */
  private static final double LEAST_PLAUSIBLE = 1e-6;

  private static final double MOST_PLAUSIBLE = 1e6;

  /** No feature is larger, and none but 0 is smaller than its reciprocal. */
  private static final double ABSURD = 1e30;

  /** So many implausible numbers don't all become plausible with their bytes reversed by chance. */
  private static final int ENOUGH = 20;

  private final IdxFile file;
  private final int count;
  private final int features;

  /** The elements as they should be read, and with their bytes reversed. */
  private final IntToDoubleFunction values;

  private final IntToDoubleFunction reversed;

  /**
   * Reads nothing yet.
   *
   * @param file of floats or doubles
   * @param features those of a sample
   */
  IdxFloats(IdxFile file, int features) {
    this.file = file;
    this.count = file.elements().length / file.elementType().size();
    this.features = features;
    this.values = values(ByteOrder.BIG_ENDIAN);
    this.reversed = values(ByteOrder.LITTLE_ENDIAN);
  }

  private IntToDoubleFunction values(ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.wrap(file.elements()).order(order);
    return file.elementType() == IdxElementType.FLOAT
        ? bytes.asFloatBuffer()::get
        : bytes.asDoubleBuffer()::get;
  }

  /**
   * Converts all elements, doubles to the nearest float.
   *
   * @return finite floats
   * @throws DataException if one is not finite, naming the first; or if all seem to be written
   *     little-endian
   */
  float[] toFloats() throws DataException {
    float[] floats = new float[count];
    int absurd = 0;
    int implausible = 0;
    int nonZero = 0;
    for (int i = 0; i < count; i++) {
      double value = values.applyAsDouble(i);
      floats[i] = (float) value;
      if (!Float.isFinite(floats[i])) {
        throw refused(i);
      }
      double size = Math.abs(value);
      nonZero += size == 0 ? 0 : 1;
      absurd += size > ABSURD || size < 1 / ABSURD && size > 0 ? 1 : 0;
      implausible += isPlausible(size) ? 0 : 1;
    }
    boolean suspect = 2L * absurd > nonZero || implausible >= ENOUGH && 2L * implausible > nonZero;
    if (suspect && isPlausibleReversed()) {
      int example = 0;
      while (isPlausible(Math.abs(values.applyAsDouble(example)))) {
        example++;
      }
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: values such as %s are no features, but with their bytes reversed they are like %s: the file was written little-endian, expected big-endian numbers",
              file.name(),
              shown(values.applyAsDouble(example)),
              shown(reversed.applyAsDouble(example))));
    }
    return floats;
  }

  private DataException refused(int index) {
    double value = values.applyAsDouble(index);
    String where =
        String.format(
            Locale.ROOT,
            "%s: sample %d: feature %d is %s",
            file.name(),
            index / features,
            index % features,
            shown(value));
    String expected =
        Double.isFinite(value)
            ? ", beyond the range of a float: expected numbers up to " + Float.MAX_VALUE
            : ", expected finite numbers";
    String hint =
        isPlausibleReversed()
            ? String.format(
                Locale.ROOT,
                " (written little-endian? with its bytes reversed it is %s; expected big-endian)",
                shown(reversed.applyAsDouble(index)))
            : "";
    return new DataException(where + expected + hint);
  }

  /** Whether with their bytes reversed all elements are what features usually are. */
  private boolean isPlausibleReversed() {
    boolean plausible = true;
    for (int i = 0; i < count && plausible; i++) {
      plausible = isPlausible(Math.abs(reversed.applyAsDouble(i)));
    }
    return plausible;
  }

  private static boolean isPlausible(double size) {
    return size == 0 || size >= LEAST_PLAUSIBLE && size <= MOST_PLAUSIBLE;
  }

  /** Returns the shortest digits that mean the number in the file's type. */
  private String shown(double value) {
    return file.elementType() == IdxElementType.FLOAT
        ? Float.toString((float) value)
        : Double.toString(value);
  }
}
