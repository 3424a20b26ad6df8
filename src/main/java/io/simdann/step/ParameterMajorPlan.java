package io.simdann.step;

import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;

/**
 * The activations of all samples are kept; then each part of the gradient is summed over all
 * samples, and its parameters are updated, as a {@link BatchPass} does.
 */
final class ParameterMajorPlan implements StepPlan {
  /** Multiply-adds of a small batch's forward pass, zeros included, that are worth a hand-off. */
  private static final long SHARED_WORK = 1 << 18;

  private final StepSetup setup;
  private final SharedWeights weights;
  private final BatchWay way;

  /** For small batches that may be worth sharing out. */
  private final SharingChoice sharing = new SharingChoice();

  /** Null before the first batch. */
  private BatchPass pass;

  private GradientTarget target;
  private final WorkerTeam.Task forwardBackward = this::forwardBackward;
  private final WorkerTeam.Task sumPart = this::sumPart;

  ParameterMajorPlan(StepSetup setup, SharedWeights weights, BatchWay way) {
    this.setup = setup;
    this.weights = weights;
    this.way = way;
  }

  @Override
  public void reserve(Shards shards, GradientTarget parts) {
    if (pass != null && pass.holds(shards)) {
      return;
    }
    // So that there are not two of them at a time.
    pass = null;
    pass =
        new BatchPass(
            setup.spec(),
            setup.kernels(),
            setup.sizes(),
            setup.inputs(),
            setup.cpu(),
            setup.layout(),
            weights.packed(),
            setup.team().size(),
            way,
            shards);
    parts.reserve(pass.mostParameters());
  }

  @Override
  public void run(Step step, GradientTarget newTarget, double[] costs) {
    target = newTarget;
    Shards shards = step.shards;
    reserve(shards, target);
    pass.begin(step.parameters, step.batch, step.first, shards);
    long work = (long) shards.samples() * setup.layout().size();
    boolean shareable = setup.team().size() > 1 && work >= SHARED_WORK;
    if (shareable && way == BatchWay.SMALL) {
      long start = System.nanoTime();
      run(step, sharing.shared(shards.samples()));
      sharing.took(shards.samples(), System.nanoTime() - start);
    } else {
      run(step, shareable);
    }
    for (int shard = 0; shard < shards.count(); shard++) {
      costs[shard] = pass.cost(shard);
    }
  }

  private void run(Step step, boolean shared) {
    if (!pass.packsWeights()) {
      weights.pack(step.parameters, shared);
    }
    setup.run(shared, pass.sampleParts(), forwardBackward);
    setup.run(shared, pass.gradientParts(), sumPart);
  }

  private void forwardBackward(int part, int worker) {
    pass.forwardBackward(part, worker);
  }

  private void sumPart(int part, int worker) {
    int from = pass.gradientStart(part);
    pass.gradient(part, worker, target.array(worker), target.offset(from));
    target.finish(from, pass.gradientEnd(part), worker);
  }
}
