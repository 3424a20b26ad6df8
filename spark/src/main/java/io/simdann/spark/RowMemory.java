package io.simdann.spark;

import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * The heap that rows take which leave zeros out, while samples are kept with all of them. It is
 * counted before there are any, since one index that is wrong makes a gigabyte of a line.
 */
final class RowMemory {

  /** A row as it was decoded, in a chunk, in a block, and as Spark reads or writes it. */
  private static final int COPIES = 4;

  /** The most partitions that there can be: as many as shards, of so many samples or more. */
  private static final int MOST_PARTITIONS = 64;

  private static final int SMALLEST_SHARD = 64;

  private RowMemory() {}

  /**
   * Demands that a row fits this JVM.
   *
   * @param features its features
   * @throws RowDecoder.BadRowException if it doesn't
   */
  static void require(int features) {
    long needed = COPIES * bytes(1, features);
    if (needed > Runtime.getRuntime().maxMemory()) {
      throw new RowDecoder.BadRowException(
          String.format(
              Locale.ROOT,
              "%d features with all their zeros take %d MB while they are read, and %s has %s:"
                  + " is the number of features right? If so, raise spark.executor.memory",
              features,
              Executors.megabytes(needed),
              Executors.here(),
              Executors.memory()));
    }
  }

  /**
   * Demands that all rows can be trained on, however they are cut into partitions.
   *
   * @param context where
   * @param rows how many
   * @param index the features of each, the greatest index in any
   * @throws RowDecoder.BadRowException if a partition can't fit an executor
   */
  static void requireTrainable(SparkContext context, long rows, int index) {
    long partitions = Math.min(MOST_PARTITIONS, (rows + SMALLEST_SHARD - 1) / SMALLEST_SHARD);
    long needed = bytes((rows + partitions - 1) / partitions, index);
    long heap = Executors.heap(context);
    if (needed > heap) {
      throw new RowDecoder.BadRowException(
          String.format(
              Locale.ROOT,
              "index %d gives each of the %d samples so many features, zeros included: cut into no"
                  + " more than %d parts, one takes %d MB, and an executor has %d MB of heap; is"
                  + " the index right? If so, raise spark.executor.memory",
              index,
              rows,
              partitions,
              Executors.megabytes(needed),
              Executors.megabytes(heap)));
    }
  }

  private static long bytes(long rows, int features) {
    return rows * features * Float.BYTES;
  }
}
