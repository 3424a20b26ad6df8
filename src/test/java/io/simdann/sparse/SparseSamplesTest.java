package io.simdann.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Bits;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseSamplesTest {

  /** Around a group and a packing task of 64. */
  private static final int[] SAMPLES = {1, 31, 32, 33, 63, 64, 65, 130};

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyListHasTheNonZeroValuesOfItsBlockFeaturesAscending(boolean bytes) {
    for (int samples : SAMPLES) {
      for (int features : new int[] {1, 7, 8, 9, 255, 256, 257, 300}) {
        for (int largestBlock : new int[] {1, 8, 100, 256, 1000}) {
          Features values = RandomSamples.of(bytes, 0.4, features, samples);
          verify(values, largestBlock, false, 1);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void zerosAreKeptIfTheyAreToBe(boolean bytes) {
    for (int features : new int[] {1, 256, 300}) {
      Features values = RandomSamples.of(bytes, 0.4, features, 33);
      SparseSamples packed = verify(values, 256, true, 1);
      assertEquals(features * 33, packed.entries().length);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyNumberOfThreadsPacksTheSame(boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.4, 50, 500);
    for (int threads : new int[] {2, 3, 7}) {
      verify(values, 8, false, threads);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void nothingAndEverythingCanBePacked(double density) {
    for (boolean bytes : new boolean[] {true, false}) {
      Features values = RandomSamples.of(bytes, density, 257, 40);
      SparseSamples packed = verify(values, 256, false, 1);
      assertEquals((int) (density * 257 * 40), packed.entries().length);
    }
  }

  @Test
  void blocksAreAsEvenAsCanBe() {
    int[][] expected = {
      // features, largest block, blocks, features of a block
      {784, 256, 4, 196},
      {256, 256, 1, 256},
      {257, 256, 2, 129},
      {10, 4, 3, 4},
      {3, 1, 3, 1},
      {300, 1000, 2, 150}
    };
    for (int[] blocks : expected) {
      SparseSamples packed = packed(RandomSamples.bytes(0.5, blocks[0], 2), blocks[1], false, 1);
      assertEquals(blocks[2], packed.blocks(), Arrays.toString(blocks));
      assertEquals(blocks[3], packed.blockFeatures(), Arrays.toString(blocks));
    }
  }

  /** A product goes through one block of many samples after the other. */
  @Test
  void theListsOfASampleFollowEachOther() {
    SparseSamples packed = packed(RandomSamples.floats(0.4, 20, 75), 8, false, 1);
    int next = 0;
    for (int sample = 0; sample < 75; sample++) {
      for (int block = 0; block < 3; block++) {
        assertEquals(next, packed.start(sample, block), sample + ", block " + block);
        next = packed.end(sample, block);
      }
    }
    assertEquals(packed.entries().length, next);
  }

  @Test
  void theMeanOfABlocksEntriesIsThatOfAllSamples() {
    byte[] values = {1, 2, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0};
    SparseSamples samples = packed(new ByteFeatures(values, 4, 3), 2, false, 1);
    assertEquals(2 / 3.0, samples.meanEntries(0));
    assertEquals(2 / 3.0, samples.meanEntries(1));
  }

  @Test
  void nanIsPacked() {
    SparseSamples packed =
        packed(new FloatFeatures(new float[] {0f, Float.NaN, -0f}, 3, 1), 256, false, 1);
    assertEquals(1, packed.entries().length);
    assertEquals(1, packed.entries()[0] >>> 8);
    assertTrue(Float.isNaN(packed.table()[packed.tableOffset(0)]));
  }

  @Test
  void densityIsTheFractionOfValuesThatAreNotZero() {
    byte[] bytes = {0, 1, 0, 0, -1, 2, 0, 0};
    assertEquals(3 / 8.0, SparseSamples.density(new ByteFeatures(bytes, 4, 2)));
    float[] floats = {0f, -0f, Float.NaN, 1f};
    assertEquals(2 / 4.0, SparseSamples.density(new FloatFeatures(floats, 2, 2)));
    assertEquals(3 / 8.0, SparseSamples.density(new ByteFeatures(bytes, 8, 1)));
  }

  @Test
  void valuesThatAreNotZeroAreCountedInAllSamples() {
    for (boolean bytes : new boolean[] {true, false}) {
      Features values = RandomSamples.of(bytes, 0.4, 9, 600);
      assertEquals(
          packed(values, 256, false, 1).entries().length, SparseSamples.countNonZeros(values));
    }
  }

  @Test
  void theDensityOfManySamplesIsThatOfSomeFromBeginningToEnd() {
    // One half is dense, the other empty; and no sample is looked at beyond the last.
    for (boolean firstHalf : new boolean[] {true, false}) {
      byte[] bytes = new byte[5 * 10_001];
      int from = firstHalf ? 0 : 5 * 5000;
      Arrays.fill(bytes, from, from + 5 * 5000, (byte) 1);
      double density = SparseSamples.density(new ByteFeatures(bytes, 5, 10_001));
      assertEquals(0.5, density, 0.01);
    }
  }

  private static SparseSamples verify(
      Features values, int largestBlock, boolean keepZeros, int threads) {
    SparseSamples packed = packed(values, largestBlock, keepZeros, threads);
    int features = values.features();
    int perBlock = packed.blockFeatures();
    assertEquals(features, packed.features());
    assertTrue(perBlock <= Math.min(256, largestBlock));
    assertEquals((features + perBlock - 1) / perBlock, packed.blocks());
    assertEquals(values instanceof ByteFeatures, packed.ofBytes());
    int entries = 0;
    for (int sample = 0; sample < values.samples(); sample++) {
      for (int block = 0; block < packed.blocks(); block++) {
        String where = "sample " + sample + ", block " + block + " of " + packed.blocks();
        int place = packed.start(sample, block);
        int table = packed.tableOffset(place);
        int end = Math.min(features, (block + 1) * perBlock);
        for (int feature = block * perBlock; feature < end; feature++) {
          float value = RandomSamples.value(values, sample, feature);
          if (value != 0 || keepZeros) {
            assertTrue(place < packed.end(sample, block), where);
            int entry = packed.entries()[place++];
            assertEquals(feature - block * perBlock, entry >>> 8, where);
            Bits.assertSame(value, packed.table()[table + (entry & 255)], where);
            entries++;
          }
        }
        assertEquals(packed.end(sample, block), place, where);
      }
    }
    assertEquals(entries, packed.entries().length, "there are no other entries");
    return packed;
  }

  private static SparseSamples packed(
      Features values, int largestBlock, boolean keepZeros, int threads) {
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      return new SparseSamples(values, largestBlock, keepZeros, team);
    }
  }
}
