package io.simdann.data.idx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.simdann.data.DataException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileRefusalTest {

  /** What reading takes whatever the file: its buffers. */
  private static final long BUFFERS = 1 << 20;

  @TempDir private Path directory;

  @Test
  void everyTruncationOfARawFileIsRefused() throws IOException {
    byte[] file = IdxBytes.unsignedBytes(3, 2, 4);
    for (int length = 0; length < file.length; length++) {
      refusal(Arrays.copyOf(file, length));
    }
    IdxBytes.read(file);
  }

  @Test
  void everyTruncationOfACompressedFileIsRefused() throws IOException {
    byte[] file = IdxBytes.gzip(IdxBytes.unsignedBytes(3, 2, 4));
    for (int length = 0; length < file.length; length++) {
      refusal(Arrays.copyOf(file, length));
    }
    IdxBytes.read(file);
  }

  @Test
  void everyTruncationBeforeCompressionIsRefused() {
    byte[] file = IdxBytes.unsignedBytes(3, 2, 4);
    for (int length = 0; length < file.length; length++) {
      refusal(IdxBytes.gzip(Arrays.copyOf(file, length)));
    }
  }

  @Test
  void truncationIsToldWithExpectedAndFoundBytes() {
    byte[] file = IdxBytes.unsignedBytes(3, 2, 4);

    assertEquals(
        "digits.idx: byte 0: the magic number: expected 4 bytes, found 3",
        refusal(Arrays.copyOf(file, 3)));
    assertEquals(
        "digits.idx: byte 4: 3 dimensions: expected 12 bytes, found 5",
        refusal(Arrays.copyOf(file, 9)));
    assertEquals(
        "digits.idx: byte 16: dimensions 3 × 2 × 4 of unsigned byte need 24 bytes of data, found 7",
        refusal(Arrays.copyOf(file, 23)));
    assertEquals(
        "digits.idx: byte 16 of the uncompressed data: dimensions 3 × 2 × 4 of unsigned byte need"
            + " 24 bytes of data, found 7",
        refusal(IdxBytes.gzip(Arrays.copyOf(file, 23))));
  }

  @Test
  void trailingBytesAreRefused() {
    byte[] file = IdxBytes.unsignedBytes(2, 2);
    byte[] longer = Arrays.copyOf(file, file.length + 3);

    assertEquals(
        "digits.idx: byte 12: dimensions 2 × 2 of unsigned byte need 4 bytes of data, found 7",
        refusal(longer));
    assertEquals(
        "digits.idx: byte 12 of the uncompressed data: dimensions 2 × 2 of unsigned byte need 4"
            + " bytes of data, found at least 5",
        refusal(IdxBytes.gzip(longer)));
  }

  @Test
  void anEmptyFileIsRefused() {
    assertEquals("digits.idx: the file is empty, expected an IDX file", refusal(new byte[0]));
    assertEquals(
        "digits.idx: byte 0 of the uncompressed data: the magic number: expected 4 bytes, found 0",
        refusal(IdxBytes.gzip(new byte[0])));
  }

  @Test
  void aWrongMagicNumberIsRefused() {
    assertEquals(
        "digits.idx: byte 0: magic number 89 50 4e 48, expected 00 00, type, dimensions",
        refusal(new byte[] {(byte) 0x89, 'P', 'N', 'H', 13, 10, 26, 10}));
  }

  @Test
  void aFileOfAnotherKindIsToldByItsName() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    byte[] page = "<!DOCTYPE html><title>404</title>".getBytes(StandardCharsets.US_ASCII);

    assertEquals("digits.idx: is a PNG picture, expected an IDX file", refusal(png));
    assertEquals("digits.idx: is a web page (HTML), expected an IDX file", refusal(page));
    assertEquals(
        "digits.idx: holds a web page (HTML), expected an IDX file", refusal(IdxBytes.gzip(page)));
  }

  @Test
  void anUnknownElementTypeIsRefused() {
    String message = refusal(IdxBytes.file(0x0a, new int[] {1}, (byte) 0));

    assertTrue(message.startsWith("digits.idx: byte 2: element type 0a, expected one of 08 (unsi"));
  }

  @Test
  void aFileWithoutDimensionsIsRefused() {
    assertEquals(
        "digits.idx: byte 3: number of dimensions is 0, expected at least 1",
        refusal(IdxBytes.file(0x08, new int[0], (byte) 1)));
  }

  @Test
  void aDimensionOfZeroOrBeyondTheLimitIsRefused() {
    assertEquals(
        "digits.idx: byte 8: dimension 2 is 0, expected 1 to 2147483647",
        refusal(IdxBytes.file(0x08, new int[] {1, 0})));
    assertEquals(
        "digits.idx: byte 4: dimension 1 is 4294967295, expected 1 to 2147483647",
        refusal(IdxBytes.file(0x08, new int[] {-1, 1}, (byte) 1)));
  }

  @Test
  void dimensionsWhoseProductOverflowsAreRefused() {
    int max = Integer.MAX_VALUE;
    for (int[] dimensions :
        new int[][] {
          {65_536, 65_536}, // 2^32, which is 0 as an int
          {65_536, 65_536, 65_536, 65_536}, // 2^64, which is 0 as a long
          {max, max, max},
          {max, 2},
          {max}
        }) {
      assertTrue(
          refusal(IdxBytes.file(0x08, dimensions))
              .endsWith("need more than the 2147483639 bytes that fit an array"));
    }
    int[] manyDimensions = new int[255];
    Arrays.fill(manyDimensions, max);
    assertTrue(refusal(IdxBytes.file(0x0e, manyDimensions)).contains("2147483647 × … of double"));
  }

  @Test
  void sizesInAHeaderAreNotBelievedBeforeTheyAreProven() {
    byte[] lie = IdxBytes.file(0x08, new int[] {50_000, 784, 50}, new byte[20]);
    byte[] lieWithNoise = IdxBytes.file(0x08, new int[] {50_000, 784, 50}, noise(300_000));

    assertTrue(refusal(lie).endsWith("need 1960000000 bytes of data, found 20"));
    for (byte[] file : new byte[][] {IdxBytes.gzip(lie), IdxBytes.gzip(lieWithNoise)}) {
      assertTrue(
          refusal(file)
              .endsWith(
                  "need 1960000000 bytes of data, found a gzip file of %d bytes, which holds at most %d"
                      .formatted(file.length, 1032L * file.length)));
    }
  }

  @Test
  void theStrongestCompressionIsBelieved() throws IOException {
    byte[] zeros = IdxBytes.gzip(IdxBytes.file(0x08, new int[] {5000, 1000}, new byte[5_000_000]));

    assertTrue(zeros.length < 5_000_000 / 1000, "bytes: " + zeros.length);
    assertEquals(5_000_000, IdxBytes.read(zeros).elements().length);
  }

  @Test
  void memoryIsTakenOnceForACompressedFile() throws IOException {
    byte[] zeros = IdxBytes.gzip(IdxBytes.file(0x08, new int[] {5000, 1000}, new byte[5_000_000]));
    IdxBytes.read(zeros);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    IdxBytes.read(zeros);

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 5_000_000 + BUFFERS, "bytes allocated: " + allocated);
  }

  @Test
  void aCompressedFileIsNotUnpackedBeyondItsAnnouncedEnd() {
    byte[] announced = IdxBytes.unsignedBytes(2, 2);
    byte[] bomb = IdxBytes.gzip(Arrays.copyOf(announced, 50_000_000));

    assertTrue(refusal(bomb).endsWith("need 4 bytes of data, found at least 5"));
  }

  @Test
  void whatIsNotAFileIsRefused() {
    Path missing = directory.resolve("missing");

    assertEquals(
        directory + ": is a directory, expected an IDX file",
        assertThrows(DataException.class, () -> IdxFile.read(directory)).getMessage());
    assertEquals(
        missing + ": no such file, expected an IDX file",
        assertThrows(DataException.class, () -> IdxFile.read(missing)).getMessage());
  }

  @Test
  void messagesNameThePath() throws IOException {
    Path path = Files.write(directory.resolve("text.gz"), new byte[] {'h', 'i', '!', '\n'});

    String message = assertThrows(DataException.class, () -> IdxFile.read(path)).getMessage();

    assertEquals(path + ": is text, expected an IDX file", message);
  }

  @Test
  void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] raw = IdxBytes.unsignedBytes(5, 3, 3);
    byte[] gzip = IdxBytes.gzip(raw);
    byte[] twoMembers =
        IdxBytes.concat(
            IdxBytes.gzip(Arrays.copyOf(raw, 20)),
            IdxBytes.gzip(Arrays.copyOfRange(raw, 20, raw.length)));
    Random random = new Random(20_260_101);
    int read = 0;
    int count = 10_000;
    for (int i = 0; i < count; i++) {
      byte[] original = i % 3 == 0 ? raw : i % 3 == 1 ? gzip : twoMembers;
      byte[] mutant = mutate(original, random);
      if (i % 5 == 4) {
        mutant = IdxBytes.gzip(mutate(raw, random)); // behind intact compression
      }
      try {
        IdxFile file = IdxBytes.read(mutant);
        long size = file.elementType().size();
        for (int dimension : file.dimensions()) {
          size *= dimension;
        }
        assertEquals(size, file.elements().length);
        read++;
      } catch (DataException e) {
        assertOneLine(e);
      }
    }
    assertTrue(read > count / 100 && read < count, "files read: " + read);
  }

  /** Flips bits, overwrites, inserts, deletes, or repeats, at one to three places. */
  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original;
    for (int places = 1 + random.nextInt(3); places > 0; places--) {
      int at = random.nextInt(bytes.length);
      byte[] head = Arrays.copyOf(bytes, at);
      byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> tail[0] ^= (byte) (1 << random.nextInt(8));
        case 1 -> tail[0] = (byte) random.nextInt();
        case 2 -> tail = IdxBytes.concat(noise(1 + random.nextInt(4)), tail);
        case 3 -> tail = Arrays.copyOfRange(tail, 1, tail.length);
        default -> head = IdxBytes.concat(head, tail);
      }
      bytes = IdxBytes.concat(head, tail);
      if (bytes.length == 0) {
        return original;
      }
    }
    return bytes;
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  /** Returns the message of the refusal, after having checked its form and its memory. */
  private static String refusal(byte[] file) {
    assertThrows(DataException.class, () -> IdxBytes.read(file)); // loads the classes it needs
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    DataException exception = assertThrows(DataException.class, () -> IdxBytes.read(file));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated <= BUFFERS + 16L * file.length, () -> "bytes allocated: " + allocated);
    assertOneLine(exception);
    return exception.getMessage();
  }

  private static void assertOneLine(DataException exception) {
    String message = exception.getMessage();
    assertTrue(message.startsWith(IdxBytes.NAME + ": "), message);
    assertFalse(message.contains("\n"), message);
    assertFalse(message.contains("null"), message);
  }
}
