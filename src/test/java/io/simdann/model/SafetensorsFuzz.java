package io.simdann.model;

import io.simdann.FuzzFile;
import io.simdann.OneLine;
import io.simdann.nn.Network;
import java.io.IOException;
import java.nio.file.Path;

/** A safetensors file is read or refused in one line; what was read comes back when written. */
public final class SafetensorsFuzz {
  private static final Path FILE = FuzzFile.temporary(".safetensors");
  private static final Path COPY = FuzzFile.temporary(".safetensors");

  /** The entry for fuzzers. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    FuzzFile.write(FILE, bytes);
    Safetensors content = read(FILE);
    if (content != null) {
      Safetensors.write(COPY, content.tensors(), content.metadata());
      requireSame(content, read(COPY));
    }
    Network network = load(FILE);
    if (network != null) {
      ModelFile.save(COPY, network);
      if (content == null || !sameBits(network.parameters(), load(COPY).parameters())) {
        throw new AssertionError("a network of sizes " + network.spec());
      }
    }
  }

  private static Safetensors read(Path file) {
    try {
      return Safetensors.read(file);
    } catch (ModelFormatException e) {
      OneLine.require(file + ": ", e.getMessage());
      return null;
    }
  }

  private static Network load(Path file) {
    try {
      return ModelFile.load(file);
    } catch (ModelFormatException e) {
      OneLine.require(file + ": ", e.getMessage());
      return null;
    }
  }

  private static void requireSame(Safetensors expected, Safetensors actual) {
    boolean same = actual != null && expected.metadata().equals(actual.metadata());
    for (Tensor tensor : expected.tensors()) {
      Tensor found = same ? actual.tensor(tensor.name()).orElse(null) : null;
      same =
          found != null
              && tensor.shape().equals(found.shape())
              && sameBits(tensor.values(), found.values());
    }
    if (!same) {
      throw new AssertionError("written and read again: " + actual);
    }
  }

  private static boolean sameBits(float[] expected, float[] actual) {
    boolean same = expected.length == actual.length;
    for (int i = 0; same && i < expected.length; i++) {
      same = Float.floatToRawIntBits(expected[i]) == Float.floatToRawIntBits(actual[i]);
    }
    return same;
  }

  private SafetensorsFuzz() {}
}
