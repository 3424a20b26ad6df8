package io.simdann.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintStream;

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
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private JsonLine() {}

  static void print(PrintStream out, Fields fields) throws IOException {
    // Straight to the stream: the results of many samples may not fit a string.
    try (JsonGenerator json = ASCII.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    out.println();
  }
}
