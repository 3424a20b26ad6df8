package io.simdann.data.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedGzipInputTest {

  private static final int SIZE_AT = 16;
  private static final int DATA_AT = 18;
  private static final int TRAILER_BYTES = 8;

  /** Compresses to a half; neighbouring members differ. */
  private static final byte[] CONTENT = content(300_000);

  @ParameterizedTest
  @ValueSource(ints = {1_000, 4_099, BlockedGzip.BLOCK_BYTES})
  void theContentArrivesWholeWhateverTheThreadsAndReads(int blockBytes) throws IOException {
    byte[] file = IdxBytes.concat(BlockedGzip.compress(CONTENT, blockBytes), BlockedGzip.end());

    for (int threads : new int[] {1, 2, 3, 200}) {
      for (int readBytes : new int[] {999, 1_000, 65_537, CONTENT.length, CONTENT.length + 1}) {
        assertArrayEquals(CONTENT, read(file, threads, readBytes));
      }
    }
  }

  @Test
  void singleBytesCanBeRead() throws IOException {
    byte[] content = Arrays.copyOf(CONTENT, 100);
    try (InputStream in = input(BlockedGzip.compress(content, 7), 2)) {
      for (byte expected : content) {
        assertEquals(expected & 0xff, in.read());
      }
      assertEquals(-1, in.read());
      assertEquals(-1, in.read(new byte[1]));
    }
  }

  @Test
  void aReadKeepsToItsPartOfTheArray() throws IOException {
    byte[] array = new byte[2_000];
    Arrays.fill(array, (byte) 99);
    byte[] expected = array.clone();
    System.arraycopy(CONTENT, 0, expected, 50, 1_400);

    try (InputStream in = input(BlockedGzip.compress(CONTENT, 700), 2)) {
      assertEquals(1_400, in.read(array, 50, 1_500));
    }

    assertArrayEquals(expected, array);
  }

  @Test
  void emptyMembersAreSkipped() throws IOException {
    byte[] end = BlockedGzip.end();
    byte[] text = BlockedGzip.compress(CONTENT, CONTENT.length / 10);

    assertArrayEquals(CONTENT, read(IdxBytes.concat(end, end, text, end), 2, 500_000));
    assertArrayEquals(new byte[0], read(end, 2, 10));
    assertArrayEquals(new byte[0], read(new byte[0], 2, 10));
  }

  @Test
  void everyOtherReaderOfGzipReadsTheFile() throws IOException {
    byte[] file = IdxBytes.concat(BlockedGzip.compress(CONTENT, 5_000), BlockedGzip.end());
    try (InputStream in = new GzipInput(new ByteArrayInputStream(file), "file")) {
      assertArrayEquals(CONTENT, in.readAllBytes());
    }
  }

  @Test
  void anInterruptNeitherLosesDataNorIsItLost() throws IOException {
    byte[] file = BlockedGzip.compress(CONTENT, 1_000);
    Thread.currentThread().interrupt();

    byte[] read = read(file, 4, CONTENT.length);

    assertTrue(Thread.interrupted());
    assertArrayEquals(CONTENT, read);
  }

  @Test
  void everyTruncationInsideAMemberIsRefused() throws IOException {
    byte[] content = Arrays.copyOf(CONTENT, 90);
    byte[] member = BlockedGzip.compress(content, 90);
    byte[] file = IdxBytes.concat(member, member);
    for (int length = 0; length < file.length; length++) {
      byte[] truncated = Arrays.copyOf(file, length);
      if (length % member.length == 0) {
        assertEquals(90 * (length / member.length), read(truncated, 2, 1_000).length);
      } else {
        assertEquals(
            "file: the file ends at byte %d inside a gzip member, expected more compressed data"
                .formatted(length),
            refusal(truncated));
      }
    }
  }

  @Test
  void aMemberThatDoesNotTellItsSizeIsRefused() {
    byte[] blocked = BlockedGzip.compress(CONTENT, BlockedGzip.BLOCK_BYTES);
    byte[] plain = IdxBytes.gzip(CONTENT);
    String expected = "expected the header of a gzip member that tells its compressed size";

    assertEquals("file: byte 0: " + expected, refusal(plain));
    assertEquals(
        "file: byte %d: %s".formatted(blocked.length, expected),
        refusal(IdxBytes.concat(blocked, plain)));
  }

  @Test
  void aWrongCompressedSizeIsRefused() {
    byte[] file = BlockedGzip.compress(CONTENT, BlockedGzip.BLOCK_BYTES);
    byte[] small = patched(file, SIZE_AT, 24, 0);

    assertEquals(
        "file: byte 16: compressed size of a gzip member is 25, expected at least 26",
        refusal(small));
    assertTrue(refusal(patched(file, SIZE_AT, file[SIZE_AT] - 1)).startsWith("file: byte "));
    assertTrue(refusal(patched(file, SIZE_AT, file[SIZE_AT] + 1)).startsWith("file: byte "));
    assertTrue(refusal(patched(file, SIZE_AT, 255, 255)).startsWith("file: byte "));
  }

  @Test
  void aDeflateStreamThatEndsBeforeOrAfterItsMemberIsRefused() {
    byte[] member = BlockedGzip.compress(CONTENT, 50_000);
    member = Arrays.copyOf(member, memberBytes(member));
    int data = member.length - TRAILER_BYTES;
    byte[] trailer = Arrays.copyOfRange(member, data, member.length);
    byte[] longer = IdxBytes.concat(Arrays.copyOf(member, data), new byte[1], trailer);
    byte[] shorter = IdxBytes.concat(Arrays.copyOf(member, data - 1), trailer);

    for (byte[] wrong : new byte[][] {longer, shorter}) {
      assertEquals(
          "file: byte 16: compressed size of a gzip member is %d, but its deflate stream does not end there"
              .formatted(wrong.length),
          refusal(patched(wrong, SIZE_AT, wrong.length - 1, (wrong.length - 1) >> 8)));
    }
  }

  @Test
  void wrongChecksumsAndSizesAreRefused() {
    byte[] file = BlockedGzip.compress(Arrays.copyOf(CONTENT, 200), 200);
    int trailer = file.length - TRAILER_BYTES;

    assertTrue(
        refusal(patched(file, trailer, file[trailer] ^ 1))
            .matches("file: byte %d: stored CRC-32 \\w{8}, expected .*".formatted(trailer)));
    assertEquals(
        "file: byte %d: stored size 201, expected 200, that of the uncompressed data"
            .formatted(trailer + 4),
        refusal(patched(file, trailer + 4, 201)));
    assertEquals(
        "file: byte %d: stored size 199, expected at least 200, that of the uncompressed data"
            .formatted(trailer + 4),
        refusal(patched(file, trailer + 4, 199)));
    assertEquals(
        "file: byte %d: stored size 65992, expected at most 65536".formatted(trailer + 4),
        refusal(patched(file, trailer + 4, 200, 1, 1)));
    assertEquals(
        "file: byte %d: stored size 4294967295, expected at most 65536".formatted(trailer + 4),
        refusal(patched(file, trailer + 4, 255, 255, 255, 255)));
  }

  @Test
  void damageIsToldWhicheverThreadMeetsIt() {
    byte[] file = BlockedGzip.compress(CONTENT, 1_000);
    for (int start = 0, member = 0; start < file.length; member++) {
      int bytes = memberBytes(Arrays.copyOfRange(file, start, file.length));
      if (member % 37 == 0) {
        String message = refusal(patched(file, start + DATA_AT, 7)); // the reserved block type
        assertTrue(message.contains("compressed data is damaged (invalid block type)"), message);
      }
      start += bytes;
    }
  }

  @Test
  void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] content = Arrays.copyOf(CONTENT, 400);
    byte[] file = BlockedGzip.compress(content, 150);
    Random random = new Random(20_260_102);
    for (int i = 0; i < 3_000; i++) {
      int at = random.nextInt(file.length);
      byte[] mutant = patched(file, at, file[at] ^ 1 << random.nextInt(8));
      try {
        // Time, flags and system, which mean nothing.
        assertArrayEquals(content, read(mutant, 2, 1_000), "byte " + at);
      } catch (DataException e) {
        assertTrue(e.getMessage().startsWith("file: "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }

  private static int memberBytes(byte[] member) {
    return (member[SIZE_AT] & 0xff | (member[SIZE_AT + 1] & 0xff) << 8) + 1;
  }

  private static byte[] patched(byte[] file, int at, int... values) {
    byte[] patched = file.clone();
    for (int i = 0; i < values.length; i++) {
      patched[at + i] = (byte) values[i];
    }
    return patched;
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    for (int i = 0; i < length; i += 2) {
      content[i] = 0;
    }
    return content;
  }

  private static String refusal(byte[] file) {
    return assertThrows(DataException.class, () -> read(file, 3, CONTENT.length)).getMessage();
  }

  private static byte[] read(byte[] file, int threads, int readBytes) throws IOException {
    byte[] content = new byte[CONTENT.length + 1];
    int filled = 0;
    try (InputStream in = input(file, threads)) {
      int count = in.read(content, 0, Math.min(readBytes, content.length));
      while (count >= 0) {
        filled += count;
        count = in.read(content, filled, Math.min(readBytes, content.length - filled));
      }
    }
    return Arrays.copyOf(content, filled);
  }

  private static InputStream input(byte[] file, int threads) throws DataException {
    return new BlockedGzipInput(file, "file", threads);
  }
}
