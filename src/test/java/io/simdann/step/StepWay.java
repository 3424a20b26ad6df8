package io.simdann.step;

/** The ways by which an engine processes a batch; see docs/design.md. */
public enum StepWay {
  /** Shard by shard, without zeros, on tiles that are kept for the next full batch. */
  TILE_CACHE,

  /** Shard by shard, without zeros, on samples as they come. */
  SHARDS,

  /** Shard by shard, on samples with their zeros. */
  DENSE,

  /** Part by part of the gradient, without zeros, on the calling thread alone. */
  BATCH_ALONE,

  /** Part by part of the gradient, without zeros, shared out to the threads. */
  BATCH_SHARED,

  /** Part by part of the gradient, without zeros, listed by feature where kernels are vectors'. */
  BATCH_LISTED,

  /** Part by part of the gradient, on samples with their zeros. */
  BATCH_DENSE
}
