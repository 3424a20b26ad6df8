package io.simdann.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.Features;
import io.simdann.kernel.Bits;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureListsTest {
  private static final int SAMPLES = 300;
  private static final int FEATURES = 21;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyFeatureHasTheNonZeroValuesOfBothShardsSamplesAscending(boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, FEATURES, SAMPLES);
    int[] order = RandomSamples.order(1, SAMPLES, SAMPLES);
    for (int block : new int[] {1, 8, 256}) {
      verify(values, block, false, order, new int[][] {{64, 1}, {1, 0}, {63, 0}, {64, 33}});
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void listsMayBeFullOrEmpty(boolean bytes) {
    int[] order = RandomSamples.order(2, SAMPLES, SAMPLES);
    for (double density : new double[] {0, 1}) {
      Features values = RandomSamples.of(bytes, density, FEATURES, SAMPLES);
      verify(values, 8, false, order, new int[][] {{128, 128}, {128, 0}, {64, 63}});
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void zerosThatWereKeptAreListedToo(boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, FEATURES, SAMPLES);
    int[] order = RandomSamples.order(3, SAMPLES, SAMPLES);
    verify(values, 8, true, order, new int[][] {{64, 64}, {17, 0}});
  }

  @Test
  void shardsThatEntriesCannotNameAreRefused() {
    SparseSamples samples =
        new SparseSamples(
            RandomSamples.of(true, 0.3, FEATURES, SAMPLES), 8, false, WorkerTeam.ofThreads(1));
    assertEquals(
        "shards of 129 samples, expected at most 128",
        assertThrows(IllegalArgumentException.class, () -> new FeatureLists(samples, 129))
            .getMessage());
  }

  /** Fills one object with one pair of shards after the other. */
  private static void verify(
      Features values, int largestBlock, boolean keepZeros, int[] order, int[][] pairs) {
    SparseSamples samples =
        new SparseSamples(values, largestBlock, keepZeros, WorkerTeam.ofThreads(1));
    int longest = Arrays.stream(pairs).mapToInt(pair -> Math.max(pair[0], pair[1])).max().orElse(0);
    FeatureLists lists = new FeatureLists(samples, longest);
    for (int block = 0; block < samples.blocks(); block++) {
      for (int[] pair : pairs) {
        lists.fill(block, order, 7, pair[0], pair[1]);
        int start = block * samples.blockFeatures();
        int end = Math.min(FEATURES, start + samples.blockFeatures());
        for (int feature = start; feature < end; feature++) {
          verify(lists, feature - start, 0, values, feature, keepZeros, order, 0, pair[0]);
          int last = pair[0] + pair[1];
          verify(lists, feature - start, 1, values, feature, keepZeros, order, pair[0], last);
        }
      }
    }
  }

  private static void verify(
      FeatureLists lists,
      int featureOfBlock,
      int shard,
      Features values,
      int feature,
      boolean keepZeros,
      int[] order,
      int from,
      int to) {
    String where = "feature " + feature + ", samples " + from + " to " + to;
    int place = lists.start(featureOfBlock, shard);
    for (int row = from; row < to; row++) {
      float value = RandomSamples.value(values, order[7 + row], feature);
      if (value != 0 || keepZeros) {
        assertTrue(place < lists.end(featureOfBlock, shard), where);
        int entry = lists.entries()[place++];
        assertEquals(row, entry >>> 8, where);
        int table = lists.tableOffset(featureOfBlock) + (entry & 255);
        Bits.assertSame(value, lists.table()[table], where);
      }
    }
    assertEquals(lists.end(featureOfBlock, shard), place, where);
  }
}
