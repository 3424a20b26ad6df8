package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockSizesTest {
  private static final List<CpuFacts> CPUS =
      List.of(
          CpuFacts.here(),
          new CpuFacts("tiny", 1, 1 << 10, 1 << 10),
          new CpuFacts("common", 8, 32 << 10, 512 << 10),
          new CpuFacts("server", 64, 48 << 10, 2 << 20),
          new CpuFacts("phone", 8, 128 << 10, 16 << 20));

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void blocksAreWholePanelsAndGroupsThatFitTheCaches(Kernels kernels) {
    for (CpuFacts cpu : CPUS) {
      BlockSizes sizes = BlockSizes.of(kernels, cpu);
      String what = sizes + " on " + cpu;
      assertEquals(kernels.mr(), sizes.mr(), what);
      assertEquals(kernels.nr(), sizes.nr(), what);
      assertEquals(0, sizes.mc() % sizes.mr(), what);
      assertEquals(0, sizes.nc() % sizes.nr(), what);
      assertTrue(sizes.kc() >= 64 && sizes.kc() <= 512, what);
      assertTrue(
          sizes.kc() == 64 || sizes.kc() * sizes.mr() * Float.BYTES <= cpu.l1Bytes() / 8 * 7, what);
      int l2 = cpu.l2Bytes() / Float.BYTES;
      int longKc = sizes.longKc();
      assertTrue(
          longKc == sizes.kc() || longKc <= 1536 && longKc * sizes.mr() * 16 <= 3 * l2, what);
      int withoutAPanel = (sizes.mc() - sizes.mr()) * longKc;
      assertTrue(withoutAPanel < 4 * l2 && withoutAPanel < 1 << 20, what);
      assertTrue(sizes.nc() == sizes.nr() || sizes.nc() * longKc * 8 <= 3 * l2, what);
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void blocksOfAProductAreEvenAndFitTheRoomMadeForThem(Kernels kernels) {
    List<BlockSizes> all = new ArrayList<>();
    all.add(SmallBlocks.of(kernels));
    all.add(HugeBlocks.of(kernels));
    CPUS.forEach(cpu -> all.add(BlockSizes.of(kernels, cpu)));
    int padding = PackedB.PADDING;
    for (BlockSizes sizes : all) {
      for (Transpose transposeB : Transpose.values()) {
        for (int depth = 1; depth < 10_000; depth += 1 + depth / 7) {
          int steps = sizes.steps(transposeB, depth);
          String what = steps + " of " + depth + " steps, " + sizes;
          int mostSteps = transposeB == Transpose.NONE ? sizes.longKc() : (sizes.longKc() + 2) / 3;
          assertTrue(steps <= Math.min(depth, mostSteps), what);
          assertEven(depth, steps, 1, what);
          for (int extent = 1; extent < 20_000; extent += 1 + extent / 3) {
            int rows = sizes.rows(steps, extent);
            assertEquals(0, rows % sizes.mr(), what);
            assertEven(extent, rows, sizes.mr(), rows + " of " + extent + " rows, " + what);
            assertTrue(rows * steps <= sizes.floatsOfA(extent, depth), what);
            int columns = sizes.columns(steps, extent);
            assertEquals(0, columns % sizes.nr(), what);
            assertEven(
                extent, columns, sizes.nr(), columns + " of " + extent + " columns, " + what);
            long room = sizes.floatsOfB(extent, depth, padding);
            assertTrue(columns * (steps + padding) <= room, what);
            assertTrue((columns + padding) * steps <= room, what);
          }
        }
      }
    }
  }

  /** As many parts without the last one of each would not be enough. */
  private static void assertEven(int extent, int part, int multiple, String what) {
    int parts = (extent - 1) / part + 1;
    assertTrue(parts * (part - multiple) < extent, what);
  }

  @Test
  void blocksOfAThousandRowsAndStepsAreOneWhereTheyTakeFourMegabytes() {
    CpuFacts cpu = new CpuFacts("1 MB", 1, 32 << 10, 1 << 20);
    for (Kernels kernels : List.of(KernelSets.scalar(), KernelSets.widest())) {
      BlockSizes sizes = BlockSizes.of(kernels, cpu);
      assertEquals(1024, sizes.steps(Transpose.NONE, 1024), sizes::toString);
      assertEquals(1024, sizes.rows(1024, 1024), sizes::toString);
    }
  }

  @Test
  void theLongerKcIsTwoThirdsOfTheLongOneButNoLessThanKc() {
    BlockSizes longer = new BlockSizes(16, 5, 512, 1536, 32, 10).withLongerKc();
    assertEquals(new BlockSizes(16, 5, 1024, 1024, 32, 10), longer);
    BlockSizes same = new BlockSizes(16, 5, 512, 600, 32, 10).withLongerKc();
    assertEquals(new BlockSizes(16, 5, 512, 512, 32, 10), same);
  }

  @Test
  void aTileOfSamplesIsOfWholePanelsAndGroupsWithinItsLimits() {
    for (CpuFacts cpu : CPUS) {
      int before = Integer.MAX_VALUE;
      for (long floats = 1; floats < 1L << 33; floats += 1 + floats / 7) {
        int samples = BlockSizes.tileSamples(floats, 0, false, cpu);
        String what = samples + " samples of " + floats + " floats on " + cpu;
        assertEquals(0, samples % Kernels.SUM_WAYS, what);
        assertEquals(0, samples % 5 + samples % 10, what);
        assertTrue(samples <= 256, "an entry has 8 bits for a sample: " + what);
        assertTrue(samples == 80 || samples * floats * Float.BYTES <= cpu.l2Bytes() / 2, what);
        assertTrue(samples <= before, "wider networks have no larger tiles: " + what);
        before = samples;
      }
    }
  }

  @Test
  void aTileOfSamplesFillsHalfOfTheSecondLevelCache() {
    CpuFacts cpu = new CpuFacts("round", 1, 32 << 10, 160 * 100 * 4 * 2);
    assertEquals(160, BlockSizes.tileSamples(99, 0, false, cpu));
    assertEquals(160, BlockSizes.tileSamples(100, 0, false, cpu));
    assertEquals(80, BlockSizes.tileSamples(101, 0, false, cpu));
    assertEquals(80, BlockSizes.tileSamples(1000, 0, false, cpu));
  }

  @Test
  void weightsBeyondTheSecondLevelCacheMakeTheLargestTile() {
    CpuFacts cpu = new CpuFacts("round", 1, 32 << 10, 1 << 20);
    long fitting = (1 << 20) / Float.BYTES;
    assertEquals(80, BlockSizes.tileSamples(5000, fitting, false, cpu));
    assertEquals(160, BlockSizes.tileSamples(5000, fitting + 1, false, cpu));
    assertEquals(160, BlockSizes.tileSamples(1, fitting + 1, true, cpu));
  }

  @Test
  void longListsMakeTheSmallestTileAndBlocksOfTheFirstLevelCache() {
    CpuFacts cpu = new CpuFacts("32 KB", 1, 32 << 10, 1 << 20);
    assertEquals(160, BlockSizes.tileSamples(1, 0, false, cpu));
    assertEquals(80, BlockSizes.tileSamples(1, 0, true, cpu));
    assertEquals(128, BlockSizes.sparseBlock(true, cpu));
  }

  @Test
  void aBlockOfTheSparseProductHasAtMostAsManyFeaturesAsAnEntryCanName() {
    for (CpuFacts cpu : CPUS) {
      int features = BlockSizes.sparseBlock(false, cpu);
      assertTrue(features >= 1 && features <= 256, features + " on " + cpu);
      assertTrue(features * 64 * Float.BYTES <= 2 * cpu.l1Bytes(), features + " on " + cpu);
    }
    assertEquals(256, BlockSizes.sparseBlock(false, new CpuFacts("32 KB", 1, 32 << 10, 1 << 20)));
    assertEquals(128, BlockSizes.sparseBlock(false, new CpuFacts("16 KB", 1, 16 << 10, 1 << 20)));
  }

  @Test
  void blocksThatAreNotWholeAreRefused() {
    assertEquals(
        "block sizes must be 1 or more, MC a multiple of MR and NC one of NR, but were MR 16, NR 5,"
            + " KC 8, MC 24, NC 10",
        assertThrows(IllegalArgumentException.class, () -> new BlockSizes(16, 5, 8, 24, 10))
            .getMessage());
    int[][] wrong = {
      {16, 5, 8, 16, 12},
      {0, 5, 8, 16, 10},
      {16, 0, 8, 16, 10},
      {16, 5, 0, 16, 10},
      {16, 5, 8, 0, 5}
    };
    for (int[] sizes : wrong) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new BlockSizes(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]));
    }
  }
}
