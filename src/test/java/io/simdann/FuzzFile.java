package io.simdann;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for what reads files alone; each time with other bytes. */
public final class FuzzFile {

  /** A new temporary file, which is deleted at the end. */
  public static Path temporary(String suffix) {
    try {
      Path file = Files.createTempFile("simdann-fuzz", suffix);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the content. */
  public static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FuzzFile() {}
}
