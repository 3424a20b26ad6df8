package io.simdann.data.idx;

import io.simdann.OneLine;
import io.simdann.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** What {@link GzipInput} reads, the JDK reads alike; else it is refused in one line. */
public final class GzipFuzz {
  private static final String NAME = "fuzz.gz";

  /** Of a longer content only that it is one counts. */
  private static final int MOST = 1 << 20;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

  /** The entry for fuzzers: bytes of a file, or of its deflate stream alone. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    byte[] content = unzip(bytes);
    if (content != null) {
      requireSame(byTheJdk(bytes), content);
    }
    byte[] inflated = inflate(bytes);
    if (inflated != null) {
      requireSame(inflated, unzip(member(bytes, inflated)));
    }
  }

  private static void requireSame(byte[] expected, byte[] actual) {
    if (!Arrays.equals(expected, actual)) {
      throw new AssertionError(length(actual) + " bytes, expected " + length(expected));
    }
  }

  private static String length(byte[] bytes) {
    return bytes == null ? "no" : Integer.toString(bytes.length);
  }

  /** The content, or the first of it; null if the file is refused. */
  private static byte[] unzip(byte[] file) {
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(file), NAME)) {
      return in.readNBytes(MOST);
    } catch (DataException e) {
      OneLine.require(NAME + ": ", e.getMessage());
      return null;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] byTheJdk(byte[] file) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return in.readNBytes(MOST);
    } catch (IOException e) {
      return null;
    }
  }

  /** The content of a deflate stream that fills all bytes; null if it doesn't. */
  private static byte[] inflate(byte[] bytes) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes);
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 12];
      for (int count = 1; count > 0 && content.size() <= MOST; ) {
        count = inflater.inflate(buffer);
        content.write(buffer, 0, count);
      }
      boolean whole = inflater.finished() && inflater.getRemaining() == 0;
      return whole && content.size() <= MOST ? content.toByteArray() : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }

  private static byte[] member(byte[] deflated, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return ByteBuffer.allocate(HEADER.length + deflated.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HEADER)
        .put(deflated)
        .putInt((int) crc.getValue())
        .putInt(content.length)
        .array();
  }

  private GzipFuzz() {}
}
