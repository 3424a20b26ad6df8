package io.simdann.parallel;

/**
 * The fixed cutting of a batch of samples into shards, the pieces whose gradients are accumulated
 * apart and then added in the order of {@link PairwiseReduction}.
 *
 * <p>The cutting is part of the canonical order of operations: it depends on the number of samples
 * alone, never on the number of threads or the machine. All shards are of one size but the last,
 * which takes what is left. That size is
 *
 * <pre>
 *   max(64, min(256, samples / 8), samples / 64), rounded up to a multiple of 32
 * </pre>
 *
 * <p>so that there are at most 64 shards, enough to keep many threads busy to the end; that a batch
 * of 512 or more makes 8 at least; and that wide networks, each of whose shards has a gradient of
 * megabytes, don't get more of them than that. 60000 samples make 63 shards: 62 of 960 and one of
 * 480; 1024 make 8 of 128; 100 make one of 64 and one of 36.
 */
public final class Shards {

  private static final int MAX_COUNT = 64;
  private static final int MIN_COUNT = 8;
  private static final int MIN_SHARD_SIZE = 64;

  /** The size up to which shards grow before there are more than {@link #MIN_COUNT}. */
  private static final int GROWN_SHARD_SIZE = 256;

  private static final int MULTIPLE = 32;

  private final int samples;
  private final int shardSize;
  private final int count;

  private Shards(int samples, int shardSize) {
    this.samples = samples;
    this.shardSize = shardSize;
    this.count = ceilDivide(samples, shardSize);
  }

  /**
   * Cuts a batch.
   *
   * @param samples number of samples in the batch, 0 or more
   * @return the shards of the batch; none if it is empty
   * @throws IllegalArgumentException if the number of samples is negative
   */
  public static Shards of(int samples) {
    if (samples < 0) {
      throw new IllegalArgumentException("samples must be 0 or more, not " + samples);
    }
    int grown = Math.min(GROWN_SHARD_SIZE, ceilDivide(samples, MIN_COUNT));
    int size = Math.max(MIN_SHARD_SIZE, Math.max(grown, ceilDivide(samples, MAX_COUNT)));
    return new Shards(samples, ceilDivide(size, MULTIPLE) * MULTIPLE);
  }

  /**
   * Returns the shards for which there must be room where batches vary in size: a smaller batch may
   * make more of them than a larger one.
   *
   * @param samples the samples of the largest batch
   * @return a number that neither it nor a smaller one exceeds
   */
  public static int mostCount(int samples) {
    return Math.min(MAX_COUNT, Math.max(MIN_COUNT, ceilDivide(samples, GROWN_SHARD_SIZE)));
  }

  /**
   * Returns the size of the batch.
   *
   * @return the number of samples that were cut, 0 or more
   */
  public int samples() {
    return samples;
  }

  /**
   * Returns how many shards there are.
   *
   * @return the number of shards, from 0 to 64
   */
  public int count() {
    return count;
  }

  /**
   * Returns the size that every shard has but the last: what a buffer for any shard must hold.
   *
   * @return the number of samples, a multiple of 32 and at least 64, even if the only shard is
   *     smaller
   */
  public int shardSize() {
    return shardSize;
  }

  /**
   * Returns where a shard starts.
   *
   * @param shard the shard, from 0 to count − 1
   * @return its first sample
   * @throws IndexOutOfBoundsException if there is no such shard
   */
  public int start(int shard) {
    if (shard < 0 || shard >= count) {
      throw new IndexOutOfBoundsException(
          "shard " + shard + " of " + samples + " samples, which make " + count + " shards");
    }
    return shard * shardSize;
  }

  /**
   * Returns where a shard ends.
   *
   * @param shard the shard, from 0 to count − 1
   * @return the sample after its last
   * @throws IndexOutOfBoundsException if there is no such shard
   */
  public int end(int shard) {
    return start(shard) + size(shard);
  }

  /**
   * Returns the size of one shard.
   *
   * @param shard the shard, from 0 to count − 1
   * @return its number of samples, 1 or more
   * @throws IndexOutOfBoundsException if there is no such shard
   */
  public int size(int shard) {
    return Math.min(shardSize, samples - start(shard));
  }

  /**
   * Describes the cutting in one line.
   *
   * @return for example {@code 60000 samples in 63 shards of 960}
   */
  @Override
  public String toString() {
    return samples + " samples in " + count + " shards of " + shardSize;
  }

  private static int ceilDivide(int dividend, int divisor) {
    return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
  }
}
