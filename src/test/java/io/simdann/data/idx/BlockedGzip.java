package io.simdann.data.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Makes the files that {@link BlockedGzipInput} reads, in memory for tests, and those that lie in
 * the jar.
 */
public final class BlockedGzip {

  /** As much as a member may hold, less what deflate may add to data it can't compress. */
  static final int BLOCK_BYTES = 0xff00;

  private static final int HEADER_BYTES = 18;
  private static final int TRAILER_BYTES = 8;

  private BlockedGzip() {}

  /**
   * Compresses files anew: {@code t10k-images-idx3-ubyte}, raw or with {@code .gz} at its end,
   * becomes {@code t10k-images-idx3-ubyte.gz} in another directory.
   *
   * @param args the directory that the new files go to, then the files
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      Path source = Path.of(args[i]);
      String stem = source.getFileName().toString().replaceFirst("\\.gz$", "");
      Path target = Path.of(args[0]).resolve(stem + ".gz");
      byte[] content = content(source);
      Files.write(target, IdxBytes.concat(compress(content, BLOCK_BYTES), end()));
      System.out.printf("%s: %d bytes of %d%n", target, Files.size(target), content.length);
    }
  }

  private static byte[] content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!GzipInput.isMagic(bytes[0] & 0xff, bytes[1] & 0xff)) {
      return bytes;
    }
    try (InputStream in = new GzipInput(Files.newInputStream(file), file.toString())) {
      return in.readAllBytes();
    }
  }

  /** Returns members that hold so many bytes each; the last one holds what is left. */
  public static byte[] compress(byte[] content, int blockBytes) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int start = 0; start < content.length; start += blockBytes) {
      file.writeBytes(member(content, start, Math.min(blockBytes, content.length - start)));
    }
    return file.toByteArray();
  }

  /** Returns the empty member that ends a file which is complete. */
  static byte[] end() {
    return member(new byte[0], 0, 0);
  }

  private static byte[] member(byte[] content, int start, int length) {
    byte[] deflated = new byte[BLOCK_BYTES + 128];
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content, start, length);
    deflater.finish();
    int bytes = deflater.deflate(deflated);
    if (!deflater.finished()) {
      throw new IllegalArgumentException("a block of " + length + " bytes is too large");
    }
    deflater.end();
    int memberBytes = HEADER_BYTES + bytes + TRAILER_BYTES;
    CRC32 crc = new CRC32();
    crc.update(content, start, length);
    ByteBuffer member = ByteBuffer.allocate(memberBytes).order(ByteOrder.LITTLE_ENDIAN);
    member.putInt(0x04088b1f); // magic number, deflate, extra field
    member.putInt(0).put((byte) 2).put((byte) 255); // no time, best compression, unknown system
    member.putShort((short) 6).putInt(0x00024342); // extra field: "BC", 2 bytes
    member.putShort((short) (memberBytes - 1));
    member.put(deflated, 0, bytes);
    member.putInt((int) crc.getValue()).putInt(length);
    return member.array();
  }
}
