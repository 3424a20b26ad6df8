package io.simdann.bench.compare;

import io.simdann.bench.RandomFloats;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.GradientTarget;
import io.simdann.step.OptimizerState;
import io.simdann.step.StepContext;
import io.simdann.train.Regularization;

/** The update of Adam alone, on one thread: four arrays are read, and three written. */
final class AdamUpdate implements Contender {
  private final StepContext context = new StepContext(1);
  private final WorkerTeam team = WorkerTeam.ofThreads(1);
  private final GradientTarget target;
  private final OptimizerState state;
  private final int count;
  private float[] parameters;
  private float[] updated;
  private int iteration;

  AdamUpdate(NetworkSpec spec) {
    count = spec.parameterCount();
    target = new GradientTarget(spec, team);
    state =
        new OptimizerState(
            StepMethod.ADAM
                .settings()
                .create(
                    KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels(),
                    Regularization.NONE),
            count);
    parameters = RandomFloats.uniform(count, -1f, 1f);
    updated = new float[count];
    target.reserve(count);
    System.arraycopy(RandomFloats.uniform(count, -1f, 1f), 0, target.array(0), 0, count);
  }

  @Override
  public String version() {
    return "Simdann " + Machine.kernelName();
  }

  @Override
  public void call() {
    context.begin(iteration++, 0, StepMethod.ADAM.learningRate());
    target.begin(context, 1, parameters, state, updated);
    target.finish(0, count, 0);
    float[] before = parameters;
    parameters = updated;
    updated = before;
  }

  @Override
  public void close() {
    team.close();
  }
}
