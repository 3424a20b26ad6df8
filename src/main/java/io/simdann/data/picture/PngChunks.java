package io.simdann.data.picture;

import io.simdann.data.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, all of which must be there and undamaged; the JDK's reader looks at no
 * check sum and takes what is missing for black.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5DataRep">PNG, third edition, section 5</a>
 */
final class PngChunks {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** The bytes of a chunk's length, type and check sum. */
  private static final int FRAME_BYTES = 12;

  /** What the compression makes of a byte at most. */
  private static final long MOST_EXPANSION = 1032;

  private final long dataBytes;
  private final ExifOrientation orientation;

  private PngChunks(long dataBytes, ExifOrientation orientation) {
    this.dataBytes = dataBytes;
    this.orientation = orientation;
  }

  /** Whether a file begins like a PNG file. */
  static boolean isPng(byte[] file) {
    return file.length >= SIGNATURE.length
        && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /**
   * Looks through a PNG file.
   *
   * @throws DataException if a chunk is damaged or missing
   */
  static PngChunks of(byte[] file, Path path) throws DataException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    ExifOrientation orientation = ExifOrientation.AS_STORED;
    long dataBytes = 0;
    int place = SIGNATURE.length;
    while (file.length - place >= FRAME_BYTES) {
      int length = bytes.getInt(place);
      String type = new String(file, place + 4, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > file.length - place - FRAME_BYTES) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(file, place + 4, length + 4);
      if ((int) sum.getValue() != bytes.getInt(place + 8 + length)) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: byte %d: the picture is damaged: the check sum of chunk %s is wrong, expected a PNG or JPEG picture",
                path,
                place,
                type));
      }
      switch (type) {
        case "IDAT" -> dataBytes += length;
        case "eXIf" -> orientation = ExifOrientation.of(bytes.slice(place + 8, length));
        case "IEND" -> {
          return new PngChunks(dataBytes, orientation);
        }
        default -> {
          // Of no interest, or the reader's business.
        }
      }
      place += FRAME_BYTES + length;
    }
    throw new DataException(
        String.format(
            Locale.ROOT,
            "%s: byte %d: the picture is not complete: the file ends within a chunk, expected more until chunk IEND",
            path,
            place));
  }

  /** Returns how many pixels can be in the file, of 1 bit each. */
  long mostPixels() {
    return dataBytes * MOST_EXPANSION * 8;
  }

  /** Returns how the picture is to be turned. */
  ExifOrientation orientation() {
    return orientation;
  }
}
