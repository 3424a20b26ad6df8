package io.simdann.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** A JSON object flattened: fields of objects within it have names with dots. */
final class JsonFields {

  private JsonFields() {}

  static Map<String, String> of(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("not an object: " + text);
      }
      read(json, "", fields);
      if (json.nextToken() != null) {
        throw new AssertionError("more than one object: " + text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }

  private static void read(JsonParser json, String prefix, Map<String, String> fields)
      throws IOException {
    for (String name; (name = json.nextFieldName()) != null; ) {
      switch (json.nextToken()) {
        case START_OBJECT -> read(json, prefix + name + ".", fields);
        case START_ARRAY -> {
          StringJoiner elements = new StringJoiner(",", "[", "]");
          while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(json.getText());
          }
          fields.put(prefix + name, elements.toString());
        }
        default -> fields.put(prefix + name, json.getText());
      }
    }
  }
}
