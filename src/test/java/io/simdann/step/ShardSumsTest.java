package io.simdann.step;

import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.Micropanels;
import io.simdann.gemm.Operand;
import io.simdann.gemm.Packing;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardSumsTest {
  /** Where operands begin, which is no multiple of anything. */
  private static final int OFFSET = 7;

  static Stream<Named<Kernels>> kernels() {
    return KernelSets.all();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void everyElementIsTheTreeOfTheShardsChains(Kernels kernels) {
    int[] batches = KernelSets.isEmulated(kernels) ? new int[] {70} : new int[] {1, 64, 130, 700};
    for (int batch : batches) {
      for (int width : new int[] {16, 64, 80, 144}) {
        for (int inputs : new int[] {1, kernels.nr(), 23}) {
          verify(kernels, BlockSizes.of(kernels, CpuFacts.here()), batch, inputs, width);
        }
      }
    }
  }

  /** Chains that are cut into blocks go on where they ended. */
  @ParameterizedTest
  @MethodSource("kernels")
  void blocksOfFewStepsMakeNoDifference(Kernels kernels) {
    CpuFacts cpu = new CpuFacts("a test's", 1, 1 << 10, 1 << 20);
    verify(kernels, BlockSizes.of(kernels, cpu), 700, 12, 80);
  }

  private static void verify(Kernels kernels, BlockSizes sizes, int batch, int inputs, int width) {
    Shards shards = Shards.of(batch);
    int aStride = Packing.roundUp(inputs, kernels.nr()) + 3;
    float[] a = random(1, OFFSET + batch * aStride);
    for (int sample = 0; sample < batch; sample++) {
      int row = OFFSET + sample * aStride;
      Arrays.fill(a, row + inputs, row + aStride, Float.NaN);
    }
    float[] rows = random(2, batch * width);
    float[] dz = new float[OFFSET + batch * width];
    Packing.pack(
        new Operand().columnMajor(rows, 0, width),
        width,
        0,
        batch,
        new Micropanels().packed(dz, OFFSET, kernels.mr(), width, batch));
    int stride = width + 16;
    float[] sum = new float[OFFSET + inputs * stride];
    Arrays.fill(sum, Float.NaN);
    float[] expected = sum.clone();
    float[] chains = new float[shards.count()];
    for (int input = 0; input < inputs; input++) {
      for (int lane = 0; lane < width; lane++) {
        for (int shard = 0; shard < shards.count(); shard++) {
          chains[shard] = 0f;
          for (int sample = shards.start(shard); sample < shards.end(shard); sample++) {
            float value = a[OFFSET + sample * aStride + input];
            chains[shard] = Math.fma(rows[sample * width + lane], value, chains[shard]);
          }
        }
        PairwiseReduction.forEachPair(shards.count(), (into, from) -> chains[into] += chains[from]);
        expected[OFFSET + input * stride + lane] = chains[0];
      }
    }
    ShardSums sums = new ShardSums(kernels, sizes, shards.count(), inputs);
    for (int time = 0; time < 2; time++) {
      sums.sum(shards, dz, OFFSET, a, OFFSET, aStride, inputs, sum, OFFSET, width, stride);
      String where = batch + " samples, " + inputs + " inputs, " + width + " lanes";
      Bits.assertSame(expected, sum, where);
    }
  }

  private static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
