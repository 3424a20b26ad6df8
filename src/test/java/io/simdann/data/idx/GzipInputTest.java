package io.simdann.data.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipInputTest {

  private static final byte[] TEXT = "a text, a text, a text".getBytes(StandardCharsets.US_ASCII);

  /** Magic, deflate, no flags, no time, no extra flags, unknown system. */
  private static final int HEADER_BYTES = 10;

  private static final int TRAILER_BYTES = 8;

  @Test
  void membersFollowOneAnother() throws IOException {
    byte[] first = IdxBytes.gzip(TEXT);
    byte[] empty = IdxBytes.gzip(new byte[0]);

    assertArrayEquals(TEXT, unzip(first));
    assertArrayEquals(new byte[0], unzip(empty));
    assertArrayEquals(
        IdxBytes.concat(TEXT, TEXT), unzip(IdxBytes.concat(empty, first, empty, first, empty)));
  }

  @Test
  void aSourceThatGivesOneByteAtATimeIsNoProblem() throws IOException {
    byte[] file = IdxBytes.concat(IdxBytes.gzip(TEXT), IdxBytes.gzip(TEXT));
    InputStream trickle =
        new FilterInputStream(new ByteArrayInputStream(file)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
          }
        };
    try (GzipInput in = new GzipInput(trickle, "file")) {
      for (byte expected : IdxBytes.concat(TEXT, TEXT)) {
        assertEquals(expected, in.read());
      }
      assertEquals(-1, in.read());
      assertEquals(-1, in.read());
    }
  }

  @Test
  void optionalHeaderFieldsAreSkipped() throws IOException {
    assertArrayEquals(TEXT, unzip(withHeaderFields()));
  }

  @Test
  void everyTruncationOfOptionalHeaderFieldsIsRefused() {
    byte[] file = withHeaderFields();
    for (int length = 0; length < file.length; length++) {
      String message = refusal(Arrays.copyOf(file, length));
      assertEquals(
          "file: the file ends at byte %d inside a gzip member, expected more compressed data"
              .formatted(length),
          message);
    }
  }

  @Test
  void aWrongHeaderChecksumIsRefused() {
    byte[] file = withHeaderFields();
    file[4]++; // the modification time

    assertTrue(refusal(file).startsWith("file: byte 28: stored gzip header checksum "));
  }

  @Test
  void wrongChecksumsAndSizesAreRefused() {
    byte[] file = IdxBytes.gzip(TEXT);
    int trailer = file.length - TRAILER_BYTES;
    byte[] wrongCrc = file.clone();
    wrongCrc[trailer] ^= 1;
    byte[] wrongSize = file.clone();
    wrongSize[trailer + 4] = 99;

    assertTrue(refusal(wrongCrc).startsWith("file: byte %d: stored CRC-32 ".formatted(trailer)));
    assertEquals(
        "file: byte %d: stored size 99, expected 22, that of the uncompressed data modulo 2^32"
            .formatted(trailer + 4),
        refusal(wrongSize));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 18, 512, 200_000})
  void zerosBehindTheLastMemberAreSkipped(int zeros) throws IOException {
    byte[] file = IdxBytes.concat(IdxBytes.gzip(TEXT), IdxBytes.gzip(TEXT));

    assertArrayEquals(IdxBytes.concat(TEXT, TEXT), unzip(Arrays.copyOf(file, file.length + zeros)));
  }

  @Test
  void otherBytesBehindTheLastMemberAreRefused() {
    byte[] file = IdxBytes.gzip(TEXT);
    byte[] garbage = Arrays.copyOf(file, file.length + 2);
    garbage[file.length] = 'x';
    byte[] behindZeros = Arrays.copyOf(file, file.length + 5);
    behindZeros[file.length + 3] = 0x1f;

    assertEquals(
        "file: byte %d: found 78 00, expected another gzip member (1f 8b) or the end of the file"
            .formatted(file.length),
        refusal(garbage));
    assertTrue(
        refusal(Arrays.copyOf(garbage, file.length + 1)).startsWith("file: the file ends at "));
    assertEquals(
        "file: byte %d: found 1f behind the zeros that follow the last gzip member, expected more"
                .formatted(file.length + 3)
            + " zeros or the end of the file",
        refusal(behindZeros));
  }

  @Test
  void unknownMethodsAndFlagsAreRefused() {
    byte[] method = IdxBytes.gzip(TEXT);
    method[2] = 7;
    byte[] flags = IdxBytes.gzip(TEXT);
    flags[3] = (byte) 0x80;

    assertEquals("file: byte 2: gzip compression method 7, expected 8 (deflate)", refusal(method));
    assertEquals("file: byte 3: gzip flags 80, expected none of the reserved e0", refusal(flags));
  }

  @Test
  void damagedCompressedDataAreRefused() {
    byte[] file = IdxBytes.gzip(TEXT);
    file[HEADER_BYTES] = 7; // the reserved block type

    String message = refusal(file);

    assertTrue(message.contains("compressed data is damaged (invalid block type)"), message);
  }

  /** Returns a file with all optional header fields, which Java's own stream cannot write. */
  private static byte[] withHeaderFields() {
    byte[] plain = IdxBytes.gzip(TEXT);
    byte[] header = Arrays.copyOf(plain, HEADER_BYTES);
    header[3] = 0x1e;
    byte[] extra = {3, 0, 'x', 'y', 'z'};
    byte[] name = "name\0".getBytes(StandardCharsets.US_ASCII);
    byte[] comment = "comment\0".getBytes(StandardCharsets.US_ASCII);
    byte[] fields = IdxBytes.concat(header, extra, name, comment);
    CRC32 crc = new CRC32();
    crc.update(fields);
    byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    return IdxBytes.concat(fields, checksum, Arrays.copyOfRange(plain, HEADER_BYTES, plain.length));
  }

  private static String refusal(byte[] file) {
    return assertThrows(DataException.class, () -> unzip(file)).getMessage();
  }

  private static byte[] unzip(byte[] file) throws IOException {
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(file), "file")) {
      return in.readAllBytes();
    }
  }
}
