package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLineTest {

  @Test
  void anObjectIsALineOfAsciiAndTheStreamStaysOpen() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    JsonLine.print(out, json -> json.writeStringField("name", "größe"));
    JsonLine.print(out, json -> json.writeNumberField("count", 3));
    out.flush();

    assertEquals(
        "{\"name\":\"gr\\u00F6\\u00DFe\"}%n{\"count\":3}%n".formatted(),
        bytes.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void numbersThatAreNotFiniteAreNull() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    JsonLine.print(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        json -> {
          json.writeNumberField("nan", Double.NaN);
          json.writeArrayFieldStart("floats");
          json.writeNumber(Float.NEGATIVE_INFINITY);
          json.writeNumber(0.1f);
          json.writeEndArray();
        });

    assertEquals(
        "{\"nan\":null,\"floats\":[null,0.1]}", bytes.toString(StandardCharsets.US_ASCII).strip());
  }
}
