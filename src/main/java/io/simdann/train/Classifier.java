package io.simdann.train;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.gemm.SampleValues;
import io.simdann.kernel.Backend;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Architecture;
import io.simdann.nn.Batch;
import io.simdann.nn.Inputs;
import io.simdann.nn.Network;
import io.simdann.nn.PackedWeights;
import io.simdann.nn.ShardPass;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;

/**
 * A trained network that predicts. Its parameters are copied when it is made; it can be used by any
 * number of threads.
 */
public final class Classifier {
  private final Network network;
  private final Kernels kernels;
  private final BlockSizes sizes;

  /**
   * A classifier on the best kernels.
   *
   * @param network the trained network
   */
  public Classifier(Network network) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST));
  }

  /**
   * A classifier on given kernels.
   *
   * @param network the trained network
   * @param kernels the kernel set
   */
  public Classifier(Network network, Kernels kernels) {
    Architecture architecture = network.architecture();
    this.network = new Network(architecture, network.parameters().clone(), network.classLabels());
    this.kernels = kernels;
    this.sizes = BlockSizes.of(kernels, CpuFacts.here());
  }

  /**
   * The trained network.
   *
   * @return this classifier's own copy
   */
  public Network network() {
    return network;
  }

  /**
   * The probability of each class.
   *
   * @param features the samples
   * @return outputs × samples: one column per sample, which adds up to 1
   * @throws IllegalArgumentException if the number of features is not the network's
   */
  public Matrix probabilities(Features features) {
    Architecture architecture = network.architecture();
    if (features.features() != architecture.inputs()) {
      throw new IllegalArgumentException(
          "samples of %d features don't fit a network of sizes %s"
              .formatted(features.features(), architecture));
    }
    SampleValues values = Samples.of(features);
    int samples = features.samples();
    int outputs = architecture.outputs();
    float[] result = new float[Math.multiplyExact(outputs, samples)];
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      Inputs inputs =
          Inputs.of(values, Inputs.Zeros.BY_DENSITY, kernels, sizes, CpuFacts.here(), team);
      PackedWeights weights =
          new PackedWeights(architecture, sizes, inputs.panelLanes(), values.scale());
      for (int task = 0; task < weights.tasks(); task++) {
        weights.pack(task, network.parameters());
      }
      int[] order = new int[samples];
      Arrays.setAll(order, sample -> sample);
      new ShardPass(architecture, kernels, sizes, inputs, CpuFacts.here(), null)
          .predict(new Batch(order, null, null), 0, samples, weights, result, 0);
    }
    return Matrix.wrap(result, 0, outputs, samples, outputs);
  }

  /**
   * The most probable class of each sample; of equally probable ones the first.
   *
   * @param features the samples
   * @return one label per sample
   * @throws IllegalArgumentException if the number of features is not the network's
   */
  public int[] predict(Features features) {
    Matrix probabilities = probabilities(features);
    int[] classLabels = network.classLabels();
    int[] labels = new int[features.samples()];
    for (int sample = 0; sample < labels.length; sample++) {
      int best = 0;
      for (int output = 1; output < classLabels.length; output++) {
        if (probabilities.get(output, sample) > probabilities.get(best, sample)) {
          best = output;
        }
      }
      labels[sample] = classLabels[best];
    }
    return labels;
  }

  /**
   * The fraction of samples whose most probable class is their label.
   *
   * @param data samples with their labels
   * @return 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's
   */
  public double accuracy(DataSet data) {
    int[] predicted = predict(data.features());
    int correct = 0;
    for (int sample = 0; sample < predicted.length; sample++) {
      if (predicted[sample] == data.labels().label(sample)) {
        correct++;
      }
    }
    return correct / (double) data.samples();
  }
}
