package io.simdann.data.idx;

import io.simdann.data.DataException;
import io.simdann.format.FileKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Parses one IDX file, raw or compressed with gzip.
 *
 * <pre>
 *   byte 0   00 00 type dimensions     magic number: element type and number of dimensions d
 *   byte 4   size size size size       first dimension, 32 bits, big-endian
 *            …
 *   byte 4+4d                          elements, big-endian, the last dimension running fastest
 * </pre>
 *
 * <p>Sizes that stand in the file are compared with its length before memory is taken for them: a
 * raw file's must agree with it, and a compressed file's must be possible. That memory is taken at
 * once, since to grow would take several times as much.
 *
 * @hidden internal
 */
public final class IdxReader {

  /** What one read asks for: larger requests make the JDK keep native buffers as large. */
  private static final int CHUNK_BYTES = 1 << 18;

  /** What deflate can make of one byte at most: 258 bytes of 2 bits. */
  private static final long MOST_INFLATED = 1032;

  private static final long MEGABYTE = 1 << 20;

  /** In place of a file's length: the file is the program's own. */
  private static final long TRUSTED = -1;

  /** The longest array that every JVM can allocate. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /**
   * What is asked of a file besides, before its elements are read.
   *
   * @hidden internal
   */
  @FunctionalInterface
  public interface HeaderCheck {

    /** For files that may hold anything. */
    HeaderCheck NONE = (file, type, dimensions) -> {};

    /**
     * Refuses a file that can't be of use.
     *
     * @param file what messages call it
     * @param type the element type
     * @param dimensions one or more, whose product is the number of elements
     * @throws DataException if it is of no use
     */
    void accept(String file, IdxElementType type, int[] dimensions) throws DataException;
  }

  private final String file;
  private final long fileLength;
  private final HeaderCheck check;
  private final boolean compressed;
  private final InputStream in;
  private long offset;

  private IdxReader(
      String file, long fileLength, HeaderCheck check, boolean compressed, InputStream in) {
    this.file = file;
    this.fileLength = fileLength;
    this.check = check;
    this.compressed = compressed;
    this.in = in;
  }

  /**
   * Reads a whole file; its first two bytes tell whether it is compressed.
   *
   * @param source the file's bytes; left open
   * @param file what messages call the file
   * @param fileLength the number of bytes in {@code source}, as they are stored
   * @param check what is asked of the file besides
   * @return the file's content
   * @throws DataException if it is not an IDX file, byte by byte, or {@code check} refuses it
   * @throws IOException if {@code source} fails
   */
  static IdxFile read(InputStream source, String file, long fileLength, HeaderCheck check)
      throws IOException {
    if (fileLength == 0) {
      throw new DataException(file + ": the file is empty, expected an IDX file");
    }
    BufferedInputStream buffered = new BufferedInputStream(source);
    buffered.mark(2);
    boolean compressed = GzipInput.isMagic(buffered.read(), buffered.read());
    buffered.reset();
    if (!compressed) {
      return new IdxReader(file, fileLength, check, false, buffered).parse();
    }
    try (GzipInput unzipped = new GzipInput(buffered, file)) {
      return new IdxReader(file, fileLength, check, true, unzipped).parse();
    }
  }

  /**
   * Reads a file of the program's own, whose dimensions are believed as they stand, on all
   * processors.
   *
   * @param blockedGzip the whole file, compressed as {@link BlockedGzipInput} wants it
   * @param file what messages call the file
   * @return the file's content
   * @throws IOException if it is damaged
   */
  public static IdxFile readTrusted(byte[] blockedGzip, String file) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (InputStream unzipped = new BlockedGzipInput(blockedGzip, file, threads)) {
      return new IdxReader(file, TRUSTED, HeaderCheck.NONE, true, unzipped).parse();
    }
  }

  private IdxFile parse() throws IOException {
    byte[] magic = readHeader(4, "the magic number");
    if (magic[0] != 0 || magic[1] != 0) {
      Optional<String> kind = FileKind.of(magic, in);
      if (kind.isPresent()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: %s %s, expected an IDX file",
                file,
                compressed ? "holds" : "is",
                kind.get()));
      }
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 0%s: magic number %02x %02x %02x %02x, expected 00 00, type, dimensions",
              file,
              ofWhat(),
              magic[0],
              magic[1],
              magic[2],
              magic[3]));
    }
    IdxElementType type = IdxElementType.ofCode(magic[2]);
    if (type == null) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 2%s: element type %02x, expected one of %s",
              file,
              ofWhat(),
              magic[2],
              IdxElementType.codes()));
    }
    int rank = magic[3] & 0xff;
    if (rank == 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 3%s: number of dimensions is 0, expected at least 1",
              file,
              ofWhat()));
    }
    int[] dimensions = readDimensions(rank);
    int size = requireSize(type, dimensions);
    check.accept(file, type, dimensions);
    byte[] elements = readElements(type, dimensions, size);
    return new IdxFile(file, type, dimensions, elements);
  }

  private int[] readDimensions(int rank) throws IOException {
    byte[] bytes = readHeader(4 * rank, rank == 1 ? "1 dimension" : rank + " dimensions");
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      int at = 4 * i;
      dimensions[i] =
          (bytes[at] & 0xff) << 24
              | (bytes[at + 1] & 0xff) << 16
              | (bytes[at + 2] & 0xff) << 8
              | (bytes[at + 3] & 0xff);
      if (dimensions[i] <= 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: byte %d%s: dimension %d is %s, expected 1 to %d",
                file,
                4 + at,
                ofWhat(),
                i + 1,
                Integer.toUnsignedString(dimensions[i]),
                Integer.MAX_VALUE));
      }
    }
    return dimensions;
  }

  /** Returns the elements' size in bytes once it is known to fit an array and the file. */
  private int requireSize(IdxElementType type, int[] dimensions) throws DataException {
    long size = type.size();
    for (int dimension : dimensions) {
      // Neither factor exceeds 2^31, so the product is exact.
      size *= dimension;
      if (size > MAX_BYTES) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: byte 4%s: dimensions %s of %s need more than the %d bytes that fit an array",
                file,
                ofWhat(),
                shape(dimensions),
                type,
                MAX_BYTES));
      }
    }
    if (!compressed && offset + size != fileLength) {
      throw sizeMismatch(type, dimensions, size, Long.toString(fileLength - offset));
    }
    if (compressed && fileLength != TRUSTED && size > MOST_INFLATED * fileLength) {
      throw sizeMismatch(
          type,
          dimensions,
          size,
          String.format(
              Locale.ROOT,
              "a gzip file of %d bytes, which holds at most %d",
              fileLength,
              MOST_INFLATED * fileLength));
    }
    return (int) size;
  }

  private byte[] readElements(IdxElementType type, int[] dimensions, int size) throws IOException {
    boolean trusted = fileLength == TRUSTED;
    int chunk = trusted ? size : CHUNK_BYTES;
    byte[] elements = allocate(type, dimensions, size);
    int filled = 0;
    while (filled < size) {
      int count = in.read(elements, filled, Math.min(chunk, size - filled));
      if (count < 0) {
        throw sizeMismatch(type, dimensions, size, Integer.toString(filled));
      }
      filled += count;
    }
    if (in.read() >= 0) {
      throw sizeMismatch(type, dimensions, size, "at least " + (size + 1L));
    }
    return elements;
  }

  /** Returns room for the elements, or tells how much they need. */
  private byte[] allocate(IdxElementType type, int[] dimensions, int size) throws DataException {
    long most = Runtime.getRuntime().maxMemory();
    try {
      if (size < most) {
        return new byte[size];
      }
    } catch (OutOfMemoryError e) {
      // Told below: no more than these bytes was asked for, and they weren't there.
    }
    throw new DataException(
        String.format(
            Locale.ROOT,
            "%s: byte 4%s: dimensions %s of %s need %d MB of memory, but java may use %d MB in all: give it more with -Xmx",
            file,
            ofWhat(),
            shape(dimensions),
            type,
            (size + MEGABYTE - 1) / MEGABYTE,
            most / MEGABYTE));
  }

  private byte[] readHeader(int length, String what) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte %d%s: %s: expected %d bytes, found %d",
              file,
              offset,
              ofWhat(),
              what,
              length,
              bytes.length));
    }
    offset += length;
    return bytes;
  }

  private DataException sizeMismatch(
      IdxElementType type, int[] dimensions, long expected, String found) {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s: byte %d%s: dimensions %s of %s need %d bytes of data, found %s",
            file,
            offset,
            ofWhat(),
            shape(dimensions),
            type,
            expected,
            found));
  }

  private String ofWhat() {
    return compressed ? " of the uncompressed data" : "";
  }

  /** Returns dimensions as in {@code 60000 × 28 × 28}; only the first few of very many. */
  static String shape(int[] dimensions) {
    int shown = 6;
    return IntStream.of(dimensions)
        .limit(shown)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" × ", "", dimensions.length > shown ? " × …" : ""));
  }
}
