package io.simdann.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a picture must be turned to be seen the right way up: the tag Orientation of EXIF.
 *
 * @param tag 1 to 8: 1 as stored, 2 mirrored, 3 turned by 180°, 4 upside down and mirrored, 5
 *     transposed, 6 to be turned right, 7 transposed the other way, 8 to be turned left
 * @see <a href="https://www.cipa.jp/e/std/std-sec.html">CIPA DC-008, section 4.6.4</a>
 */
record ExifOrientation(int tag) {

  static final ExifOrientation AS_STORED = new ExifOrientation(1);

  private static final int ORIENTATION = 0x0112;
  private static final int LARGEST = 8;

  /** A directory's entry: tag, type, count and value, 2, 2, 4 and 4 bytes. */
  private static final int ENTRY_BYTES = 12;

  private static final int VALUE = 8;

  /**
   * Reads the tag from EXIF data, which are a TIFF file: the byte order, the place of the first
   * directory, and that directory.
   *
   * @param tiff the data
   * @return the orientation; as stored if the data don't tell, as everywhere
   */
  static ExifOrientation of(ByteBuffer tiff) {
    try {
      int order = tiff.getShort(0);
      if (order != 0x4949 && order != 0x4d4d) { // II and MM, Intel and Motorola
        return AS_STORED;
      }
      tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = tiff.getShort(directory) & 0xffff;
      for (int entry = 0; entry < entries; entry++) {
        int place = directory + 2 + entry * ENTRY_BYTES;
        if ((tiff.getShort(place) & 0xffff) == ORIENTATION) {
          int tag = tiff.getShort(place + VALUE);
          return tag < 1 || tag > LARGEST ? AS_STORED : new ExifOrientation(tag);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      // A directory that lies outside of the data.
      return AS_STORED;
    }
    return AS_STORED;
  }

  /** Returns a picture the right way up. */
  GreyImage applied(GreyImage stored) {
    if (tag == 1) {
      return stored;
    }
    boolean transposed = tag >= 5;
    boolean fromBottom = tag == 3 || tag == 4 || tag == 6 || tag == 7;
    boolean fromRight = tag == 2 || tag == 3 || tag == 7 || tag == 8;
    int width = transposed ? stored.height() : stored.width();
    int height = transposed ? stored.width() : stored.height();
    byte[] levels = new byte[width * height];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int y = transposed ? column : row;
        int x = transposed ? row : column;
        levels[row * width + column] =
            (byte)
                stored.level(
                    fromBottom ? stored.height() - 1 - y : y,
                    fromRight ? stored.width() - 1 - x : x);
      }
    }
    return new GreyImage(width, height, levels);
  }
}
