package io.simdann.data.idx;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files, good and bad ones, in memory. */
public final class IdxBytes {

  /** What {@link #read} calls the file. */
  static final String NAME = "digits.idx";

  private IdxBytes() {}

  /** Returns a file with the dimensions as they are given, however few elements follow. */
  public static byte[] file(int type, int[] dimensions, byte... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length);
    bytes.putInt(type << 8 | dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.put(elements).array();
  }

  /** Returns a file of unsigned bytes whose elements are 0, 37, 74, … modulo 256. */
  public static byte[] unsignedBytes(int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    byte[] elements = new byte[size];
    for (int i = 0; i < size; i++) {
      elements[i] = (byte) (37 * i);
    }
    return file(0x08, dimensions, elements);
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  static IdxFile read(byte[] file) throws IOException {
    return IdxFile.read(new ByteArrayInputStream(file), NAME, file.length);
  }
}
