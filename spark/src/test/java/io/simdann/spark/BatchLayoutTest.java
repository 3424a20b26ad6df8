package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.parallel.Shards;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLayoutTest {

  static Stream<Arguments> layouts() {
    return Stream.of(1, 63, 64, 65, 1000, 4097)
        .flatMap(
            samples ->
                Stream.of(1, 50, 128, 160, 1000, 4097)
                    .filter(batch -> batch <= samples)
                    .flatMap(
                        batch ->
                            Stream.of(1, 2, 3, 7, 64)
                                .map(partitions -> Arguments.of(samples, batch, partitions))));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyPositionHasAPlaceOfItsOwn(int samples, int batchSize, int partitions) {
    BatchLayout layout = new BatchLayout(samples, batchSize, partitions);
    BitSet[] taken = new BitSet[partitions];
    Arrays.setAll(taken, partition -> new BitSet());
    for (int position = 0; position < samples; position++) {
      int partition = layout.partition(position);
      int place = layout.place(position, partition);
      assertEquals(false, taken[partition].get(place), "place " + place + " of " + partition);
      taken[partition].set(place);
      assertEquals(position, layout.position(place, partition));
    }
    for (int partition = 0; partition < partitions; partition++) {
      assertEquals(layout.partitionSamples(partition), taken[partition].length());
      assertEquals(taken[partition].length(), taken[partition].cardinality());
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aShardLiesInOnePartitionWithoutGaps(int samples, int batchSize, int partitions) {
    BatchLayout layout = new BatchLayout(samples, batchSize, partitions);
    for (int batch = 0; batch < layout.batches(); batch++) {
      Shards shards = layout.shards(batch);
      assertEquals(layout.batchSamples(batch), shards.samples());
      for (int shard = 0; shard < shards.count(); shard++) {
        int first = layout.batchStart(batch) + shards.start(shard);
        int partition = layout.partition(first);
        int firstShard = layout.firstShard(batch, partition);
        int place = layout.firstPlace(batch, partition) + (shard - firstShard) * shards.shardSize();
        for (int i = 0; i < shards.size(shard); i++) {
          assertEquals(partition, layout.partition(first + i));
          assertEquals(place + i, layout.place(first + i, partition));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void onlyBatchesAreBatches(int samples, int batchSize, int partitions) {
    BatchLayout layout = new BatchLayout(samples, batchSize, partitions);
    int last = layout.batches() - 1;
    assertEquals(last, layout.batch(layout.batchStart(last), samples));
    assertThrows(IllegalArgumentException.class, () -> layout.batch(-batchSize, 0));
    assertThrows(IllegalArgumentException.class, () -> layout.batch(0, batchSize + 1));
    assertThrows(
        IllegalArgumentException.class, () -> layout.batch(layout.batchStart(last), samples + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void theMostSamplesHavePlaces(int partitions) {
    int samples = Integer.MAX_VALUE;
    BatchLayout layout = new BatchLayout(samples, samples, partitions);
    long sum = 0;
    for (int partition = 0; partition < partitions; partition++) {
      sum += layout.partitionSamples(partition);
    }
    assertEquals(samples, sum);
    int last = layout.partition(samples - 1);
    assertEquals(partitions - 1, last);
    assertEquals(layout.partitionSamples(last) - 1, layout.place(samples - 1, last));
    assertEquals(samples - 1, layout.position(layout.place(samples - 1, last), last));
  }
}
