package io.simdann.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;

/** Prints one JSON object on one line, in ASCII whatever the terminal's encoding is. */
final class JsonLine {

  /** Writes the object's fields. */
  @FunctionalInterface
  interface Fields {

    /**
     * Writes them.
     *
     * @param json where they go, within the object
     * @throws IOException if {@code json} throws one
     */
    void write(JsonGenerator json) throws IOException;
  }

  private static final JsonFactory ASCII =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonLine() {}

  static void print(PrintStream out, Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = ASCII.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    out.println(text);
  }
}
