package io.simdann.data.idx;

import io.simdann.OneLine;
import io.simdann.data.DataException;
import io.simdann.data.Features;
import java.io.ByteArrayInputStream;
import java.util.Arrays;

/** An IDX file is read or refused in one line, and compressed it is read as it is raw. */
public final class IdxFuzz {
  private static final String NAME = "fuzz.idx";

  /** The entry for fuzzers. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    IdxFile raw = read(bytes);
    if (raw != null) {
      use(raw);
    }
    boolean isCompressed = bytes.length > 1 && GzipInput.isMagic(bytes[0] & 0xff, bytes[1] & 0xff);
    if (!isCompressed) {
      IdxFile compressed = read(IdxBytes.gzip(bytes));
      if ((raw == null) != (compressed == null)
          || raw != null && !Arrays.equals(raw.elements(), compressed.elements())) {
        throw new AssertionError("raw " + raw + ", compressed " + compressed);
      }
    }
  }

  /** The file; null if it is refused. */
  private static IdxFile read(byte[] bytes) {
    try {
      return IdxFile.read(new ByteArrayInputStream(bytes), NAME, bytes.length);
    } catch (DataException e) {
      OneLine.require(NAME + ": ", e.getMessage());
      return null;
    }
  }

  private static void use(IdxFile file) {
    try {
      Features features = file.toFeatures();
      long size = (long) features.features() * features.samples() * file.elementType().size();
      require(size == file.elements().length, file + " gives " + features);
    } catch (DataException e) {
      OneLine.require(NAME + ": ", e.getMessage());
    }
    try {
      int[] labels = file.toLabels();
      require(labels.length == file.samples(), file + " gives labels of " + labels.length);
    } catch (DataException e) {
      OneLine.require(NAME + ": ", e.getMessage());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private IdxFuzz() {}
}
