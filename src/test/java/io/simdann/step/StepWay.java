package io.simdann.step;

/** The ways by which an engine processes a batch; see docs/design.md. */
public enum StepWay {
  /** Shard by shard, without zeros, on tiles that are kept for the next full batch. */
  TILE_CACHE,

  /** Shard by shard, without zeros, on samples as they come. */
  SHARDS,

  /** Shard by shard, on samples with their zeros. */
  DENSE,

  /** A small batch, on the calling thread alone. */
  SMALL_ALONE,

  /** A small batch, shared out to the threads. */
  SMALL_SHARED,

  /** A batch of a wide network. */
  WIDE
}
