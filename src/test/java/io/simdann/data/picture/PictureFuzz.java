package io.simdann.data.picture;

import io.simdann.FuzzFile;
import io.simdann.OneLine;
import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import java.nio.file.Path;

/** A picture becomes a digit or is refused in one line. */
public final class PictureFuzz {
  private static final int SIDE = 28;
  private static final Path FILE = FuzzFile.temporary(".png");

  /** The entry for fuzzers. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzFile.write(FILE, bytes);
    try {
      ByteFeatures digit = DigitImage.read(FILE, SIDE, SIDE);
      if (digit.samples() != 1 || digit.features() != SIDE * SIDE) {
        throw new AssertionError(digit.toString());
      }
    } catch (DataException e) {
      OneLine.require(FILE + ": ", e.getMessage());
    }
  }

  private PictureFuzz() {}
}
