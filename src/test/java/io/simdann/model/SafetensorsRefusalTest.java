package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsRefusalTest {

  /** What reading takes whatever the file: its buffers and the parser's. */
  private static final long BUFFERS = 1 << 20;

  @TempDir private Path directory;

  @Test
  void theGoodFileThatTheOthersAreDerivedFromIsRead() throws IOException {
    assertEquals(
        1,
        SafetensorsBytes.read(SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}", 8))
            .tensors()
            .size());
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] file = SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}", 8);
    for (int length = 0; length < file.length; length++) {
      refusal(Arrays.copyOf(file, length));
    }
  }

  @Test
  void aHeaderLengthIsNotBelievedBeforeItIsProven() {
    assertEquals(
        "model.safetensors: byte 0: found 5 bytes, expected 8 with the length of a safetensors"
            + " header",
        refusal(new byte[5]));
    assertEquals(
        "model.safetensors: byte 0: header length 99999999, expected 2 to 2 in a file of 10 bytes",
        refusal(SafetensorsBytes.withLength(99_999_999, "{}")));
    for (long length : new long[] {0, 1, 3, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1, -8}) {
      assertTrue(
          refusal(SafetensorsBytes.withLength(length, "{}"))
              .contains("byte 0: header length " + Long.toUnsignedString(length) + ", expected"));
    }
  }

  @Test
  void aHeaderOfMoreThanAHundredMillionBytesIsRefusedUnread() {
    byte[] start = SafetensorsBytes.withLength(100_000_001, "{}");

    assertEquals(
        "model.safetensors: byte 0: header length 100000001, expected 2 to 100000000 in a file of"
            + " 200000000 bytes",
        assertThrows(
                ModelFormatException.class,
                () ->
                    Safetensors.read(
                        new ByteArrayInputStream(start), SafetensorsBytes.NAME, 200_000_000))
            .getMessage());
  }

  @Test
  void aFileOfAnotherKindIsToldByItsName() {
    byte[] pointer =
        ("version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] page = "<!DOCTYPE html><title>404</title>".getBytes(StandardCharsets.US_ASCII);
    // As PyTorch writes them: no flags, no compression, no time.
    byte[] zip = Arrays.copyOf(new byte[] {'P', 'K', 3, 4}, 404);

    assertEquals(
        "model.safetensors: is a Git LFS pointer, in whose place \"git lfs pull\" puts the file,"
            + " expected a safetensors file",
        refusal(pointer));
    assertEquals(
        "model.safetensors: is a web page (HTML), expected a safetensors file", refusal(page));
    assertEquals(
        "model.safetensors: is a ZIP archive (PyTorch's .pt and NumPy's .npz are such, too),"
            + " expected a safetensors file",
        refusal(zip));
  }

  @Test
  void theHeaderMustBeginWithABrace() {
    assertEquals(
        "model.safetensors: byte 8: the header begins with 20, expected 7b, an opening brace",
        refusal(SafetensorsBytes.file(" {" + SafetensorsBytes.GOOD_ENTRY + "}", 8)));
    refusal(SafetensorsBytes.file("[]", 0));
    refusal(SafetensorsBytes.file("\ufeff{}", 0));
  }

  @Test
  void onlySpacesMayFollowTheHeader() throws IOException {
    SafetensorsBytes.read(SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}  ", 8));
    int behind = 8 + "{".length() + SafetensorsBytes.GOOD_ENTRY.length() + "}".length();
    String start = "model.safetensors: byte %d: found ".formatted(behind);
    String end = " behind the header's closing brace, expected spaces (20)";

    assertEquals(
        start + "0a" + end,
        refusal(SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}\n ", 8)));
    assertEquals(
        start + "00" + end,
        refusal(SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}\0", 8)));
    assertEquals(
        start + "7b" + end,
        refusal(SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}{}", 8)));
  }

  @Test
  void theHeaderMustBeUtf8() {
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xff},
          {(byte) 0xc3, '('},
          {(byte) 0xc0, (byte) 0x80}, // zero in two bytes
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half a surrogate pair
          {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80} // beyond U+10FFFF
        }) {
      byte[] file = SafetensorsBytes.file("{\"__metadata__\":{\"k\":\"12345678\"}}", 0);
      System.arraycopy(bad, 0, file, 30, bad.length);

      assertEquals(
          "model.safetensors: byte 30: found %02x, expected well-formed UTF-8 in the header"
              .formatted(bad[0]),
          refusal(file));
    }
    assertTrue(
        refusal(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, '{', 0, '}', 0}).contains("not the expected"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{]",
        "{\"x\"}",
        "{\"x\":}",
        "{x:1}",
        "{'x':1}",
        "{\"x\":{},}",
        "{/* */}",
        "{\"\\ud83d\":{}}",
        "{\"__metadata__\":{\"a\":\"\\udc00\"}}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"__metadata__\":{\"a\":null}}",
        "{\"__metadata__\":{\"a\":{}}}",
        "{\"__metadata__\":null}",
        "{\"__metadata__\":[]}",
        "{\"__metadata__\":{\"a\":\"tab\there\"}}",
        "{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}}",
        "{\"__metadata__\":{},\"__metadata__\":{}}",
        "{\"x\":[]}",
        "{\"x\":null}",
        "{\"x\":{}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}}",
        "{\"x\":{\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"more\":1}}",
        "{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
            + "\"\\u0078\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":32,\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"f32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":0,\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[[0]],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[{}],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[\"0\"],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0.0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0e1],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[00],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[+0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[NaN],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1,0],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0,4294967296],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[18446744073709551616],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,16384],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775804,"
            + "-9223372036854775808]}}"
      })
  void whatTheFormatDoesNotKnowIsRefused(String json) {
    refusal(SafetensorsBytes.file(json, 0));
  }

  @Test
  void messagesNameTheOffsetAndTheField() {
    assertEquals(
        "model.safetensors: byte 37: tensor \"x\", shape: found value string, expected integers",
        refusal(
            SafetensorsBytes.file(
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}}", 8)));
    assertTrue(
        refusal(
                SafetensorsBytes.file(
                    "{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4))
            .endsWith("tensor \"x\": dtype \"BF16\", expected F32, the only type supported"));
    assertTrue(
        refusal(
                SafetensorsBytes.file(
                    "{" + SafetensorsBytes.GOOD_ENTRY.replace("[2]", "[3]") + "}", 8))
            .endsWith("data_offsets [0, 8] hold 8 bytes, expected 12 for shape [3]"));
    assertTrue(
        refusal(SafetensorsBytes.file("{\"a\\nb\":1}", 0))
            .endsWith("tensor \"a?b\": found value number int, expected an object"));
    assertTrue(
        refusal(
                SafetensorsBytes.file(
                    "{" + SafetensorsBytes.GOOD_ENTRY + "," + SafetensorsBytes.GOOD_ENTRY + "}", 8))
            .contains("Duplicate"));
  }

  @Test
  void theDataMustBeCoveredExactly() {
    String y =
        "{"
            + SafetensorsBytes.GOOD_ENTRY
            + ",\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s}}";

    assertEquals(
        "model.safetensors: tensor \"y\": data_offsets [12, 16], expected to begin at 8 and end by"
            + " 16",
        refusal(SafetensorsBytes.file(y.formatted("[12,16]"), 16)));
    assertEquals(
        "model.safetensors: tensor \"y\": data_offsets [4, 8], expected to begin at 8 and end by 8",
        refusal(SafetensorsBytes.file(y.formatted("[4,8]"), 8)));
    assertEquals(
        "model.safetensors: tensor \"y\": data_offsets [8, 12], expected to begin at 8 and end by"
            + " 11",
        refusal(SafetensorsBytes.file(y.formatted("[8,12]"), 11)));
    assertEquals(
        "model.safetensors: the tensors cover 12 bytes of data, expected all 13 that the file has",
        refusal(SafetensorsBytes.file(y.formatted("[8,12]"), 13)));
    assertEquals(
        "model.safetensors: the tensors cover 0 bytes of data, expected all 1 that the file has",
        refusal(SafetensorsBytes.file("{}", 1)));
  }

  @Test
  void theHeadersOrderHasNoMeaning() throws IOException {
    byte[] file =
        SafetensorsBytes.file(
            "{\"late\":{\"shape\":[1],\"data_offsets\":[4,8],\"dtype\":\"F32\"},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]},"
                + "\"early\":{\"data_offsets\":[0,4],\"dtype\":\"F32\",\"shape\":[1]}}",
            8);
    file[file.length - 6] = (byte) 0x80;
    file[file.length - 5] = 0x3f;

    Safetensors read = SafetensorsBytes.read(file);

    assertEquals("[early, none, late]", read.tensors().stream().map(Tensor::name).toList() + "");
    assertArrayEquals(new float[] {1}, read.tensor("early").orElseThrow().values());
  }

  @Test
  void announcedSizesAreNotAllocated() {
    refusal(
        SafetensorsBytes.file(
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}",
            100));
  }

  @Test
  void whatIsNotAFileIsRefused() {
    Path missing = directory.resolve("missing");

    assertEquals(
        directory + ": is not a regular file, expected a safetensors file",
        assertThrows(ModelFormatException.class, () -> Safetensors.read(directory)).getMessage());
    assertEquals(
        missing + ": no such file, expected a safetensors file",
        assertThrows(ModelFormatException.class, () -> Safetensors.read(missing)).getMessage());
  }

  @Test
  void messagesNameThePath() throws IOException {
    Path path = Files.write(directory.resolve("x"), SafetensorsBytes.file("[]", 0));

    assertEquals(
        path + ": byte 8: the header begins with 5b, expected 7b, an opening brace",
        assertThrows(ModelFormatException.class, () -> Safetensors.read(path)).getMessage());
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsNoticed() {
    byte[] file = SafetensorsBytes.file("{" + SafetensorsBytes.GOOD_ENTRY + "}", 8);
    byte[] shrunk = Arrays.copyOf(file, file.length - 3);

    assertThrows(
        EOFException.class,
        () ->
            Safetensors.read(new ByteArrayInputStream(shrunk), SafetensorsBytes.NAME, file.length));
  }

  /** Returns the message of the refusal, after having checked its form and its memory. */
  private static String refusal(byte[] file) {
    assertThrows(
        ModelFormatException.class,
        () -> SafetensorsBytes.read(file)); // loads the classes it needs
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    ModelFormatException exception =
        assertThrows(ModelFormatException.class, () -> SafetensorsBytes.read(file));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated <= BUFFERS + 64L * file.length, () -> "bytes allocated: " + allocated);
    SafetensorsBytes.assertOneLine(exception);
    return exception.getMessage();
  }
}
