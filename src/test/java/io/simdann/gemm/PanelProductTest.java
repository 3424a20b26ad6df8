package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.RandomFloats;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The products of training on packed samples, with and without their all-zero slices. */
class PanelProductTest {
  private static final int FEATURES = 53;
  private static final int SAMPLES = 140;
  private static final int FROM = 3;
  private static final int TILE = 64;
  private static final int UNITS = 13;

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void skippingZerosOfBytesChangesNoBit(Kernels kernels) {
    byte[] bytes = new byte[FEATURES * SAMPLES];
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (isSparse(i) || random.nextInt(4) != 0 ? 0 : random.nextInt(256));
    }
    verifyBothProducts(kernels, new SampleValues(bytes, null, FEATURES, SAMPLES));
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void skippingZerosOfFloatsChangesNoBit(Kernels kernels) {
    verifyBothProducts(kernels, new SampleValues(null, sparseFloats(), FEATURES, SAMPLES));
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void nanIsNotTakenForZero(Kernels kernels) {
    float[] floats = sparseFloats();
    // Alone in its slices of zeros, forward and backward.
    floats[30 * FEATURES + 40] = Float.NaN;
    verifyBothProducts(kernels, new SampleValues(null, floats, FEATURES, SAMPLES));
  }

  @Test
  void slicesOfNothingButZerosAreLeftOut() {
    float[] values = new float[3 * 20];
    values[2 * 3 + 1] = 5f; // sample 2, feature 1
    values[18 * 3] = -0f; // a zero too
    values[19 * 3 + 2] = Float.MIN_VALUE;
    SampleValues source = new SampleValues(null, values, 3, 20);
    int[] order = {0, 1, 2};
    PackedShard shard = PackedShard.forTraining(source, 0, 20, 16, 64, order, false);
    assertEquals(2, shard.samplePanels().panels());
    assertEquals(2, shard.samplePanels().slices());
    assertEquals(1, shard.featurePanels().panels());
    assertEquals(2, shard.featurePanels().slices());
    PackedShard dense = PackedShard.forTraining(source, 0, 20, 16, 64, order, true);
    assertEquals(2 * 3, dense.samplePanels().slices());
    assertEquals(20, dense.featurePanels().slices());
  }

  @Test
  void aShardKnowsItsTiles() {
    SampleValues source = new SampleValues(null, sparseFloats(), FEATURES, SAMPLES);
    int[] order = IntStream.range(0, FEATURES).toArray();
    PackedShard shard = PackedShard.forTraining(source, FROM, SAMPLES, 16, TILE, order, false);
    assertEquals(SAMPLES - FROM, shard.samples());
    assertEquals(3, shard.tiles());
    assertEquals(TILE, shard.samplesOf(1));
    assertEquals(SAMPLES - FROM - 2 * TILE, shard.samplesOf(2));
    assertEquals(8, shard.firstSamplePanel(2));
    assertEquals(4, shard.featureBlocks());
    assertEquals(8, shard.firstFeaturePanel(2));
    assertEquals(12, shard.featurePanels().panels());
  }

  @Test
  void aShardForPredictionHasTheSameSamplePanelsAndNoOther() {
    SampleValues source = new SampleValues(null, sparseFloats(), FEATURES, SAMPLES);
    int[] order = IntStream.range(0, FEATURES).toArray();
    PackedShard prediction = PackedShard.forPrediction(source, FROM, SAMPLES, 16, TILE);
    PackedShard training = PackedShard.forTraining(source, FROM, SAMPLES, 16, TILE, order, false);
    assertNull(prediction.featurePanels());
    assertEquals(training.samplePanels().panels(), prediction.samplePanels().panels());
    assertEquals(training.samplePanels().slices(), prediction.samplePanels().slices());
    assertEquals(training.samples(), prediction.samples());
    assertEquals(training.tiles(), prediction.tiles());
  }

  @Test
  void samplesMustBeOfOneKindAndFit() {
    assertRefused(new byte[6], new float[6], 2, 3);
    assertRefused(null, null, 2, 3);
    assertRefused(new byte[5], null, 2, 3);
    assertRefused(null, new float[7], 2, 3);
    assertRefused(new byte[0], null, 0, 3);
    assertEquals(1f / 255f, new SampleValues(new byte[6], null, 2, 3).scale());
    assertEquals(1f, new SampleValues(null, new float[6], 2, 3).scale());
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void densePanelsAreMultipliedChainByChain(Kernels kernels) {
    int mr = kernels.panelRows();
    int nr = kernels.panelColumns();
    int panels = 3;
    int depth = 2 * SmallBlocks.KC + 3;
    int padded = Packing.roundUp(UNITS, nr);
    int aStride = depth * mr + 5;
    int cStride = padded * mr + 7;
    float[] a = RandomFloats.ordinary(1, panels * aStride);
    float[] groups = RandomFloats.ordinary(2, padded * depth);
    int cOffset = 4;
    float[] c = RandomFloats.ordinary(3, cOffset + panels * cStride);
    float[] expected = c.clone();
    for (int panel = 0; panel < panels; panel++) {
      for (int column = 0; column < padded; column++) {
        for (int lane = 0; lane < mr; lane++) {
          int element = cOffset + panel * cStride + column * mr + lane;
          for (int k = 0; k < depth; k++) {
            float factor = groups[column / nr * nr * depth + k * nr + column % nr];
            expected[element] =
                Math.fma(a[panel * aStride + k * mr + lane], factor, expected[element]);
          }
        }
      }
    }
    new PanelProduct(kernels, SmallBlocks.of(kernels))
        .addDense(a, aStride, panels, depth, groups, UNITS, c, cOffset, cStride);
    Bits.assertSame(expected, c, "C");
  }

  @Test
  void blockSizesOfOtherKernelsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new PanelProduct(KernelSets.scalar(), new BlockSizes(32, 10, 8, 32, 10)));
  }

  private static void verifyBothProducts(Kernels kernels, SampleValues source) {
    List<Integer> features = IntStream.range(0, FEATURES).boxed().collect(Collectors.toList());
    Collections.shuffle(features, new Random(5));
    int[] order = features.stream().mapToInt(Integer::intValue).toArray();
    int slices = 0;
    for (boolean keepZeros : new boolean[] {true, false}) {
      PackedShard shard =
          PackedShard.forTraining(
              source, FROM, SAMPLES, kernels.panelRows(), TILE, order, keepZeros);
      verifyForward(kernels, source, shard);
      verifyBackward(kernels, source, shard, order);
      int now = shard.samplePanels().slices() + shard.featurePanels().slices();
      assertTrue(keepZeros || now < slices, "slices were left out");
      slices = now;
    }
  }

  /** Z = W·A: for each sample and unit a chain over the features. */
  private static void verifyForward(Kernels kernels, SampleValues source, PackedShard shard) {
    int mr = kernels.panelRows();
    int nr = kernels.panelColumns();
    int padded = Packing.roundUp(UNITS, nr);
    float[] weights = RandomFloats.ordinary(2, UNITS * FEATURES);
    float[] groups = new float[padded * FEATURES];
    Packing.groups(weights, 0, FEATURES, UNITS, UNITS, 1, 1f, nr, groups, 0);
    PanelProduct product = new PanelProduct(kernels, SmallBlocks.of(kernels));
    for (int panel = 0; panel < shard.samplePanels().panels(); panel++) {
      float[] c = new float[2 + padded * mr];
      product.add(shard.samplePanels(), panel, groups, FEATURES, UNITS, c, 2);
      for (int lane = 0; lane < mr; lane++) {
        int sample = FROM + panel * mr + lane;
        for (int unit = 0; unit < UNITS; unit++) {
          float chain = 0f;
          for (int feature = 0; sample < SAMPLES && feature < FEATURES; feature++) {
            chain =
                Math.fma(value(source, feature, sample), weights[feature * UNITS + unit], chain);
          }
          Bits.assertSame(chain, c[2 + unit * mr + lane], "sample " + sample + ", unit " + unit);
        }
      }
    }
  }

  /** dW = dZ·Aᵀ: for each feature and unit a chain over the samples, tile after tile. */
  private static void verifyBackward(
      Kernels kernels, SampleValues source, PackedShard shard, int[] order) {
    int mr = kernels.panelRows();
    int nr = kernels.panelColumns();
    int padded = Packing.roundUp(UNITS, nr);
    float[] dz = RandomFloats.ordinary(3, UNITS * SAMPLES);
    float[][] c = new float[shard.featureBlocks()][padded * mr];
    PanelProduct product = new PanelProduct(kernels, SmallBlocks.of(kernels));
    for (int tile = 0; tile < shard.tiles(); tile++) {
      int samples = shard.samplesOf(tile);
      int first = FROM + tile * TILE;
      float[] groups = new float[padded * samples];
      Packing.groups(dz, first * UNITS, samples, UNITS, UNITS, 1, 1f, nr, groups, 0);
      for (int block = 0; block < shard.featureBlocks(); block++) {
        int panel = shard.firstFeaturePanel(tile) + block;
        product.add(shard.featurePanels(), panel, groups, samples, UNITS, c[block], 0);
      }
    }
    for (int place = 0; place < FEATURES; place++) {
      for (int unit = 0; unit < UNITS; unit++) {
        float chain = 0f;
        for (int sample = FROM; sample < SAMPLES; sample++) {
          chain = Math.fma(value(source, order[place], sample), dz[sample * UNITS + unit], chain);
        }
        float actual = c[place / mr][unit * mr + place % mr];
        Bits.assertSame(chain, actual, "feature " + order[place] + ", unit " + unit);
      }
    }
  }

  private static float value(SampleValues source, int feature, int sample) {
    int index = sample * FEATURES + feature;
    return source.bytes() == null ? source.floats()[index] : source.bytes()[index] & 0xff;
  }

  /** Zeros in places of all kinds: whole samples in a row, whole features, single values, −0. */
  private static float[] sparseFloats() {
    float[] floats = RandomFloats.ordinary(4, FEATURES * SAMPLES);
    Random random = new Random(6);
    for (int i = 0; i < floats.length; i++) {
      if (isSparse(i) || random.nextInt(4) != 0) {
        floats[i] = random.nextBoolean() ? 0f : -0f;
      }
    }
    return floats;
  }

  private static boolean isSparse(int index) {
    int feature = index % FEATURES;
    int sample = index / FEATURES;
    return feature % 3 == 1 || sample >= 19 && sample < 19 + TILE;
  }

  private static void assertRefused(byte[] bytes, float[] floats, int features, int samples) {
    assertThrows(
        IllegalArgumentException.class, () -> new SampleValues(bytes, floats, features, samples));
  }
}
