package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightSumsTest {
  private static final int LAYER = 2;

  static Stream<Named<Kernels>> kernels() {
    return KernelSets.all();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyElementIsTheTreeOfTheShardsChains(Kernels kernels) {
    int[] batches = KernelSets.isEmulated(kernels) ? new int[] {70} : new int[] {1, 64, 130, 700};
    for (int batch : batches) {
      for (int units : new int[] {1, 16, 50, 100, 145}) {
        for (int inputs : new int[] {1, kernels.nr(), 23, 80}) {
          verify(kernels, BlockSizes.of(kernels, CpuFacts.here()), batch, inputs, units);
        }
      }
    }
  }

  /** Chains that are cut into blocks go on where they ended. */
  @ParameterizedTest
  @MethodSource("kernels")
  void blocksOfFewStepsMakeNoDifference(Kernels kernels) {
    CpuFacts cpu = new CpuFacts("a test's", 1, 1 << 10, 1 << 10);
    verify(kernels, BlockSizes.of(kernels, cpu), 700, 12, 80);
  }

  private static void verify(Kernels kernels, BlockSizes sizes, int batch, int inputs, int units) {
    NetworkSpec spec = NetworkSpec.of(3, 2 + inputs + 3, units);
    Shards shards = Shards.of(batch);
    Activations rows = new Activations(spec, kernels, batch + sizes.nr());
    Random random = new Random(1);
    Arrays.fill(rows.memory, Float.NaN);
    for (int sample = 0; sample < batch; sample++) {
      for (int input = 0; input < inputs; input++) {
        rows.memory[rows.activation(1, sample) + 2 + input] = (float) random.nextGaussian();
      }
      for (int unit = 0; unit < units; unit++) {
        rows.memory[rows.gradient(LAYER, sample) + unit] = (float) random.nextGaussian();
      }
    }
    float[] expected = new float[inputs * units];
    float[] chains = new float[shards.count()];
    for (int input = 0; input < inputs; input++) {
      for (int unit = 0; unit < units; unit++) {
        for (int shard = 0; shard < shards.count(); shard++) {
          chains[shard] = 0f;
          for (int sample = shards.start(shard); sample < shards.end(shard); sample++) {
            float value = rows.memory[rows.activation(1, sample) + 2 + input];
            float dz = rows.memory[rows.gradient(LAYER, sample) + unit];
            chains[shard] = Math.fma(dz, value, chains[shard]);
          }
        }
        PairwiseReduction.forEachPair(shards.count(), (into, from) -> chains[into] += chains[from]);
        expected[input * units + unit] = chains[0] + 0f;
      }
    }
    GradientLayout layout = new GradientLayout(spec, kernels, 1f);
    TreeSlots slots = new TreeSlots(kernels);
    WeightSums sums = new WeightSums(kernels, sizes, layout, slots);
    sums.reserve(shards, inputs, WeightSums.unitsAtATime(units, sizes));
    GradientPart part = new GradientPart(LAYER, 0, 2, 2 + inputs, false, 1);
    String where = batch + " samples, " + inputs + " inputs, " + units + " units";
    for (int time = 0; time < 2; time++) {
      float[] gradient = new float[3 + expected.length];
      Arrays.fill(gradient, Float.NaN);
      sums.sum(part, shards, rows, units, gradient, 3);
      Bits.assertSame(expected, Arrays.copyOfRange(gradient, 3, gradient.length), where);
    }
  }

  /** Those beside them may be there already. */
  @ParameterizedTest
  @MethodSource("kernels")
  void unitsThatFillNoLanesLeaveThoseBesideThemAlone(Kernels kernels) {
    BlockSizes sizes = BlockSizes.of(kernels, CpuFacts.here());
    NetworkSpec spec = NetworkSpec.of(3, 20, 100);
    Shards shards = Shards.of(70);
    GradientLayout layout = new GradientLayout(spec, kernels, 1f);
    WeightSums sums = new WeightSums(kernels, sizes, layout, new TreeSlots(kernels));
    sums.reserve(shards, 20, 100);
    float[] ones = new float[100 * 128];
    Arrays.fill(ones, 1f);
    float[] gradient = new float[20 * 100];
    Arrays.fill(gradient, Float.NaN);
    sums.begin(LAYER, 20, true, 7, 40);
    for (int shard = 0; shard < shards.count(); shard++) {
      sums.add(shard, shards, ones, 0, 128, ones, 0, 128);
    }
    sums.end(gradient, 0);
    for (int i = 0; i < gradient.length; i++) {
      boolean summed = i % 100 >= 7 && i % 100 < 47;
      assertEquals(summed ? 70f : Float.NaN, gradient[i], "weight " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void lanesRunOverUnitsOrInputs(Kernels kernels) {
    BlockSizes sizes = BlockSizes.of(kernels, CpuFacts.here());
    assertEquals(false, FeatureLanes.pay(20, 64, 200, sizes));
    assertEquals(true, FeatureLanes.pay(80, 2, 200, sizes));
  }
}
