package io.simdann.train;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.gemm.SampleValues;
import io.simdann.kernel.Backend;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Architecture;
import io.simdann.nn.ForwardPass;
import io.simdann.nn.ForwardWeights;
import io.simdann.nn.Network;
import io.simdann.parallel.WorkerTeam;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A trained network that predicts. Its parameters are copied when it is made; it can be used by any
 * number of threads. For single samples, where microseconds and garbage count, see {@link
 * #newPredictor}.
 *
 * <p>Small batches are worked off by the calling thread. Larger ones are shared with threads of the
 * common {@link java.util.concurrent.ForkJoinPool}, so a classifier has no threads of its own and
 * needn't be closed. The number of threads changes no bit of the result.
 */
public final class Classifier {
  /** The floating-point operations of a batch that are worth a second thread: about a ms. */
  private static final double SHARED_FLOP = 1 << 26;

  private final Network network;
  private final Kernels kernels;
  private final int threads;
  private final int tileSamples;

  /** Buffers that no thread is using. */
  private final Queue<ForwardPass> idlePasses = new ConcurrentLinkedQueue<>();

  private volatile ForwardWeights byteWeights;
  private volatile ForwardWeights floatWeights;

  /**
   * A classifier on the best kernels and all processors.
   *
   * @param network the trained network
   */
  public Classifier(Network network) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST));
  }

  /**
   * A classifier on given kernels and all processors.
   *
   * @param network the trained network
   * @param kernels the kernel set
   */
  public Classifier(Network network, Kernels kernels) {
    this(network, kernels, WorkerTeam.defaultThreads());
  }

  /**
   * A classifier on given kernels and a number of threads.
   *
   * @param network the trained network
   * @param kernels the kernel set
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public Classifier(Network network, Kernels kernels, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but were " + threads);
    }
    Architecture architecture = network.architecture();
    this.network = new Network(architecture, network.parameters().clone(), network.classLabels());
    this.kernels = kernels;
    this.threads = threads;
    this.tileSamples = ForwardPass.tileSamples(architecture, CpuFacts.here());
  }

  /**
   * The trained network.
   *
   * @return this classifier's own copy, not to be changed
   */
  public Network network() {
    return network;
  }

  /**
   * Makes what predicts single samples without allocation.
   *
   * @return a new object, for one thread
   */
  public Predictor newPredictor() {
    return new Predictor(this, kernels);
  }

  /**
   * The probability of each class.
   *
   * @param features the samples
   * @return outputs × samples: one column per sample, which adds up to 1
   * @throws IllegalArgumentException if the number of features is not the network's
   */
  public Matrix probabilities(Features features) {
    int outputs = network.architecture().outputs();
    int samples = features.samples();
    float[] result = new float[Math.multiplyExact(outputs, samples)];
    forEachTile(
        features,
        (probabilities, first, count) ->
            System.arraycopy(probabilities, 0, result, first * outputs, count * outputs));
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
    int outputs = network.architecture().outputs();
    int[] classLabels = network.classLabels();
    int[] labels = new int[features.samples()];
    forEachTile(
        features,
        (probabilities, first, count) -> {
          for (int row = 0; row < count; row++) {
            labels[first + row] = classLabels[mostProbable(probabilities, row * outputs, outputs)];
          }
        });
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

  /** Takes the probabilities of some samples: one row of outputs each, from index 0. */
  @FunctionalInterface
  private interface TileReader {
    void read(float[] probabilities, int first, int count);
  }

  private void forEachTile(Features features, TileReader reader) {
    Architecture architecture = network.architecture();
    int inputs = architecture.inputs();
    if (features.features() != inputs) {
      throw new IllegalArgumentException(
          "samples of %d features don't fit a network of sizes %s"
              .formatted(features.features(), architecture));
    }
    byte[] bytes = features instanceof ByteFeatures values ? values.values() : null;
    float[] floats = features instanceof FloatFeatures values ? values.values() : null;
    ForwardWeights weights = weights(bytes != null);
    int samples = features.samples();
    AtomicInteger nextTile = new AtomicInteger();
    int tiles = (samples + tileSamples - 1) / tileSamples;
    Runnable work =
        () -> {
          ForwardPass pass = takePass();
          float[] probabilities = new float[tileSamples * architecture.outputs()];
          for (int tile; (tile = nextTile.getAndIncrement()) < tiles; ) {
            int first = tile * tileSamples;
            int count = Math.min(tileSamples, samples - first);
            pass.run(weights, bytes, floats, first * inputs, count, probabilities, 0);
            reader.read(probabilities, first, count);
          }
          idlePasses.add(pass);
        };
    int workers = samples * architecture.predictionFlopPerSample() < SHARED_FLOP ? 1 : threads;
    if (Math.min(workers, tiles) == 1) {
      work.run();
    } else {
      IntStream.range(0, Math.min(workers, tiles)).parallel().forEach(worker -> work.run());
    }
  }

  private ForwardPass takePass() {
    ForwardPass idle = idlePasses.poll();
    return idle == null
        ? new ForwardPass(network.architecture(), kernels, CpuFacts.here(), tileSamples)
        : idle;
  }

  /** The packed weights, made when they are wanted first. */
  ForwardWeights weights(boolean forBytes) {
    ForwardWeights packed = forBytes ? byteWeights : floatWeights;
    return packed == null ? pack(forBytes) : packed;
  }

  private synchronized ForwardWeights pack(boolean forBytes) {
    if (forBytes && byteWeights == null) {
      byteWeights = new ForwardWeights(network, SampleValues.BYTE_SCALE);
    }
    if (!forBytes && floatWeights == null) {
      floatWeights = new ForwardWeights(network, 1f);
    }
    return forBytes ? byteWeights : floatWeights;
  }

  /** The index of the greatest of some probabilities; of equals the first. */
  static int mostProbable(float[] probabilities, int from, int outputs) {
    int best = 0;
    for (int output = 1; output < outputs; output++) {
      if (probabilities[from + output] > probabilities[from + best]) {
        best = output;
      }
    }
    return best;
  }
}
