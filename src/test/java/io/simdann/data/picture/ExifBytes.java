package io.simdann.data.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Makes pictures with an EXIF orientation. */
final class ExifBytes {

  private ExifBytes() {}

  /** EXIF data with one directory of three tags, the second of which is the orientation. */
  static byte[] tiff(int orientation, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 2 + 3 * 12 + 4).order(order);
    bytes.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    bytes.putShort((short) 42).putInt(8).putShort((short) 3);
    for (short tag : new short[] {0x0100, 0x0112, 0x0128}) {
      bytes.putShort(tag).putShort((short) 3).putInt(1);
      bytes.putShort((short) (tag == 0x0112 ? orientation : 7)).putShort((short) 0);
    }
    return bytes.putInt(0).array();
  }

  /** Puts an orientation into a JPEG file, in front of its other segments. */
  static byte[] inJpeg(byte[] file, int orientation) throws IOException {
    byte[] tiff = tiff(orientation, ByteOrder.BIG_ENDIAN);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(file, 0, 2);
    out.writeShort(0xffe1);
    out.writeShort(2 + 6 + tiff.length);
    out.writeBytes("Exif\0\0");
    out.write(tiff);
    out.write(file, 2, file.length - 2);
    return bytes.toByteArray();
  }

  /** Puts an orientation into a PNG file, behind its header. */
  static byte[] inPng(byte[] file, int orientation) throws IOException {
    int header = 8 + 25;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(file, 0, header);
    writeChunk(out, "eXIf", tiff(orientation, ByteOrder.LITTLE_ENDIAN));
    out.write(file, header, file.length - header);
    return bytes.toByteArray();
  }

  /** Writes a chunk of a PNG file. */
  static void writeChunk(DataOutputStream out, String type, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(type.getBytes(StandardCharsets.US_ASCII));
    sum.update(content);
    out.writeInt(content.length);
    out.writeBytes(type);
    out.write(content);
    out.writeInt((int) sum.getValue());
  }

  /**
   * Returns a picture as a camera stores it that is held otherwise: the standard's first row and
   * column of what is stored are these sides of what is seen.
   */
  static BufferedImage stored(BufferedImage seen, int orientation) {
    int last = seen.getWidth() - 1;
    int lowest = seen.getHeight() - 1;
    boolean sideways = orientation > 4;
    BufferedImage stored =
        new BufferedImage(
            sideways ? seen.getHeight() : seen.getWidth(),
            sideways ? seen.getWidth() : seen.getHeight(),
            seen.getType());
    for (int y = 0; y < stored.getHeight(); y++) {
      for (int x = 0; x < stored.getWidth(); x++) {
        int[] place =
            switch (orientation) {
              case 1 -> new int[] {x, y}; // row 0 is the top, column 0 the left side
              case 2 -> new int[] {last - x, y}; // top, right
              case 3 -> new int[] {last - x, lowest - y}; // bottom, right
              case 4 -> new int[] {x, lowest - y}; // bottom, left
              case 5 -> new int[] {y, x}; // left, top
              case 6 -> new int[] {last - y, x}; // right, top
              case 7 -> new int[] {last - y, lowest - x}; // right, bottom
              case 8 -> new int[] {y, lowest - x}; // left, bottom
              default -> throw new IllegalArgumentException("orientation " + orientation);
            };
        stored.getRaster().setSample(x, y, 0, seen.getRaster().getSample(place[0], place[1], 0));
      }
    }
    return stored;
  }
}
