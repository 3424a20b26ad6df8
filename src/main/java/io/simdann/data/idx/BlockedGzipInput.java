package io.simdann.data.idx;

import io.simdann.data.DataException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip file whose members can be found without being decompressed, several members
 * at a time, each straight to its place in the caller's array.
 *
 * <p>Each member tells its compressed size in a field of its header, which other readers of gzip
 * skip, and holds at most 64 KB. The format is BGZF, which genomics made for random access:
 *
 * <pre>
 *   byte 0    1f 8b 08 04    magic number, deflate, a header with an extra field
 *   byte 4    …              time, flags, system: 6 bytes without a meaning here
 *   byte 10   06 00          bytes of the extra field, little-endian like all numbers
 *   byte 12   42 43 02 00    "BC", 2 bytes
 *   byte 16   size size      bytes of the whole member, less 1
 *   byte 18   …              deflate stream
 *             crc crc crc crc    CRC-32 of the uncompressed data
 *             size size size size   bytes of the uncompressed data
 * </pre>
 *
 * @see <a href="https://samtools.github.io/hts-specs/SAMv1.pdf">SAM format specification, section
 *     4.1</a>
 */
final class BlockedGzipInput extends InputStream {

  private static final int HEADER_BYTES = 18;
  private static final int TRAILER_BYTES = 8;
  private static final int MOST_MEMBER_BYTES = 1 << 16;

  /** Members that a thread takes at a time, so that threads seldom meet. */
  private static final int MEMBERS_AT_A_TIME = 8;

  private final byte[] file;
  private final String name;
  private final int threads;
  private final int members;

  /** Offset in the file of each member, then the length of the file. */
  private final int[] starts;

  /** Offset in the uncompressed data of each member, then the length of all. */
  private final long[] outputs;

  /** The next member to be decompressed. */
  private int next;

  /** What is left of a member that was too large for the array it was read into. */
  private byte[] rest = {};

  private int restPosition;

  /**
   * Finds the members of a file; nothing is decompressed yet.
   *
   * @param file the whole compressed file; not changed, and not to be changed
   * @param name what messages call the file
   * @param threads how many may decompress at the same time, the caller included; at least 1
   * @throws DataException if a header is not as it should be, or the file ends inside a member
   */
  BlockedGzipInput(byte[] file, String name, int threads) throws DataException {
    this.file = file;
    this.name = name;
    this.threads = threads;
    int[] starts = new int[16];
    long[] outputs = new long[16];
    int count = 0;
    while (starts[count] < file.length) {
      if (count + 1 == starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
        outputs = Arrays.copyOf(outputs, starts.length);
      }
      int end = starts[count] + memberBytes(starts[count]);
      outputs[count + 1] = outputs[count] + uncompressedBytes(end);
      starts[++count] = end;
    }
    this.starts = starts;
    this.outputs = outputs;
    this.members = count;
  }

  private int memberBytes(int start) throws DataException {
    if (start + HEADER_BYTES > file.length) {
      throw truncated();
    }
    boolean blocked =
        intAt(start) == 0x04088b1f && shortAt(start + 10) == 6 && intAt(start + 12) == 0x00024342;
    if (!blocked) {
      throw damaged(start, "expected the header of a gzip member that tells its compressed size");
    }
    int bytes = shortAt(start + 16) + 1;
    if (bytes < HEADER_BYTES + TRAILER_BYTES) {
      throw damaged(
          start + 16,
          String.format(
              Locale.ROOT,
              "compressed size of a gzip member is %d, expected at least %d",
              bytes,
              HEADER_BYTES + TRAILER_BYTES));
    }
    if (bytes > file.length - start) {
      throw truncated();
    }
    return bytes;
  }

  /** The size that stands in a member's last four bytes. */
  private int uncompressedBytes(int end) throws DataException {
    int bytes = intAt(end - 4);
    if (bytes < 0 || bytes > MOST_MEMBER_BYTES) {
      throw damaged(
          end - 4,
          String.format(
              Locale.ROOT,
              "stored size %s, expected at most %d",
              Integer.toUnsignedString(bytes),
              MOST_MEMBER_BYTES));
    }
    return bytes;
  }

  @Override
  public int read() throws DataException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  /** Decompresses as many whole members as there is room for at once; of a larger one a part. */
  @Override
  public int read(byte[] target, int offset, int length) throws DataException {
    if (length == 0) {
      return 0;
    }
    while (restPosition == rest.length) {
      if (next == members) {
        return -1;
      }
      int first = next;
      int end = first;
      while (end < members && outputs[end + 1] - outputs[first] <= length) {
        end++;
      }
      if (end > first) {
        inflate(first, end, target, offset);
        next = end;
        int count = (int) (outputs[end] - outputs[first]);
        if (count > 0) {
          return count;
        }
      } else {
        rest = new byte[(int) (outputs[first + 1] - outputs[first])];
        restPosition = 0;
        inflate(first, first + 1, rest, 0);
        next = first + 1;
      }
    }
    int count = Math.min(length, rest.length - restPosition);
    System.arraycopy(rest, restPosition, target, offset, count);
    restPosition += count;
    return count;
  }

  private void inflate(int first, int end, byte[] target, int offset) throws DataException {
    Span span = new Span(first, end, target, offset);
    int tasks = (end - first + MEMBERS_AT_A_TIME - 1) / MEMBERS_AT_A_TIME;
    Thread[] helpers = new Thread[Math.min(threads, tasks) - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = HelperThreads.start(span, "simdann-inflate-" + (i + 1));
    }
    span.run();
    HelperThreads.join(helpers);
    span.throwFailure();
  }

  /** Successive members and where they go; run by several threads at once. */
  private final class Span implements Runnable {

    private final int end;
    private final byte[] target;

    /** Where in the target the uncompressed file would begin. */
    private final long origin;

    private final AtomicInteger untaken;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Span(int first, int end, byte[] target, int offset) {
      this.end = end;
      this.target = target;
      this.origin = offset - outputs[first];
      this.untaken = new AtomicInteger(first);
    }

    @Override
    public void run() {
      Inflater inflater = new Inflater(true);
      try {
        int from = untaken.getAndAdd(MEMBERS_AT_A_TIME);
        while (from < end && failure.get() == null) {
          int to = Math.min(end, from + MEMBERS_AT_A_TIME);
          for (int member = from; member < to; member++) {
            inflateMember(inflater, member, target, (int) (origin + outputs[member]));
          }
          from = untaken.getAndAdd(MEMBERS_AT_A_TIME);
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      } finally {
        inflater.end();
      }
    }

    void throwFailure() throws DataException {
      Throwable thrown = failure.get();
      if (thrown instanceof DataException damage) {
        throw damage;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown != null) {
        throw new IllegalStateException(name + ": decompression failed: " + thrown, thrown);
      }
    }
  }

  private void inflateMember(Inflater inflater, int member, byte[] target, int offset)
      throws DataException {
    int start = starts[member] + HEADER_BYTES;
    int end = starts[member + 1] - TRAILER_BYTES;
    int size = (int) (outputs[member + 1] - outputs[member]);
    inflater.reset();
    inflater.setInput(file, start, end - start);
    int filled = 0;
    boolean more = false;
    try {
      while (filled < size && !inflater.finished() && !inflater.needsInput()) {
        filled += inflater.inflate(target, offset + filled, size - filled);
      }
      // The end of the stream may still have to be read.
      more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
    } catch (DataFormatException e) {
      String reason = e.getMessage() == null ? "invalid deflate stream" : e.getMessage();
      throw damaged(
          end - inflater.getRemaining(),
          String.format(Locale.ROOT, "compressed data is damaged (%s)", reason));
    }
    if (more || inflater.finished() && filled < size) {
      throw damaged(
          end + 4,
          String.format(
              Locale.ROOT,
              "stored size %d, expected %s%d, that of the uncompressed data",
              size,
              more ? "at least " : "",
              more ? size + 1 : filled));
    }
    if (!inflater.finished() || inflater.getRemaining() > 0) {
      throw damaged(
          starts[member] + 16,
          String.format(
              Locale.ROOT,
              "compressed size of a gzip member is %d, but its deflate stream does not end there",
              starts[member + 1] - starts[member]));
    }
    CRC32 crc = new CRC32();
    crc.update(target, offset, size);
    if (intAt(end) != (int) crc.getValue()) {
      throw damaged(
          end,
          String.format(
              Locale.ROOT,
              "stored CRC-32 %08x, expected %08x, that of the uncompressed data",
              intAt(end),
              (int) crc.getValue()));
    }
  }

  private int intAt(int position) {
    return shortAt(position) | shortAt(position + 2) << 16;
  }

  private int shortAt(int position) {
    return file[position] & 0xff | (file[position + 1] & 0xff) << 8;
  }

  private DataException truncated() {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s: the file ends at byte %d inside a gzip member, expected more compressed data",
            name,
            file.length));
  }

  private DataException damaged(int at, String what) {
    return new DataException(String.format(Locale.ROOT, "%s: byte %d: %s", name, at, what));
  }
}
