package io.simdann.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Prints one JSON object, in ASCII whatever the terminal's encoding is. A number that is not finite
 * is null.
 */
final class JsonLine {

  /**
   * Writes the object's fields.
   *
   * @param <E> what it throws if something that is to be written can't be computed
   */
  @FunctionalInterface
  interface Fields<E extends Exception> {

    /**
     * Writes them.
     *
     * @param json where they go, within the object
     * @throws IOException if {@code json} throws one
     * @throws E if what is to be written can't be computed
     */
    void write(JsonGenerator json) throws IOException, E;
  }

  private static final JsonFactory ASCII =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  private static final Separators SPACED =
      Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);

  /** JSON has no NaN and no infinities: where one would stand, there is no number. */
  private static final class FiniteNumbers extends JsonGeneratorDelegate {

    FiniteNumbers(JsonGenerator json) {
      super(json);
    }

    @Override
    public void writeNumber(float number) throws IOException {
      if (Float.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeNull();
      }
    }

    @Override
    public void writeNumber(double number) throws IOException {
      if (Double.isFinite(number)) {
        super.writeNumber(number);
      } else {
        writeNull();
      }
    }
  }

  private JsonLine() {}

  /**
   * Prints an object on one line, as it is written: it may be larger than memory. Where {@code
   * fields} fails, what was printed is no whole object, and has no end of line.
   */
  static <E extends Exception> void print(PrintStream out, Fields<E> fields) throws IOException, E {
    JsonGenerator json = new FiniteNumbers(ASCII.createGenerator(out));
    write(json, fields);
    json.close();
    out.println();
  }

  /** Returns an object as a file's content, on several lines for people to read. */
  static <E extends Exception> byte[] document(Fields<E> fields) throws IOException, E {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new FiniteNumbers(ASCII.createGenerator(bytes))) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(SPACED).withObjectIndenter(new DefaultIndenter("  ", "\n")));
      write(json, fields);
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private static <E extends Exception> void write(JsonGenerator json, Fields<E> fields)
      throws IOException, E {
    json.writeStartObject();
    fields.write(json);
    json.writeEndObject();
  }
}
