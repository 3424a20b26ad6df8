package io.simdann.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes small data sets in the layout of MNIST that a network learns in a few steps: a sample of
 * class c is bright at every pixel whose index is c modulo the number of classes.
 */
final class SyntheticDigits {

  private SyntheticDigits() {}

  /** Writes a data set with the classes 0 to classes − 1. */
  static Path write(Path directory, int samples, int side, int classes) {
    return write(directory, samples, Math.max(classes, samples / 4), side, classes);
  }

  /** With a number of test samples. */
  static Path write(Path directory, int samples, int testSamples, int side, int classes) {
    try {
      Files.createDirectories(directory);
      Random random = new Random(samples);
      writePart(directory, "train", random, samples, side, classes);
      writePart(directory, "t10k", random, testSamples, side, classes);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trains on a data set for 3 iterations, and returns the model's file. */
  static Path model(Path data, Path run) {
    CommandRun.succeeding(
        "--data", data, "--output", run, "--iterations", 3, "--backend", "scalar");
    return run.resolve("model.safetensors");
  }

  private static void writePart(
      Path directory, String part, Random random, int samples, int side, int classes)
      throws IOException {
    int pixels = side * side;
    ByteBuffer images = ByteBuffer.allocate(16 + samples * pixels);
    images.putInt(0x803).putInt(samples).putInt(side).putInt(side);
    ByteBuffer labels = ByteBuffer.allocate(8 + samples);
    labels.putInt(0x801).putInt(samples);
    for (int sample = 0; sample < samples; sample++) {
      int label = sample < classes ? sample : random.nextInt(classes);
      labels.put((byte) label);
      for (int pixel = 0; pixel < pixels; pixel++) {
        int level = pixel % classes == label ? 150 : 0;
        images.put((byte) (level + random.nextInt(100)));
      }
    }
    Files.write(directory.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(directory.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
