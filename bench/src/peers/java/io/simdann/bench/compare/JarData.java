package io.simdann.bench.compare;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.mnist.EmbeddedMnist;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Folders of IDX files that any trainer's jar reads, each written once. */
final class JarData {
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";

  /** Of test samples where they don't matter. */
  private static final int FEW = 10;

  private static final int BYTES = 0x08;
  private static final int FLOATS = 0x0D;

  private final Path scratch;

  JarData(Path scratch) {
    this.scratch = scratch;
  }

  /** MNIST's first training samples, and its 10000 test samples. */
  Path mnist(int samples) throws Exception {
    Path folder = scratch.resolve(String.format(Locale.ROOT, "mnist-%d", samples));
    if (Files.notExists(folder.resolve("complete"))) {
      Files.createDirectories(folder);
      DataSet test = EmbeddedMnist.load().test();
      write(folder, Samples.mnist(), samples, test, test.samples());
    }
    return folder;
  }

  /** Normal floats. */
  Path normal(int samples, int features, int classes) throws IOException {
    Path folder =
        scratch.resolve(String.format(Locale.ROOT, "normal-%d-%d-%d", samples, features, classes));
    if (Files.notExists(folder.resolve("complete"))) {
      Files.createDirectories(folder);
      DataSet data = Samples.normal(samples, features, classes);
      write(folder, data, samples, data, FEW);
    }
    return folder;
  }

  private static void write(Path folder, DataSet train, int trains, DataSet test, int tests)
      throws IOException {
    writeFeatures(folder.resolve("train-images-idx3-ubyte"), train.features(), trains);
    writeLabels(folder.resolve("train-labels-idx1-ubyte"), train, trains);
    writeFeatures(folder.resolve(TEST_IMAGES), test.features(), tests);
    writeLabels(folder.resolve("t10k-labels-idx1-ubyte"), test, tests);
    Files.createFile(folder.resolve("complete"));
  }

  private static void writeFeatures(Path file, Features features, int samples) throws IOException {
    int count = samples * features.features();
    try (DataOutputStream out = open(file)) {
      if (features instanceof ByteFeatures bytes) {
        head(out, BYTES, samples, features.features());
        out.write(bytes.values(), 0, count);
      } else {
        head(out, FLOATS, samples, features.features());
        float[] values = Samples.floats(features);
        for (int i = 0; i < count; i++) {
          out.writeFloat(values[i]);
        }
      }
    }
  }

  private static void writeLabels(Path file, DataSet data, int samples) throws IOException {
    try (DataOutputStream out = open(file)) {
      head(out, BYTES, samples);
      for (int sample = 0; sample < samples; sample++) {
        out.writeByte(data.labels().classIndices()[sample]);
      }
    }
  }

  private static void head(DataOutputStream out, int type, int... dimensions) throws IOException {
    out.writeInt(type << 8 | dimensions.length);
    for (int dimension : dimensions) {
      out.writeInt(dimension);
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }
}
