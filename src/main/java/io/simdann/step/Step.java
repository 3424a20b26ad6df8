package io.simdann.step;

import io.simdann.parallel.Shards;

/** A step being made, as a {@link StepPlan} takes it: the parameters and a batch. */
final class Step {
  private final Shards[] known = {Shards.of(0), Shards.of(0)};

  /** The flat parameters. */
  float[] parameters;

  /** The samples, in the order in which they are taken, with their classes. */
  Batch batch;

  /** The batch's first place in that order. */
  int first;

  /** The batch's shards. */
  Shards shards = known[0];

  /** Sets the batch; allocates nothing for two sizes in turn, as an epoch has them. */
  void set(float[] newParameters, Batch newBatch, int from, int samples) {
    parameters = newParameters;
    batch = newBatch;
    first = from;
    if (shards.samples() != samples) {
      int other = shards == known[0] ? 1 : 0;
      if (known[other].samples() != samples) {
        known[other] = Shards.of(samples);
      }
      shards = known[other];
    }
  }
}
