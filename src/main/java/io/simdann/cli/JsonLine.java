package io.simdann.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Prints one JSON object on one line, in ASCII whatever the terminal's encoding is. A number that
 * is not finite is null.
 */
final class JsonLine {

  /** Writes the object's fields. */
  @FunctionalInterface
  interface Fields {

    /**
     * Writes them.
     *
     * @param json where they go, within the object
     * @throws IOException if {@code json} throws one
     * @throws CommandFailedException if what is to be written can't be computed
     */
    void write(JsonGenerator json) throws IOException, CommandFailedException;
  }

  private static final JsonFactory ASCII =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

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
   * Prints the object as it is written: it may be larger than memory. Where {@code fields} fails,
   * what was printed is no whole object, and has no end of line.
   */
  static void print(PrintStream out, Fields fields) throws IOException, CommandFailedException {
    JsonGenerator json = new FiniteNumbers(ASCII.createGenerator(out));
    json.writeStartObject();
    fields.write(json);
    json.writeEndObject();
    json.close();
    out.println();
  }
}
