package io.simdann.bench;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Softmax of 10 classes and 64 samples, alone and with the gradient and cost of the cross-entropy.
 * The kernels work in place; whatever they are given, their results stay from −1 to 1, so they are
 * fed with them again.
 */
public class Softmax extends BenchmarkSettings {
  private static final int CLASSES = 10;
  private static final int SAMPLES = 64;
  private static final int PANEL = CLASSES * Kernels.LANES;

  @Param({"VECTOR", "SCALAR"})
  public Backend backend;

  private LossKernel loss;
  private final float[] panels = new float[CLASSES * SAMPLES];
  private final float[] bias = RandomFloats.uniform(CLASSES, -1f, 1f);
  private final float[] labels = new float[SAMPLES];
  private final float[] cost = new float[SAMPLES];
  private final float[] targets = new float[Kernels.LANES];
  private final float[] costs = new float[Kernels.LANES];

  @Setup
  public void prepare() {
    Kernels kernels = KernelSelection.choose(backend, KernelSelection.WIDEST).kernels();
    loss = kernels.loss("softmax_cross_entropy");
    for (int sample = 0; sample < SAMPLES; sample++) {
      labels[sample] = sample % CLASSES;
    }
    check();
  }

  private void check() {
    RandomFloats.fill(panels, -8f, 8f);
    double[] expected = probabilities();
    softmax();
    for (int i = 0; i < panels.length; i++) {
      Check.near("softmax", i, panels[i], expected[i], 1e-6);
    }

    RandomFloats.fill(panels, -8f, 8f);
    softmaxCrossEntropy();
    for (int sample = 0; sample < SAMPLES; sample++) {
      int label = element((int) labels[sample], sample);
      Check.near("cost", sample, cost[sample], -Math.log(expected[label] + 1e-8), 1e-4);
      expected[label]--;
    }
    for (int i = 0; i < panels.length; i++) {
      Check.near("A - Y", i, panels[i], expected[i], 1e-6);
    }
  }

  /** Softmax of the panels in float64, in their layout. */
  private double[] probabilities() {
    double[] probabilities = new double[panels.length];
    for (int sample = 0; sample < SAMPLES; sample++) {
      double sum = 0;
      for (int row = 0; row < CLASSES; row++) {
        int element = element(row, sample);
        probabilities[element] = Math.exp((double) panels[element] + bias[row]);
        sum += probabilities[element];
      }
      for (int row = 0; row < CLASSES; row++) {
        probabilities[element(row, sample)] /= sum;
      }
    }
    return probabilities;
  }

  private int element(int row, int sample) {
    return sample / Kernels.LANES * PANEL + row * Kernels.LANES + sample % Kernels.LANES;
  }

  @Benchmark
  public void softmax(Elements counter) {
    softmax();
    counter.elements += CLASSES * SAMPLES;
  }

  private void softmax() {
    for (int panel = 0; panel < panels.length; panel += PANEL) {
      loss.outputs(panels, panel, CLASSES, bias, 0);
    }
  }

  @Benchmark
  public void softmaxCrossEntropy(Elements counter) {
    softmaxCrossEntropy();
    counter.elements += CLASSES * SAMPLES;
  }

  private void softmaxCrossEntropy() {
    for (int first = 0; first < SAMPLES; first += Kernels.LANES) {
      System.arraycopy(labels, first, targets, 0, Kernels.LANES);
      loss.gradient(panels, first * CLASSES, CLASSES, bias, 0, targets, costs);
      System.arraycopy(costs, 0, cost, first, Kernels.LANES);
    }
  }
}
