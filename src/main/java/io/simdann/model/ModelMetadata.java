package io.simdann.model;

import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a model file's metadata say of the network.
 *
 * <pre>
 *   format             simdann
 *   version            1
 *   sizes              784,50,10         inputs, hidden layers, outputs
 *   hidden_activation  sigmoid
 *   output_activation  softmax
 *   class_labels       0,1,2,…           one for each output, ascending
 *   picture_rows       8                 if samples are pictures, row by row
 * </pre>
 *
 * <p>A file without picture_rows is of pictures of 28 rows if it has 784 inputs, as those of MNIST,
 * and of samples of another kind otherwise; the key is written where that isn't so.
 *
 * @param spec the network
 * @param classLabels the label of each output
 * @param pictureRows what the key says; empty if there is none
 */
record ModelMetadata(NetworkSpec spec, int[] classLabels, OptionalInt pictureRows) {

  static final String FORMAT = "format";
  static final String VERSION = "version";
  static final String SIZES = "sizes";
  static final String HIDDEN_ACTIVATION = "hidden_activation";
  static final String OUTPUT_ACTIVATION = "output_activation";
  static final String CLASS_LABELS = "class_labels";
  static final String PICTURE_ROWS = "picture_rows";

  /** Everything that has one value only. */
  private static final Map<String, String> FIXED =
      Map.of(
          FORMAT, "simdann",
          VERSION, "1",
          HIDDEN_ACTIVATION, "sigmoid",
          OUTPUT_ACTIVATION, "softmax");

  /** Returns the texts that describe a network. */
  static Map<String, String> of(Network network) {
    Map<String, String> texts = new HashMap<>();
    if (!network.hasUsualPictures()) {
      network.pictureRows().ifPresent(rows -> texts.put(PICTURE_ROWS, Integer.toString(rows)));
    }
    texts.putAll(
        Map.of(
            FORMAT, FIXED.get(FORMAT),
            VERSION, FIXED.get(VERSION),
            HIDDEN_ACTIVATION, FIXED.get(HIDDEN_ACTIVATION),
            OUTPUT_ACTIVATION, FIXED.get(OUTPUT_ACTIVATION),
            SIZES, commaSeparated(network.spec().sizes()),
            CLASS_LABELS, commaSeparated(network.classLabels())));
    return texts;
  }

  /** Reads the texts of a file; others than those of {@link #of} are left aside. */
  static ModelMetadata parse(Map<String, String> texts, Path file) throws ModelFormatException {
    for (String key : new String[] {FORMAT, VERSION, HIDDEN_ACTIVATION, OUTPUT_ACTIVATION}) {
      String found = text(texts, key, FIXED.get(key), file);
      if (!found.equals(FIXED.get(key))) {
        throw unexpected(file, key, found, FIXED.get(key));
      }
    }
    int[] sizes = integers(texts, SIZES, "sizes such as 784,50,10", file);
    NetworkSpec spec;
    try {
      spec = NetworkSpec.of(sizes);
    } catch (IllegalArgumentException e) {
      throw unexpected(
          file,
          SIZES,
          texts.get(SIZES),
          "2 or more sizes from 1 up, of fewer than 2^31 parameters");
    }
    int[] labels = integers(texts, CLASS_LABELS, "labels such as 0,1,2", file);
    for (int i = 1; i < labels.length; i++) {
      if (labels[i] <= labels[i - 1]) {
        throw unexpected(file, CLASS_LABELS, texts.get(CLASS_LABELS), "ascending labels");
      }
    }
    if (labels.length != spec.outputs()) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: metadata \"%s\": %d labels, expected %d as \"%s\" says",
              file,
              CLASS_LABELS,
              labels.length,
              spec.outputs(),
              SIZES));
    }
    return new ModelMetadata(spec, labels, pictureRows(texts, spec, file));
  }

  private static OptionalInt pictureRows(Map<String, String> texts, NetworkSpec spec, Path file)
      throws ModelFormatException {
    if (!texts.containsKey(PICTURE_ROWS)) {
      return OptionalInt.empty();
    }
    String expected = "a number of rows that divides the inputs, " + spec.inputs();
    int[] rows = integers(texts, PICTURE_ROWS, expected, file);
    if (rows.length != 1 || rows[0] < 1 || spec.inputs() % rows[0] != 0) {
      throw unexpected(file, PICTURE_ROWS, texts.get(PICTURE_ROWS), expected);
    }
    return OptionalInt.of(rows[0]);
  }

  private static int[] integers(Map<String, String> texts, String key, String expected, Path file)
      throws ModelFormatException {
    String text = text(texts, key, expected, file);
    try {
      return Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw unexpected(file, key, text, expected);
    }
  }

  private static String text(Map<String, String> texts, String key, String expected, Path file)
      throws ModelFormatException {
    String text = texts.get(key);
    if (text == null) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT, "%s: metadata \"%s\" is missing, expected %s", file, key, expected));
    }
    return text;
  }

  private static ModelFormatException unexpected(
      Path file, String key, String found, String expected) {
    return new ModelFormatException(
        String.format(
            Locale.ROOT,
            "%s: metadata \"%s\": found \"%s\", expected %s",
            file,
            key,
            SafetensorsHeader.shortened(found),
            expected));
  }

  private static String commaSeparated(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
