package io.simdann.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.Features;
import io.simdann.kernel.Bits;
import io.simdann.parallel.WorkerTeam;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseTileTest {
  private static final int SAMPLES = 300;
  private static final int FEATURES = 21;

  /** The most samples that an entry can name. */
  private static final int MOST = 256;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyFeatureHasItsNonZeroValuesSamplesAscending(boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, FEATURES, SAMPLES);
    int[] order = RandomSamples.order(1, SAMPLES, SAMPLES);
    for (int block : new int[] {1, 4, 256}) {
      SparseSamples samples = packed(values, block, false);
      for (int count = 1; count <= 161; count++) {
        SparseTile tile = new SparseTile(samples);
        tile.fill(order, 7, count);
        verify(tile, values, order, 7, count, false);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTileCanHaveAsManySamplesAsAnEntryCanName(boolean bytes) {
    for (double density : new double[] {0, 0.5, 1}) {
      Features values = RandomSamples.of(bytes, density, FEATURES, SAMPLES);
      int[] order = RandomSamples.order(1, SAMPLES, SAMPLES);
      SparseTile tile = new SparseTile(packed(values, 8, false));
      for (int count : new int[] {MOST - 1, MOST}) {
        tile.fill(order, SAMPLES - count, count);
        verify(tile, values, order, SAMPLES - count, count, false);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTileThatIsFilledAgainKeepsNothing(boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, FEATURES, SAMPLES);
    SparseTile tile = new SparseTile(packed(values, 4, false));
    int[] counts = {80, 160, 1, 79, 16, 81, 160, 2};
    for (int fill = 0; fill < counts.length; fill++) {
      int[] order = RandomSamples.order(fill, SAMPLES, SAMPLES);
      tile.fill(order, fill, counts[fill]);
      verify(tile, values, order, fill, counts[fill], false);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void zerosThatWereKeptAreInTheTileToo(boolean bytes) {
    Features values = RandomSamples.of(bytes, 0.3, FEATURES, SAMPLES);
    SparseTile tile = new SparseTile(packed(values, 4, true));
    int[] order = IntStream.range(0, SAMPLES).map(i -> SAMPLES - 1 - i).toArray();
    tile.fill(order, 3, 100);
    verify(tile, values, order, 3, 100, true);
  }

  private static void verify(
      SparseTile tile, Features values, int[] order, int first, int count, boolean keepZeros) {
    int next = 0;
    for (int feature = 0; feature < FEATURES; feature++) {
      String where = "feature " + feature + " of " + count + " samples";
      int place = tile.start(feature);
      assertEquals(next, place, where);
      for (int row = 0; row < count; row++) {
        float value = RandomSamples.value(values, order[first + row], feature);
        if (value != 0 || keepZeros) {
          assertTrue(place < tile.end(feature), where);
          int entry = tile.entries()[place++];
          assertEquals(row, entry >>> 8, where);
          int table = tile.tableOffset(feature) + (entry & 255);
          Bits.assertSame(value, tile.table()[table], where);
        }
      }
      assertEquals(tile.end(feature), place, where);
      next = place;
    }
  }

  private static SparseSamples packed(Features values, int block, boolean keepZeros) {
    return new SparseSamples(values, block, keepZeros, WorkerTeam.ofThreads(1));
  }
}
