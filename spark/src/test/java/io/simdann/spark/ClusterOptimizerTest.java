package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.ParameterRange;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.Optimizer;
import io.simdann.step.OptimizerState;
import io.simdann.step.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An optimizer that asks for all that a step offers, on executors in JVMs of their own. */
class ClusterOptimizerTest {
  private static final int SAMPLES = 700;
  private static final int BATCH = 300;

  /** Weights of three blocks of the norm. */
  private static final NetworkSpec SPEC = NetworkSpec.of(40, 230, 4);

  private static final DataSet DATA = Samples.floats(SAMPLES, 40, 0.7);

  @Test
  void stateNormAndPenaltyGiveTheBitsOfOneMachine() {
    try (WorkerTeam team = WorkerTeam.ofThreads(1);
        Cluster cluster = Cluster.jvms(2)) {
      GradientEngine local =
          new LocalGradientEngine(DATA, SPEC, KernelSelection.logged(Backend.AUTO, 0), team);
      SparkDataSet data = SparkDataSet.of(cluster.context(), DATA);
      try (SparkGradientEngine spread =
          new SparkGradientEngine(data, SPEC, BATCH, 3, Backend.AUTO, KernelSelection.WIDEST)) {
        for (double clipNorm : new double[] {Double.POSITIVE_INFINITY, 0.3}) {
          Training expected = new Training(clipNorm);
          Training actual = new Training(clipNorm);
          expected.run(local);
          actual.run(spread);
          assertArrayEquals(expected.parameters, actual.parameters);
          assertArrayEquals(expected.state.get("velocity"), actual.state.get("velocity"));
          assertEquals(expected.costs, actual.costs);
          assertEquals(
              local.evaluate(expected.parameters, 0, SAMPLES, BATCH),
              spread.evaluate(actual.parameters, 0, SAMPLES, BATCH));
        }
      }
    }
  }

  /** Two epochs of batches, updated in place. */
  private static final class Training {
    final float[] parameters = Initialization.numpy(SPEC, 1);
    final Momentum momentum;
    final OptimizerState state;
    final List<Double> costs = new ArrayList<>();

    Training(double clipNorm) {
      momentum = new Momentum(clipNorm);
      state = new OptimizerState(momentum, parameters.length);
    }

    void run(GradientEngine engine) {
      StepContext context = new StepContext(1);
      for (int step = 0; step < 6; step++) {
        int from = step % 3 * BATCH;
        int to = Math.min(SAMPLES, from + BATCH);
        context.begin(step, step / 3, 0.05);
        costs.add(engine.update(context, parameters, from, to, state, parameters));
        assertEquals(to - from, context.weightSum());
      }
      assertEquals(momentum.needsNorm(), momentum.clipped);
    }
  }

  /** v = 0.9·v + g, w = w − rate·v; g has a norm of at most clipNorm, and 0.03·w for weights. */
  private static final class Momentum implements Optimizer {
    private final double clipNorm;
    private float scale;
    private float rate;
    private float factor;
    private boolean clipped;

    Momentum(double clipNorm) {
      this.clipNorm = clipNorm;
    }

    @Override
    public List<String> slots() {
      return List.of("velocity");
    }

    @Override
    public boolean tellsBiasesApart() {
      return true;
    }

    @Override
    public boolean needsNorm() {
      return clipNorm < Double.POSITIVE_INFINITY;
    }

    @Override
    public void begin(StepContext context) {
      scale = (float) (1 / context.weightSum());
      rate = (float) context.learningRate();
      factor = 1f;
    }

    @Override
    public void prepare(ParameterRange range) {
      for (int i = 0; i < range.count(); i++) {
        range.gradient()[range.gradientOffset() + i] *= scale;
      }
    }

    @Override
    public void norm(double norm) {
      assertTrue(norm > 0);
      factor = norm > clipNorm ? (float) (clipNorm / norm) : 1f;
      clipped |= norm > clipNorm;
    }

    @Override
    public void step(ParameterRange range) {
      float[] velocity = range.slot(0);
      for (int i = 0; i < range.count(); i++) {
        int at = range.from() + i;
        float w = range.parameters()[at];
        float g = range.gradient()[range.gradientOffset() + i] * factor;
        velocity[at] = 0.9f * velocity[at] + g + (range.biases() ? 0f : 0.03f * w);
        range.updated()[at] = w - rate * velocity[at];
      }
    }
  }
}
