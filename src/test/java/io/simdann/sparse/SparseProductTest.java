package io.simdann.sparse;

import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.gemm.LanePanels;
import io.simdann.gemm.Rows;
import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.RandomFloats;
import io.simdann.parallel.WorkerTeam;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both products on samples without zeros, against plain chains over all values, zeros included. */
class SparseProductTest {
  private static final int SAMPLES = 70;

  /** Around 64 lanes, and more than one time 64; strides of rows. */
  private static final int[] UNITS = {10, 50, 80, 128, 144};

  private static final int OFFSET = 12;
  private static final int BEHIND = 70;

  static Stream<Arguments> kernelsAndKinds() {
    return KernelSets.all()
        .flatMap(kernels -> Stream.of(Arguments.of(kernels, true), Arguments.of(kernels, false)));
  }

  @ParameterizedTest
  @MethodSource("kernelsAndKinds")
  void forwardIsOneChainOverTheFeatures(Kernels kernels, boolean bytes) {
    for (int features : new int[] {1, 7, 8, 9, 40}) {
      Features values = RandomSamples.of(bytes, 0.3, features, SAMPLES);
      for (int units : UNITS) {
        verifyForward(kernels, values, 8, false, 33, units);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndKinds")
  void forwardTakesAnyNumberOfSamples(Kernels kernels, boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, 9, SAMPLES);
    for (int count : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 64}) {
      verifyForward(kernels, values, 4, false, count, 80);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndKinds")
  void weightGradientIsOneChainOverTheSamples(Kernels kernels, boolean bytes) {
    for (int features : new int[] {1, 7, 8, 9, 40}) {
      Features values = RandomSamples.of(bytes, 0.3, features, SAMPLES);
      for (int units : UNITS) {
        verifyWeightGradient(kernels, values, 8, false, 33, units);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndKinds")
  void weightGradientTakesAnyNumberOfSamples(Kernels kernels, boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, 9, SAMPLES);
    for (int count : new int[] {1, 15, 16, 17, 31, 32, 33, 64}) {
      verifyWeightGradient(kernels, values, 4, false, count, 80);
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsAndKinds")
  void zerosChangeNoBitKeptOrLeftOutFewOrMany(Kernels kernels, boolean bytes) {
    for (double density : new double[] {0, 0.05, 0.5, 1}) {
      Features values = RandomSamples.of(bytes, density, 20, SAMPLES);
      for (boolean keepZeros : new boolean[] {true, false}) {
        verifyForward(kernels, values, 8, keepZeros, 20, 80);
        verifyWeightGradient(kernels, values, 8, keepZeros, 20, 80);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void nanIsNotTakenForZero(Kernels kernels) {
    FloatFeatures values = RandomSamples.floats(0.3, 9, SAMPLES);
    for (int i = 4; i < values.values().length; i += 37) {
      values.values()[i] = Float.NaN;
    }
    verifyForward(kernels, values, 4, false, 64, 80);
    verifyWeightGradient(kernels, values, 4, false, 64, 80);
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void blocksMayHaveAsManyFeaturesAsAnEntryCanName(Kernels kernels) {
    for (int features : new int[] {255, 256, 257}) {
      Features values = RandomSamples.floats(1, features, 3);
      verifyForward(kernels, values, 256, false, 3, 80);
      verifyWeightGradient(kernels, values, 256, false, 3, 80);
    }
  }

  private static void verifyForward(
      Kernels kernels, Features values, int block, boolean keepZeros, int count, int units) {
    int features = values.features();
    int stride = Rows.stride(units);
    int width = Rows.width(units);
    int[] order = RandomSamples.order(3, values.samples(), 5 + count);
    float[] weights = new float[OFFSET + features * stride];
    System.arraycopy(
        RandomFloats.ordinary(1, features * stride), 0, weights, OFFSET, features * stride);
    float[] z = RandomFloats.ordinary(2, OFFSET + count * stride + BEHIND);
    float[] expected = z.clone();
    for (int row = 0; row < count; row++) {
      for (int lane = 0; lane < width; lane++) {
        int element = OFFSET + row * stride + lane;
        for (int feature = 0; feature < features; feature++) {
          float weight = weights[OFFSET + LanePanels.index(feature, lane, features, width, 64)];
          float x = RandomSamples.value(values, order[5 + row], feature);
          expected[element] = Math.fma(weight, x, expected[element]);
        }
      }
    }
    SparseSamples samples = packed(values, block, keepZeros);
    new SparseProduct(kernels)
        .addForward(samples, order, 5, count, weights, OFFSET, z, OFFSET, units);
    Bits.assertSame(expected, z, "Z of " + count + " samples in rows of " + stride);
  }

  private static void verifyWeightGradient(
      Kernels kernels, Features values, int block, boolean keepZeros, int count, int units) {
    int features = values.features();
    int stride = Rows.stride(units);
    int width = Rows.width(units);
    int[] order = RandomSamples.order(4, values.samples(), 5 + count);
    float[] dz = RandomFloats.ordinary(1, OFFSET + count * stride);
    float[] gradient = RandomFloats.ordinary(2, OFFSET + features * stride + BEHIND);
    float[] expected = gradient.clone();
    for (int feature = 0; feature < features; feature++) {
      for (int lane = 0; lane < width; lane++) {
        int element = OFFSET + feature * stride + lane;
        for (int row = 0; row < count; row++) {
          float x = RandomSamples.value(values, order[5 + row], feature);
          expected[element] = Math.fma(dz[OFFSET + row * stride + lane], x, expected[element]);
        }
      }
    }
    SparseSamples samples = packed(values, block, keepZeros);
    float[] scattered = gradient.clone();
    SparseTile tile = new SparseTile(samples);
    tile.fill(order, 5, count);
    SparseProduct product = new SparseProduct(kernels);
    product.addWeightGradient(tile, features, dz, OFFSET, gradient, OFFSET, units);
    product.scatterWeightGradient(samples, order, 5, count, dz, OFFSET, scattered, OFFSET, units);
    Bits.assertSame(expected, scattered, "scattered dW of " + count + " samples");
    Bits.assertSame(expected, gradient, "dW of " + count + " samples in rows of " + stride);
  }

  private static SparseSamples packed(Features values, int block, boolean keepZeros) {
    return new SparseSamples(values, block, keepZeros, WorkerTeam.ofThreads(1));
  }
}
