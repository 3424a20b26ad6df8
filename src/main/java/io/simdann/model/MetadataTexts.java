package io.simdann.model;

import io.simdann.nn.Layer;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Metadata that are read: whatever is not as expected is refused in one line.
 *
 * @param texts texts by key
 * @param source what messages call their source, such as a file
 */
record MetadataTexts(Map<String, String> texts, String source) {

  /** Returns a text, which must be there. */
  String text(String key, String expected) throws ModelFormatException {
    String text = texts.get(key);
    if (text == null) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT, "%s: metadata \"%s\" is missing, expected %s", source, key, expected));
    }
    return text;
  }

  /** Refuses all texts of a key but one. */
  void require(String key, String only) throws ModelFormatException {
    if (!text(key, only).equals(only)) {
      throw unexpected(key, only);
    }
  }

  /** Returns integers that are separated by commas. */
  int[] integers(String key, String expected) throws ModelFormatException {
    try {
      return Arrays.stream(text(key, expected).split(",", -1))
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw unexpected(key, expected);
    }
  }

  /** Returns a finite number; nothing if there is none. */
  OptionalDouble number(String key) throws ModelFormatException {
    if (!texts.containsKey(key)) {
      return OptionalDouble.empty();
    }
    String expected = "a finite number";
    try {
      double number = Double.parseDouble(text(key, expected));
      if (Double.isFinite(number)) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException e) {
      // The message below says it all.
    }
    throw unexpected(key, expected);
  }

  /** Returns rates of dropout that are separated by commas; zeros if there are none. */
  double[] rates(String key, int count) throws ModelFormatException {
    if (!texts.containsKey(key)) {
      return new double[count];
    }
    String expected =
        String.format(
            Locale.ROOT,
            "%d numbers from 0 to less than 1, of the inputs and of each hidden layer",
            count);
    try {
      double[] rates =
          Arrays.stream(text(key, expected).split(",", -1))
              .mapToDouble(rate -> Layer.requireDropout(Double.parseDouble(rate)))
              .toArray();
      if (rates.length == count) {
        return rates;
      }
    } catch (IllegalArgumentException e) {
      // The message below says it all.
    }
    throw unexpected(key, expected);
  }

  /** Returns the sizes of a network that an array has room for. */
  int[] sizes() throws ModelFormatException {
    int[] sizes = integers(ModelMetadata.SIZES, "sizes such as 784,50,10");
    try {
      NetworkSpec.of(sizes);
      return sizes;
    } catch (IllegalArgumentException e) {
      throw unexpected(
          ModelMetadata.SIZES, "2 or more sizes from 1 up, of fewer than 2^31 parameters");
    }
  }

  /** Returns the rows of pixels of a sample; nothing if nothing is said of them. */
  OptionalInt pictureRows(int inputs) throws ModelFormatException {
    String key = ModelMetadata.PICTURE_ROWS;
    if (!texts.containsKey(key)) {
      return OptionalInt.empty();
    }
    String expected = "a number of rows that divides the inputs, " + inputs;
    int[] rows = integers(key, expected);
    if (rows.length != 1 || rows[0] < 1 || inputs % rows[0] != 0) {
      throw unexpected(key, expected);
    }
    return OptionalInt.of(rows[0]);
  }

  /** Demands something for each output. */
  void requireCount(String key, String what, int found, int outputs) throws ModelFormatException {
    if (found != outputs) {
      throw failure(
          key,
          String.format(
              Locale.ROOT,
              "%d %s, expected %d as \"%s\" says",
              found,
              what,
              outputs,
              ModelMetadata.SIZES));
    }
  }

  /** The failure that the text of a key is. */
  ModelFormatException unexpected(String key, String expected) {
    return failure(
        key,
        String.format(
            Locale.ROOT,
            "found \"%s\", expected %s",
            SafetensorsHeader.shortened(texts.get(key)),
            expected));
  }

  /** A failure of a key's text, in words. */
  ModelFormatException failure(String key, String message) {
    return new ModelFormatException(
        String.format(Locale.ROOT, "%s: metadata \"%s\": %s", source, key, message));
  }
}
