package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes safetensors files, good and bad ones, in memory. */
final class SafetensorsBytes {

  /** What {@link #read} calls the file. */
  static final String NAME = "model.safetensors";

  /** The entry of a tensor of two values. */
  static final String GOOD_ENTRY = "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  private SafetensorsBytes() {}

  /** Returns a file with a header as given, and zeros as data. */
  static byte[] file(String json, int dataLength) {
    byte[] header = withLength(json.getBytes(StandardCharsets.UTF_8).length, json);
    return Arrays.copyOf(header, header.length + dataLength);
  }

  /** Returns a file without data whose header is said to be of the given length. */
  static byte[] withLength(long length, String json) {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .array();
  }

  static Safetensors read(byte[] file) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(file), NAME, file.length);
  }

  static void assertOneLine(ModelFormatException exception) {
    String message = exception.getMessage();
    assertTrue(message.startsWith(NAME + ": "), message);
    assertFalse(message.contains("\n"), message);
  }
}
