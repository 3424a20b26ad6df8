package io.simdann.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells of a file that isn't what was expected what it is instead. People take for data what a
 * server answered in its place, an archive that is to be unpacked first, or another library's
 * format.
 */
public final class FileKind {

  /** Files in the safetensors format, or what begins like them. */
  public static final String SAFETENSORS = "a safetensors file";

  /** Up to the place where archives of tar say what they are, and a line of text. */
  public static final int START_BYTES = 512;

  /**
   * Bytes that all files of a kind have at the same place.
   *
   * @param offset the place
   * @param bytes one character for each byte
   * @param kind the kind in words
   */
  private record Signature(int offset, String bytes, String kind) {

    boolean matches(byte[] start) {
      byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
      int end = offset + expected.length;
      return start.length >= end && Arrays.equals(start, offset, end, expected, 0, expected.length);
    }
  }

  private static final String ZIP = "a ZIP archive (PyTorch's .pt and NumPy's .npz are such, too)";

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(
              0,
              "version https://git-lfs.github.com/spec/",
              "a Git LFS pointer, in whose place \"git lfs pull\" puts the file"),
          new Signature(0, "PK\3\4", ZIP),
          new Signature(0, "PK\5\6", ZIP),
          new Signature(0, "\u0093NUMPY", "a NumPy array (.npy)"),
          new Signature(0, "\u0089HDF\r\n\u001a\n", "an HDF5 file"),
          new Signature(0, "\u0089PNG\r\n\u001a\n", "a PNG picture"),
          new Signature(0, "\u00ff\u00d8\u00ff", "a JPEG picture"),
          new Signature(0, "GIF8", "a GIF picture"),
          new Signature(8, "WEBP", "a WebP picture"),
          new Signature(4, "ftyphei", "a HEIF picture"),
          new Signature(4, "ftypmif1", "a HEIF picture"),
          new Signature(0, "II*\0", "a TIFF picture"),
          new Signature(0, "MM\0*", "a TIFF picture"),
          new Signature(0, "PAR1", "a Parquet file"),
          new Signature(0, "ARROW1", "an Arrow file"),
          new Signature(0, "GGUF", "a GGUF model"),
          new Signature(0, "MATLAB ", "a MATLAB file"),
          new Signature(0, "SQLite format 3", "an SQLite database"),
          new Signature(0, "%PDF-", "a PDF document"),
          new Signature(0, "\u001f\u008b", "gzip data"),
          new Signature(0, "BZh", "bzip2 data"),
          new Signature(0, "\u00fd7zXZ\0", "xz data"),
          new Signature(0, "\u0028\u00b5\u002f\u00fd", "zstd data"),
          new Signature(0, "7z\u00bc\u00af\u0027\u001c", "a 7-Zip archive"),
          new Signature(0, "Rar!\u001a\7", "a RAR archive"),
          new Signature(257, "ustar", "a tar archive"),
          new Signature(0, "\0\0\u0008", "an IDX file"),
          new Signature(0, "\0\0\r", "an IDX file"),
          new Signature(0, "\0\0\u000e", "an IDX file"),
          // The length in front of a safetensors header is at most 100,000,000.
          new Signature(4, "\0\0\0\0{", SAFETENSORS),
          new Signature(0, "\u0080\2", "a Python pickle"),
          new Signature(0, "\u0080\3", "a Python pickle"),
          new Signature(0, "\u0080\4", "a Python pickle"),
          new Signature(0, "\u0080\5", "a Python pickle"));

  private FileKind() {}

  /**
   * Tells what a file is whose first bytes have been read already.
   *
   * @param read these bytes, a few
   * @param rest the bytes after them, of which some are read
   * @return as {@link #of(byte[])}
   * @throws IOException if {@code rest} fails
   */
  public static Optional<String> of(byte[] read, InputStream rest) throws IOException {
    byte[] start = Arrays.copyOf(read, START_BYTES);
    int more = rest.readNBytes(start, read.length, start.length - read.length);
    return of(Arrays.copyOf(start, read.length + more));
  }

  /**
   * Tells what a file is.
   *
   * @param start its first bytes, {@link #START_BYTES} if it has so many
   * @return words that go after "is", for example {@code a web page (HTML)}; empty if it isn't
   *     known
   */
  public static Optional<String> of(byte[] start) {
    for (Signature signature : SIGNATURES) {
      if (signature.matches(start)) {
        return Optional.of(signature.kind());
      }
    }
    return isText(start) ? Optional.of(kindOfText(start)) : Optional.empty();
  }

  /** Whether there are no control characters but white space: not even UTF-16 passes. */
  private static boolean isText(byte[] start) {
    for (byte value : start) {
      boolean space = value == '\t' || value == '\n' || value == '\r' || value == '\f';
      if (value >= 0 && value < ' ' && !space || value == 0x7f) {
        return false;
      }
    }
    // At least half of it is ASCII, as in any script that has spaces and digits; noise is not.
    long ascii = 0;
    for (byte value : start) {
      ascii += value >= 0 ? 1 : 0;
    }
    return start.length > 0 && 2 * ascii >= start.length;
  }

  private static String kindOfText(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8);
    String trimmed = text.replace("\ufeff", "").strip().toLowerCase(Locale.ROOT);
    if (trimmed.startsWith("<!doctype html") || trimmed.startsWith("<html")) {
      return "a web page (HTML)";
    }
    if (trimmed.startsWith("<")) {
      return "XML, or a web page";
    }
    if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
      return "JSON";
    }
    String firstLine = trimmed.lines().findFirst().orElse("");
    return firstLine.matches(".+[,;\t].*") ? "text, perhaps a table (CSV)" : "text";
  }
}
