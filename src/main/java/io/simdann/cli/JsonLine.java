package io.simdann.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
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

  private static final Separators SPACED =
      Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);

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

  /** Returns an object as a file's content, on several lines for people to read. */
  static byte[] document(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = ASCII.createGenerator(bytes)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(SPACED).withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }
}
