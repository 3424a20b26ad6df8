package io.simdann.data.idx;

import io.simdann.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip file (RFC 1952) of one or more members and refuses anything else: damaged or
 * truncated members, wrong checksums and bytes other than zeros behind the last member, each with
 * the offset in the compressed file. {@link java.util.zip.GZIPInputStream} silently ignores bytes
 * behind a member that don't begin another one, and its messages have no offsets.
 */
final class GzipInput extends InputStream {

  private static final int FLAG_HEADER_CRC = 1 << 1;
  private static final int FLAG_EXTRA = 1 << 2;
  private static final int FLAG_NAME = 1 << 3;
  private static final int FLAG_COMMENT = 1 << 4;
  private static final int FLAGS_RESERVED = 0xe0;
  private static final int METHOD_DEFLATE = 8;

  private final InputStream in;
  private final String file;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);

  /** Of the member's header while that is read, then of its uncompressed data. */
  private final CRC32 crc = new CRC32();

  private int position;
  private int limit;

  /** Offset in the compressed file of {@code buffer[0]}. */
  private long bufferOffset;

  private boolean insideMember;
  private boolean finished;

  /**
   * Creates the stream; nothing is read yet.
   *
   * @param in the compressed bytes, from the first magic byte on
   * @param file what messages call the file
   */
  GzipInput(InputStream in, String file) {
    this.in = in;
    this.file = file;
  }

  /** Whether a file that starts with these two bytes, 0 to 255 each, is compressed with gzip. */
  static boolean isMagic(int first, int second) {
    return first == 0x1f && second == 0x8b;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!finished) {
      if (!insideMember) {
        readHeader();
      }
      int count = inflate(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        readTrailer();
        finished = !hasAnotherMember();
      } else if (inflater.needsDictionary()) {
        throw damaged(offset(), "a preset dictionary is asked for, which gzip files can't have");
      } else {
        feed();
      }
    }
    return -1;
  }

  /** Frees the decompressor's memory and closes the compressed stream. */
  @Override
  public void close() throws IOException {
    finished = true;
    inflater.end();
    in.close();
  }

  private void readHeader() throws IOException {
    crc.reset();
    long start = offset();
    int first = nextByte();
    int second = nextByte();
    if (!isMagic(first, second)) {
      throw damaged(
          start,
          String.format(
              Locale.ROOT,
              "found %02x %02x, expected another gzip member (1f 8b) or the end of the file",
              first,
              second));
    }
    int method = nextByte();
    if (method != METHOD_DEFLATE) {
      throw damaged(
          start + 2,
          String.format(Locale.ROOT, "gzip compression method %d, expected 8 (deflate)", method));
    }
    int flags = nextByte();
    if ((flags & FLAGS_RESERVED) != 0) {
      throw damaged(
          start + 3,
          String.format(Locale.ROOT, "gzip flags %02x, expected none of the reserved e0", flags));
    }
    skip(6); // modification time, extra flags, operating system
    if ((flags & FLAG_EXTRA) != 0) {
      skip(nextShort());
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      int computed = (int) crc.getValue() & 0xffff;
      long at = offset();
      int stored = nextShort();
      if (stored != computed) {
        throw damaged(
            at,
            String.format(
                Locale.ROOT, "stored gzip header checksum %04x, expected %04x", stored, computed));
      }
    }
    crc.reset();
    inflater.reset();
    insideMember = true;
  }

  private int inflate(byte[] target, int offset, int length) throws DataException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      position = limit - inflater.getRemaining();
      String reason = e.getMessage() == null ? "invalid deflate stream" : e.getMessage();
      throw damaged(
          offset(), String.format(Locale.ROOT, "compressed data is damaged (%s)", reason));
    }
  }

  private void feed() throws IOException {
    if (!fill()) {
      throw truncated();
    }
    inflater.setInput(buffer, position, limit - position);
    position = limit;
  }

  private void readTrailer() throws IOException {
    position = limit - inflater.getRemaining();
    long computedCrc = crc.getValue();
    long computedSize = inflater.getBytesWritten() & 0xffffffffL;
    long start = offset();
    long storedCrc = nextInt();
    if (storedCrc != computedCrc) {
      throw damaged(
          start,
          String.format(
              Locale.ROOT,
              "stored CRC-32 %08x, expected %08x, that of the uncompressed data",
              storedCrc,
              computedCrc));
    }
    long storedSize = nextInt();
    if (storedSize != computedSize) {
      throw damaged(
          start + 4,
          String.format(
              Locale.ROOT,
              "stored size %d, expected %d, that of the uncompressed data modulo 2^32",
              storedSize,
              computedSize));
    }
    insideMember = false;
  }

  /** Zeros that fill up the last block of a tape or a disk belong to no member; gzip skips them. */
  private boolean hasAnotherMember() throws IOException {
    if (!fill() || buffer[position] != 0) {
      return position < limit;
    }
    while (fill()) {
      if (buffer[position] != 0) {
        throw damaged(
            offset(),
            String.format(
                Locale.ROOT,
                "found %02x behind the zeros that follow the last gzip member, expected more zeros or the end of the file",
                buffer[position]));
      }
      position++;
    }
    return false;
  }

  private void skip(int count) throws IOException {
    for (int skipped = 0; skipped < count; skipped++) {
      nextByte();
    }
  }

  private void skipText() throws IOException {
    while (nextByte() != 0) {
      // a zero byte ends the text
    }
  }

  private long nextInt() throws IOException {
    return nextShort() | (long) nextShort() << 16;
  }

  private int nextShort() throws IOException {
    return nextByte() | nextByte() << 8;
  }

  private int nextByte() throws IOException {
    if (!fill()) {
      throw truncated();
    }
    int value = buffer[position++];
    crc.update(value);
    return value & 0xff;
  }

  /** Makes at least one byte available in the buffer, or returns false at the end of the file. */
  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    bufferOffset += limit;
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** Offset in the compressed file of the next byte that is taken from the buffer. */
  private long offset() {
    return bufferOffset + position;
  }

  private DataException truncated() {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s: the file ends at byte %d inside a gzip member, expected more compressed data",
            file,
            offset()));
  }

  private DataException damaged(long at, String what) {
    return new DataException(String.format(Locale.ROOT, "%s: byte %d: %s", file, at, what));
  }
}
