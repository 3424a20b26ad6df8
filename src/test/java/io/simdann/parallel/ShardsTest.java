package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardsTest {

  @ParameterizedTest(name = "{0} samples make {2} shards of {1}, the last of {3}")
  @CsvSource({
    "1, 64, 1, 1",
    "63, 64, 1, 63",
    "64, 64, 1, 64",
    "65, 64, 2, 1",
    "512, 64, 8, 64",
    "513, 96, 6, 33",
    "1024, 128, 8, 128",
    "2048, 256, 8, 256",
    "2049, 256, 9, 1",
    "16384, 256, 64, 256",
    "16385, 288, 57, 257",
    "60000, 960, 63, 480",
    "2147483647, 33554432, 64, 33554431"
  })
  void theCuttingIsFixed(int samples, int shardSize, int count, int lastSize) {
    Shards shards = Shards.of(samples);
    assertEquals(samples, shards.samples());
    assertEquals(shardSize, shards.shardSize());
    assertEquals(count, shards.count());
    assertEquals(lastSize, shards.size(count - 1));
    assertEquals(samples, shards.end(count - 1));
  }

  @Test
  void everySampleIsInOneShardAndAllShardsButTheLastAreWholePanels() {
    IntStream sizes =
        IntStream.concat(
            IntStream.rangeClosed(1, 20_000), IntStream.of(59_999, 60_000, 60_001, 1_000_003));
    sizes.forEach(
        samples -> {
          Shards shards = Shards.of(samples);
          assertTrue(shards.count() <= 64, () -> shards.toString());
          int next = 0;
          for (int shard = 0; shard < shards.count(); shard++) {
            assertEquals(next, shards.start(shard));
            next = shards.end(shard);
            assertEquals(next - shards.start(shard), shards.size(shard));
            assertTrue(shards.size(shard) >= 1, () -> shards.toString());
            if (shard < shards.count() - 1) {
              assertEquals(shards.shardSize(), shards.size(shard));
              assertEquals(0, shards.size(shard) % 32);
            }
          }
          assertEquals(samples, next);
        });
  }

  @Test
  void thereIsRoomForTheShardsOfSmallerBatches() {
    int most = 0;
    for (int samples = 1; samples <= 70_000; samples++) {
      most = Math.max(most, Shards.of(samples).count());
      assertTrue(most <= Shards.mostCount(samples));
    }
    assertEquals(8, Shards.mostCount(2048));
    assertEquals(64, Shards.mostCount(Integer.MAX_VALUE));
  }

  @Test
  void anEmptyBatchHasNoShards() {
    assertEquals(0, Shards.of(0).count());
    assertThrows(IndexOutOfBoundsException.class, () -> Shards.of(0).start(0));
  }

  @Test
  void whatIsNotThereIsRefused() {
    Exception negative = assertThrows(IllegalArgumentException.class, () -> Shards.of(-1));
    assertEquals("samples must be 0 or more, not -1", negative.getMessage());

    Shards shards = Shards.of(60_000);
    String message = "shard 63 of 60000 samples, which make 63 shards";
    assertEquals(
        message,
        assertThrows(IndexOutOfBoundsException.class, () -> shards.start(63)).getMessage());
    assertEquals(
        message, assertThrows(IndexOutOfBoundsException.class, () -> shards.end(63)).getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> shards.size(-1));
  }

  @Test
  void theCuttingIsDescribedInOneLine() {
    assertEquals("60000 samples in 63 shards of 960", Shards.of(60_000).toString());
  }
}
