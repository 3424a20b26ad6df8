package io.simdann.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses the JSON of a safetensors header and refuses whatever the format doesn't know. Each entry
 * is checked for itself here; how the entries share the data is {@link SafetensorsHeader}'s matter.
 */
final class SafetensorsHeaderParser {

  /** Entries are objects in an object, and hold arrays. */
  private static final int MAX_NESTING = 3;

  /** Digits of the largest long, and a sign. */
  private static final int MAX_NUMBER_LENGTH = 20;

  /** The longest array that every JVM can allocate. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final String file;
  private final JsonParser parser;
  private final List<SafetensorsHeader.Entry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeaderParser(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Parses a header.
   *
   * @param json the header, from the brace to the padding
   * @param file what messages call the file
   * @return the entries in the order of the header
   * @throws ModelFormatException if the header is not as the format demands
   */
  static SafetensorsHeader parse(byte[] json, String file) throws ModelFormatException {
    if (json[0] != '{') {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: byte 8: the header begins with %02x, expected 7b, an opening brace",
              file,
              json[0]));
    }
    requireUtf8(json, file);
    try (JsonParser parser = newFactory().createParser(json)) {
      SafetensorsHeaderParser headerParser = new SafetensorsHeaderParser(file, parser);
      headerParser.parseRoot();
      requirePadding(json, (int) parser.currentLocation().getByteOffset(), file);
      return new SafetensorsHeader(headerParser.entries, headerParser.metadata);
    } catch (ModelFormatException e) {
      throw e;
    } catch (JsonProcessingException e) {
      long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: byte %d: the header is not the expected JSON: %s",
              file,
              SafetensorsHeader.LENGTH_BYTES + offset,
              SafetensorsHeader.shortened(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new ModelFormatException(file + ": the header cannot be parsed: " + e.getMessage(), e);
    }
  }

  /** Returns a factory for one file: it keeps the names it meets for as long as it lives. */
  private static JsonFactory newFactory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        // The header is UTF-8, whatever its first bytes look like.
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        // The JVM would keep the names even longer.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_NESTING)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(SafetensorsHeader.MAX_BYTES)
                .maxStringLength(SafetensorsHeader.MAX_BYTES)
                .build())
        .build();
  }

  /** Jackson's own check of UTF-8 lets some forbidden sequences pass. */
  private static void requireUtf8(byte[] json, String file) throws ModelFormatException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(json);
    CharBuffer chars = CharBuffer.allocate(1 << 12);
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: byte %d: found %02x, expected well-formed UTF-8 in the header",
              file,
              SafetensorsHeader.LENGTH_BYTES + bytes.position(),
              bytes.get()));
    }
  }

  private static void requirePadding(byte[] json, int from, String file)
      throws ModelFormatException {
    for (int i = from; i < json.length; i++) {
      if (json[i] != ' ') {
        throw new ModelFormatException(
            String.format(
                Locale.ROOT,
                "%s: byte %d: found %02x behind the header's closing brace, expected spaces (20)",
                file,
                SafetensorsHeader.LENGTH_BYTES + i,
                json[i]));
      }
    }
  }

  private void parseRoot() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "the header", "an object");
    for (String name; (name = nextKey("the header")) != null; ) {
      if (name.equals(Tensor.METADATA_KEY)) {
        parseMetadata();
      } else {
        parseEntry(name);
      }
    }
  }

  private void parseMetadata() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, Tensor.METADATA_KEY, "an object");
    for (String key; (key = nextKey(Tensor.METADATA_KEY)) != null; ) {
      String field =
          String.format(
              Locale.ROOT, "%s, \"%s\"", Tensor.METADATA_KEY, SafetensorsHeader.shortened(key));
      expect(parser.nextToken(), JsonToken.VALUE_STRING, field, "a string");
      metadata.put(key, wellFormed(parser.getText(), field));
    }
  }

  private void parseEntry(String name) throws IOException {
    String tensor = String.format(Locale.ROOT, "tensor \"%s\"", SafetensorsHeader.shortened(name));
    expect(parser.nextToken(), JsonToken.START_OBJECT, tensor, "an object");
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    for (String field; (field = nextKey(tensor)) != null; ) {
      switch (field) {
        case SafetensorsHeader.DTYPE_KEY -> {
          expect(parser.nextToken(), JsonToken.VALUE_STRING, tensor + ", dtype", "a string");
          dtype = parser.getText();
        }
        case SafetensorsHeader.SHAPE_KEY -> shape = parseNumbers(tensor + ", shape");
        case SafetensorsHeader.OFFSETS_KEY -> offsets = parseNumbers(tensor + ", data_offsets");
        default ->
            throw refused(
                tensor,
                String.format(
                    Locale.ROOT,
                    "field \"%s\", expected dtype, shape and data_offsets only",
                    SafetensorsHeader.shortened(field)));
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
      throw refused(
          tensor,
          String.format(Locale.ROOT, "no %s, expected dtype, shape and data_offsets", missing));
    }
    if (!dtype.equals(SafetensorsHeader.F32)) {
      throw refused(
          tensor,
          String.format(
              Locale.ROOT,
              "dtype \"%s\", expected F32, the only type supported",
              SafetensorsHeader.shortened(dtype)));
    }
    entries.add(checkedEntry(name, tensor, shape, offsets));
  }

  private SafetensorsHeader.Entry checkedEntry(
      String name, String tensor, List<Long> shape, List<Long> offsets)
      throws ModelFormatException {
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw refused(
          tensor,
          String.format(Locale.ROOT, "data_offsets %s, expected [begin, end]", shown(offsets)));
    }
    long bytes = Float.BYTES;
    List<Integer> dimensions = new ArrayList<>(shape.size());
    try {
      for (long dimension : shape) {
        dimensions.add(Math.toIntExact(dimension));
        bytes = Math.multiplyExact(bytes, dimension);
      }
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
    }
    if (bytes / Float.BYTES > MAX_ELEMENTS) {
      throw refused(
          tensor,
          String.format(
              Locale.ROOT,
              "shape %s, expected dimensions and a product of at most %d",
              shown(shape),
              MAX_ELEMENTS));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (end - begin != bytes) {
      throw refused(
          tensor,
          String.format(
              Locale.ROOT,
              "data_offsets [%d, %d] hold %d bytes, expected %d for shape %s",
              begin,
              end,
              end - begin,
              bytes,
              shown(shape)));
    }
    return new SafetensorsHeader.Entry(name, List.copyOf(dimensions), begin, end);
  }

  /** Parses an array of integers from 0 to the largest long. */
  private List<Long> parseNumbers(String field) throws IOException {
    expect(parser.nextToken(), JsonToken.START_ARRAY, field, "an array");
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, field, "integers");
      // Text, since -0 has lost its sign as a number.
      if (parser.getText().startsWith("-")) {
        throw refused(
            field, String.format(Locale.ROOT, "number %s, expected 0 or more", parser.getText()));
      }
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  /** Returns the next key of the current object, or null at its end. */
  private String nextKey(String where) throws IOException {
    String key = parser.nextFieldName();
    return key == null ? null : wellFormed(key, where);
  }

  /** JSON can spell half a surrogate pair, which no text may hold. */
  private String wellFormed(String text, String where) throws ModelFormatException {
    if (!Tensor.isWellFormed(text)) {
      throw refused(where, "found an unpaired surrogate, expected well-formed Unicode");
    }
    return text;
  }

  private void expect(JsonToken found, JsonToken expected, String where, String what)
      throws ModelFormatException {
    if (found != expected) {
      String token = found.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      throw refused(where, String.format(Locale.ROOT, "found %s, expected %s", token, what));
    }
  }

  private ModelFormatException refused(String where, String what) {
    return new ModelFormatException(
        String.format(
            Locale.ROOT,
            "%s: byte %d: %s: %s",
            file,
            SafetensorsHeader.LENGTH_BYTES + parser.currentTokenLocation().getByteOffset(),
            where,
            what));
  }

  private static String shown(List<Long> numbers) {
    int shown = 8;
    return numbers.size() <= shown
        ? numbers.toString()
        : numbers.subList(0, shown)
            + String.format(Locale.ROOT, " and %d more", numbers.size() - shown);
  }
}
