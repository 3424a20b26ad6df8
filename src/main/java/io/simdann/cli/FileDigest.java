package io.simdann.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a file's content is known again.
 *
 * @param bytes its length
 * @param sha256 its SHA-256, in hexadecimal digits
 */
record FileDigest(long bytes, String sha256) {

  private static final int CHUNK_BYTES = 1 << 16;

  /** Reads a file. */
  static FileDigest of(Path file) throws IOException {
    MessageDigest digest = newDigest();
    // What Files opens would be closed by an interrupt.
    try (InputStream in = new DigestInputStream(new FileInputStream(file.toFile()), digest)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      long bytes = 0;
      for (int count; (count = in.read(chunk)) >= 0; ) {
        bytes += count;
      }
      return new FileDigest(bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
