package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import io.simdann.kernel.Bits;
import io.simdann.kernel.DropoutMask;
import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gradient with dropout is that of a forward pass in float64 with the same masks. */
class DropoutGradientTest {
  private static final int SAMPLES = 9;
  private static final NetworkSpec SPEC =
      NetworkSpec.of(
              40,
              List.of(
                  new Layer(35, new Activation("tanh"), 0.4),
                  new Layer(18, Activation.SIGMOID, 0.25)),
              Loss.SOFTMAX_CROSS_ENTROPY,
              3)
          .withInputDropout(0.2);
  private static final DataSet DATA = SparseData.of(SPEC, SAMPLES, false, 0.6, 4);

  /** Those of {@link Descent}. */
  private static final long SEED = 1;

  private static final int ITERATION = 0;

  /** Steps so long that the parameters before them are lost in rounding. */
  private static final double STEP = 1 << 20;

  @Test
  void theGradientIsTheSlopeOfTheLossThatIsLeft() {
    float[] parameters = Initialization.numpy(SPEC, 3);
    float[] updated = new float[parameters.length];
    double cost;
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      GradientEngine engine = new LocalGradientEngine(DATA, SPEC, Engines.best(), team);
      Descent descent = new Descent(STEP * SAMPLES, Engines.best());
      cost = descent.update(engine, parameters, 0, SAMPLES, updated);
    }
    double[] exact = new double[parameters.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = parameters[i];
    }
    assertEquals(loss(exact), cost, 1e-5 * cost);
    int zeros = 0;
    for (int i = 0; i < exact.length; i++) {
      double h = 1e-4;
      exact[i] = parameters[i] + h;
      double above = loss(exact);
      exact[i] = parameters[i] - h;
      double below = loss(exact);
      exact[i] = parameters[i];
      double gradient = (parameters[i] - (double) updated[i]) / STEP;
      assertEquals((above - below) / (2 * h), gradient, 5e-6, "parameter " + i);
      zeros += gradient == 0 ? 1 : 0;
    }
    assertTrue(zeros < exact.length / 2, "most parameters have a gradient");
  }

  private static double loss(double[] parameters) {
    DropoutMask[] masks = new DropoutMask[SPEC.layers()];
    for (int layer = 0; layer < masks.length; layer++) {
      masks[layer] = new DropoutMask(SPEC.dropout(layer), layer);
      masks[layer].begin(SEED, ITERATION);
    }
    double sum = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[] a = new double[SPEC.inputs()];
      for (int feature = 0; feature < a.length; feature++) {
        a[feature] = DATA.features().value(feature, sample);
      }
      for (int layer = 1; layer <= SPEC.layers(); layer++) {
        drop(masks[layer - 1], SPEC.dropout(layer - 1), sample, a);
        a = products(parameters, layer, a);
        for (int unit = 0; layer < SPEC.layers() && unit < a.length; unit++) {
          a[unit] = layer == 1 ? Math.tanh(a[unit]) : 1 / (1 + Math.exp(-a[unit]));
        }
      }
      double all = 0;
      for (double z : a) {
        all += Math.exp(z);
      }
      sum -= Math.log(Math.exp(a[DATA.labels().classIndices()[sample]]) / all);
    }
    return sum;
  }

  private static void drop(DropoutMask mask, double rate, int sample, double[] a) {
    for (int unit = 0; unit < a.length; unit++) {
      a[unit] = mask.keeps(sample, unit) ? a[unit] / (1 - rate) : 0;
    }
  }

  private static double[] products(double[] parameters, int layer, double[] a) {
    double[] z = new double[SPEC.size(layer)];
    for (int unit = 0; unit < z.length; unit++) {
      z[unit] = parameters[SPEC.biasOffset(layer) + unit];
      for (int input = 0; input < a.length; input++) {
        z[unit] += a[input] * parameters[SPEC.weightOffset(layer) + input * z.length + unit];
      }
    }
    return z;
  }

  @Test
  void gradientsAndEvaluationsDropNothing() {
    float[] parameters = Initialization.numpy(SPEC, 3);
    float[] expected = new float[parameters.length];
    float[] actual = new float[parameters.length];
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      LocalGradientEngine plain = new LocalGradientEngine(DATA, tanh(0), Engines.best(), team);
      LocalGradientEngine engine =
          new LocalGradientEngine(DATA, tanh(0.4).withInputDropout(0.2), Engines.best(), team);
      float[] anywhere = new float[parameters.length];
      new Descent(0.1, Engines.best()).update(engine, parameters, 0, SAMPLES, anywhere);
      assertEquals(
          plain.gradient(parameters, 0, SAMPLES, expected),
          engine.gradient(parameters, 0, SAMPLES, actual));
      Bits.assertSame(expected, actual, "gradient");
      assertEquals(
          plain.evaluate(parameters, 0, SAMPLES, SAMPLES),
          engine.evaluate(parameters, 0, SAMPLES, SAMPLES));
    }
  }

  private static NetworkSpec tanh(double rate) {
    Activation tanh = new Activation("tanh");
    List<Layer> hidden = List.of(new Layer(35, tanh, rate), new Layer(18, tanh, rate));
    return NetworkSpec.of(40, hidden, SPEC.loss(), 3);
  }
}
