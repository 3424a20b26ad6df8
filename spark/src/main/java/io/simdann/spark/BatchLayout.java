package io.simdann.spark;

import io.simdann.parallel.Shards;
import java.io.Serializable;
import java.util.Locale;

/**
 * Which partition holds which samples, so that each partition has whole shards of every batch.
 *
 * <p>A batch of S shards is dealt to P partitions in one contiguous range each: shard s is that of
 * partition ⌊s·P/S⌋. A partition holds its ranges of all batches, one after the other:
 *
 * <pre>
 *   positions:    | batch 0: shards 0 1 2 3 | batch 1: 0 1 2 3 | rest: 0 1 |
 *   partition 0:  | 0 1 | 0 1 | 0 |
 *   partition 1:  | 2 3 | 2 3 | 1 |
 * </pre>
 *
 * <p>A position is a sample's place in the order of the epoch, a place is one in a partition.
 */
final class BatchLayout implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int samples;
  private final int batchSize;
  private final int partitions;
  private transient Shards full;
  private transient Shards rest;

  /**
   * A layout.
   *
   * @param samples the samples of the data set, 1 or more
   * @param batchSize the samples of a batch, 1 to {@code samples}; the last one may have fewer
   * @param partitions the partitions, 1 or more
   */
  BatchLayout(int samples, int batchSize, int partitions) {
    this.samples = samples;
    this.batchSize = batchSize;
    this.partitions = partitions;
  }

  int samples() {
    return samples;
  }

  int partitions() {
    return partitions;
  }

  boolean isFullBatch() {
    return batchSize == samples;
  }

  int batches() {
    return samples / batchSize + (samples % batchSize == 0 ? 0 : 1);
  }

  int batchStart(int batch) {
    return batch * batchSize;
  }

  int batchSamples(int batch) {
    return Math.min(batchSize, samples - batch * batchSize);
  }

  /**
   * The batch of given positions.
   *
   * @return its number
   * @throws IllegalArgumentException if no batch has exactly these positions
   */
  int batch(int from, int to) {
    int batch = from / batchSize;
    if (from < 0 || to > samples || from != batchStart(batch) || to - from != batchSamples(batch)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples %d to %d of %d are not one of the batches of %d for which they were laid out",
              from,
              to,
              samples,
              batchSize));
    }
    return batch;
  }

  /**
   * Makes sure that positions make up whole batches.
   *
   * @throws IllegalArgumentException if they don't, or batches of that size are not those here
   */
  void requireBatches(int from, int to, int size) {
    boolean whole = from >= 0 && from < to && from % batchSize == 0;
    if (size != batchSize || !whole || to > samples || to < samples && to % batchSize > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples %d to %d of %d in batches of %d are not some of the batches of %d for which"
                  + " they were laid out",
              from,
              to,
              samples,
              size,
              batchSize));
    }
  }

  /** The first shards of the subtrees that a partition has of a batch, ascending. */
  int[] subtrees(int batch, int partition) {
    return Subtrees.split(
        firstShard(batch, partition), firstShard(batch, partition + 1), shards(batch).count());
  }

  /** The shards into which a batch is cut. */
  Shards shards(int batch) {
    // Threads that meet here make equal ones, each of which is whole to whoever sees it.
    boolean isFull = batch < samples / batchSize;
    Shards shards = isFull ? full : rest;
    if (shards == null) {
      shards = Shards.of(isFull ? batchSize : samples % batchSize);
      if (isFull) {
        full = shards;
      } else {
        rest = shards;
      }
    }
    return shards;
  }

  /** A partition's first shard of a batch, or the end of those of the partition before. */
  int firstShard(int batch, int partition) {
    long shards = shards(batch).count();
    return (int) ((partition * shards + partitions - 1) / partitions);
  }

  /** Where in the batch a partition's range begins. */
  private int rangeStart(int batch, int partition) {
    Shards shards = shards(batch);
    return (int)
        Math.min(shards.samples(), (long) firstShard(batch, partition) * shards.shardSize());
  }

  /** The samples that a partition holds of a batch. */
  int rangeSamples(int batch, int partition) {
    return rangeStart(batch, partition + 1) - rangeStart(batch, partition);
  }

  /** The place of a partition's first sample of a batch. */
  int firstPlace(int batch, int partition) {
    // All batches but the last are alike.
    return batch * (batch == 0 ? 0 : rangeSamples(0, partition));
  }

  /** The samples that a partition holds. */
  int partitionSamples(int partition) {
    int last = batches() - 1;
    return firstPlace(last, partition) + rangeSamples(last, partition);
  }

  /** The partition that holds a position. */
  int partition(int position) {
    Shards shards = shards(position / batchSize);
    long shard = position % batchSize / shards.shardSize();
    return (int) (shard * partitions / shards.count());
  }

  /** The place of a position in its partition. */
  int place(int position, int partition) {
    int batch = position / batchSize;
    return firstPlace(batch, partition) + position % batchSize - rangeStart(batch, partition);
  }

  /** The position of a place in a partition. */
  int position(int place, int partition) {
    int each = rangeSamples(0, partition);
    int batch = Math.min(each == 0 ? Integer.MAX_VALUE : place / each, batches() - 1);
    int within = place - firstPlace(batch, partition);
    return batchStart(batch) + rangeStart(batch, partition) + within;
  }
}
