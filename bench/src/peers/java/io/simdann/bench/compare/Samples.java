package io.simdann.bench.compare;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.data.mnist.MnistDirectory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** The data sets of the measures. */
final class Samples {
  static final Path FASHION_MNIST = Path.of("/usr/share/datasets/fashion-mnist");

  /** 60000 × 784 bytes, a fifth of them not zero. */
  static DataSet mnist() throws DataException {
    return EmbeddedMnist.load().train();
  }

  /** 60000 × 784 bytes, half of them not zero. */
  static DataSet fashionMnist() throws DataException {
    return MnistDirectory.read(FASHION_MNIST).train();
  }

  /** Floats of the normal distribution, none of them zero, in classes by turns. */
  static DataSet normal(int samples, int features, int classes) {
    Random random = new Random(1);
    float[] values = new float[samples * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[samples];
    Arrays.setAll(labels, sample -> sample % classes);
    return DataSet.ofClasses(new FloatFeatures(values, features, samples), labels);
  }

  /** One sample after the other, as the network sees them: bytes as 0 to 1. */
  static float[] floats(Features features) {
    if (features instanceof FloatFeatures floats) {
      return floats.values();
    }
    byte[] bytes = ((ByteFeatures) features).values();
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xff) / 255f;
    }
    return values;
  }

  private Samples() {}
}
