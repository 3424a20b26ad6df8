package io.simdann.data.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the EXIF data among the segments that come before the pixels of a JPEG file. */
final class JpegOrientation {

  private static final int START_OF_IMAGE = 0xffd8;
  private static final int START_OF_SCAN = 0xffda;
  private static final int APP1 = 0xffe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private JpegOrientation() {}

  /** Whether a file begins like a JPEG file. */
  static boolean isJpeg(byte[] file) {
    return file.length >= 2 && marker(file, 0) == START_OF_IMAGE;
  }

  /** Returns the orientation of a JPEG file; as stored if it tells none. */
  static ExifOrientation of(byte[] file) {
    int place = 2;
    while (place + 4 <= file.length) {
      int marker = marker(file, place);
      if (marker == 0xffff) { // a marker may be preceded by any number of these bytes
        place++;
        continue;
      }
      int length = marker(file, place + 2); // its own 2 bytes included, the marker's not
      int end = place + 2 + length;
      if (marker < 0xff00 || marker == START_OF_SCAN || length < 2 || end > file.length) {
        break;
      }
      int content = place + 4;
      int tiff = content + EXIF.length;
      if (marker == APP1
          && tiff <= end
          && Arrays.equals(file, content, tiff, EXIF, 0, EXIF.length)) {
        return ExifOrientation.of(ByteBuffer.wrap(file, tiff, end - tiff).slice());
      }
      place = end;
    }
    return ExifOrientation.AS_STORED;
  }

  private static int marker(byte[] file, int place) {
    return (file[place] & 0xff) << 8 | file[place + 1] & 0xff;
  }
}
