package io.simdann.predict;

import io.simdann.data.ByteFeatures;
import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Backend;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NetworkKernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PoolHelp;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A trained network that predicts. Its parameters are copied when it is made; it can be used by any
 * number of threads. For single samples, where microseconds and garbage count, see {@link
 * #newPredictor}.
 *
 * <p>Small batches are processed by the calling thread. Larger ones are shared with threads of the
 * common {@link java.util.concurrent.ForkJoinPool}, so a classifier has no threads of its own and
 * needn't be closed. It waits for none of them that hasn't begun: where the pool's threads are busy
 * or blocked, the calling thread does all the work. The number of threads changes no bit of the
 * result.
 */
public final class Classifier {
  /** The longest array that every JVM can allocate. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** The floating-point operations of a batch that are worth a second thread: about a ms. */
  private static final double SHARED_FLOP = 1 << 26;

  /**
   * How long the first large batch leaves a processor to the JIT compiler. On two processors, a
   * second thread of uncompiled kernels would only take its time away.
   */
  private static final long COMPILING_NANOS = 500_000_000;

  private final Network network;
  private final Kernels kernels;
  private final int threads;
  private final int tileSamples;

  /** Buffers that no thread is using. */
  private final Queue<ForwardPass> idlePasses = new ConcurrentLinkedQueue<>();

  private volatile InferenceWeights byteWeights;
  private volatile InferenceWeights floatWeights;
  private volatile boolean warm;

  /**
   * A classifier on the best kernels and all processors.
   *
   * @param network the trained network
   * @throws IllegalArgumentException if it is too large to predict with, of some 2²⁷ units or more,
   *     or has an activation or a loss without kernels
   */
  public Classifier(Network network) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST));
  }

  /**
   * A classifier on the best kernels and a number of threads.
   *
   * @param network the trained network
   * @param threads the most threads that work on a batch at the same time, the calling one
   *     included; at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, of some 2²⁷ units or more, or has an activation or a loss without kernels
   */
  public Classifier(Network network, int threads) {
    this(network, KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST), threads);
  }

  /**
   * A classifier on given kernels and all processors.
   *
   * @param network the trained network
   * @param kernels the kernel set
   * @throws IllegalArgumentException if it is too large to predict with, of some 2²⁷ units or more
   * @hidden internal
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
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the network is too large
   *     to predict with, of some 2²⁷ units or more
   * @hidden internal
   */
  public Classifier(Network network, Kernels kernels, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but were " + threads);
    }
    NetworkSpec spec = network.spec();
    // Refuses what the kernel set doesn't have before anything is large.
    new NetworkKernels(kernels, spec.activations(), spec.loss().name());
    ForwardPass.requireFits(spec);
    this.network = network.withParameters(network.parameters().clone());
    this.kernels = kernels;
    this.threads = threads;
    this.tileSamples = ForwardPass.tileSamples(spec, CpuFacts.here());
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
   * @param features the samples; where a feature is NaN, or features are so large that they
   *     overflow, the sample's probabilities are all NaN
   * @return outputs × samples: one column per sample, which adds up to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     probabilities don't fit an array
   */
  public Matrix probabilities(Features features) {
    return probabilities(features, 0, features.samples());
  }

  /**
   * The probability of each class for some of the samples: those of very many samples, or for very
   * many classes, are computed part by part.
   *
   * @param features the samples, as in {@link #probabilities(Features)}
   * @param from the first sample that is wanted
   * @param count how many are wanted, 1 or more
   * @return outputs × count: one column per sample, which adds up to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or the
   *     probabilities don't fit an array
   * @throws IndexOutOfBoundsException if there are no such samples
   */
  public Matrix probabilities(Features features, int from, int count) {
    Objects.checkFromIndexSize(from, count, features.samples());
    int outputs = network.spec().outputs();
    long length = (long) outputs * count;
    if (length > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "probabilities of %d classes × %d samples are %d values, at most %d fit an array: ask for fewer samples at a time, with probabilities(features, from, count)",
              outputs,
              count,
              length,
              LONGEST_ARRAY));
    }
    float[] result = new float[(int) length];
    forEachTile(
        features,
        from,
        count,
        (probabilities, first, taken) ->
            System.arraycopy(probabilities, 0, result, (first - from) * outputs, taken * outputs));
    return Matrix.wrap(result, 0, outputs, count, outputs);
  }

  /**
   * The most probable class of each sample; of equally probable ones the first.
   *
   * @param features the samples
   * @return its name, for each sample
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws NotFiniteException if the probabilities of a sample are NaN, since a feature is, or
   *     features are so large that they overflow; the first such sample is named. An infinite
   *     feature that only saturates sigmoid units isn't noticed: see {@link
   *     NotFiniteException#requireFinite}
   */
  public String[] predict(Features features) {
    List<String> names = network.classNames();
    return Arrays.stream(classIndices(features)).mapToObj(names::get).toArray(String[]::new);
  }

  private int[] classIndices(Features features) {
    int outputs = network.spec().outputs();
    int[] indices = new int[features.samples()];
    AtomicInteger firstUndefined = new AtomicInteger(Integer.MAX_VALUE);
    forEachTile(
        features,
        0,
        indices.length,
        (probabilities, first, count) -> {
          for (int row = 0; row < count; row++) {
            int best = mostProbable(probabilities, row * outputs, outputs);
            indices[first + row] = best;
            if (Float.isNaN(probabilities[row * outputs + best])) {
              firstUndefined.accumulateAndGet(first + row, Math::min);
            }
          }
        });
    if (firstUndefined.get() < indices.length) {
      throw undefined(features, firstUndefined.get());
    }
    return indices;
  }

  /**
   * Why the probabilities of a sample are NaN.
   *
   * @param features the samples
   * @param sample the one that is meant
   * @return the exception, to be thrown
   */
  public static NotFiniteException undefined(Features features, int sample) {
    return undefined(features, sample, "sample " + sample);
  }

  /**
   * Why the probabilities of a sample are NaN.
   *
   * @param features the samples
   * @param sample the one that is meant
   * @param name what the message calls it
   * @return the exception, to be thrown
   */
  public static NotFiniteException undefined(Features features, int sample, String name) {
    int count = features.features();
    return features instanceof FloatFeatures floats
        ? NotFiniteException.ofPrediction(name, floats.values(), sample * count, count)
        : NotFiniteException.ofPrediction(name);
  }

  /**
   * The fraction of samples whose most probable class is their label.
   *
   * @param data samples with their labels
   * @return 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's, or targets
   *     aren't classes
   * @throws NotFiniteException as {@link #predict} does
   */
  public double accuracy(DataSet data) {
    Labels labels = data.labels();
    ClassNames known = ClassNames.of(network.classNames());
    int[] outputs = labels.names().stream().mapToInt(known::indexOf).toArray();
    int[] predicted = classIndices(data.features());
    int correct = 0;
    for (int sample = 0; sample < predicted.length; sample++) {
      if (predicted[sample] == outputs[labels.classIndices()[sample]]) {
        correct++;
      }
    }
    return correct / (double) data.samples();
  }

  /**
   * Shows the layer sizes and what computes.
   *
   * @return for example {@code Classifier[784-50-10, vector-512 kernels, 2 threads]}
   */
  @Override
  public String toString() {
    return "Classifier["
        + network.spec()
        + ", "
        + kernels.name()
        + " kernels, "
        + threads
        + " threads]";
  }

  /** Takes the probabilities of some samples: one row of outputs each, from index 0. */
  @FunctionalInterface
  private interface TileReader {
    void read(float[] probabilities, int first, int count);
  }

  /** Gives a thread's buffers some samples. */
  @FunctionalInterface
  private interface Source {
    void give(ForwardPass pass, int offset, int count);
  }

  private void forEachTile(Features features, int from, int samples, TileReader reader) {
    NetworkSpec spec = network.spec();
    int inputs = spec.inputs();
    if (features.features() != inputs) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples of %d features don't fit a network of sizes %s",
              features.features(),
              spec));
    }
    Tiles tiles = new Tiles(features, from, samples, reader);
    double flop = samples * spec.predictionFlopPerSample();
    int workers = flop < SHARED_FLOP ? 1 : Math.min(threads, tiles.count);
    if (workers > 1 && !warm) {
      tiles.work(workers - 1, COMPILING_NANOS);
      warm = true;
    }
    tiles.work(workers, Long.MAX_VALUE);
  }

  /** The tiles of a batch, taken by any number of threads. */
  private final class Tiles {
    private final InferenceWeights weights;
    private final Source source;
    private final int from;
    private final int samples;
    private final TileReader reader;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();

    Tiles(Features features, int from, int samples, TileReader reader) {
      if (features instanceof ByteFeatures bytes) {
        byte[] values = bytes.values();
        this.weights = byteWeights();
        this.source = (pass, offset, count) -> pass.take(values, offset, count);
      } else {
        float[] values = ((FloatFeatures) features).values();
        this.weights = floatWeights();
        this.source = (pass, offset, count) -> pass.take(values, offset);
      }
      this.from = from;
      this.samples = samples;
      this.reader = reader;
      this.count = (samples + tileSamples - 1) / tileSamples;
    }

    /** Works on some threads, this one included, until all tiles are taken or the time is up. */
    void work(int workers, long nanos) {
      long start = System.nanoTime();
      if (workers == 1) {
        work(start, nanos);
      } else {
        PoolHelp.run(workers, () -> work(start, nanos));
      }
    }

    private void work(long start, long nanos) {
      NetworkSpec spec = network.spec();
      ForwardPass pass = takePass();
      float[] probabilities = new float[tileSamples * spec.outputs()];
      while (next.get() < count && System.nanoTime() - start < nanos) {
        int tile = next.getAndIncrement();
        if (tile < count) {
          int taken = Math.min(tileSamples, samples - tile * tileSamples);
          int first = from + tile * tileSamples;
          int offset = first * spec.inputs();
          source.give(pass, offset, taken);
          pass.run(weights, taken, probabilities, 0);
          reader.read(probabilities, first, taken);
        }
      }
      idlePasses.add(pass);
    }
  }

  private ForwardPass takePass() {
    ForwardPass idle = idlePasses.poll();
    return idle == null
        ? new ForwardPass(network.spec(), kernels, CpuFacts.here(), tileSamples)
        : idle;
  }

  /** The weights for bytes, packed when they are wanted first. */
  InferenceWeights byteWeights() {
    InferenceWeights packed = byteWeights;
    return packed == null ? packByteWeights() : packed;
  }

  private synchronized InferenceWeights packByteWeights() {
    if (byteWeights == null) {
      byteWeights = new InferenceWeights(network, ByteFeatures.SCALE);
    }
    return byteWeights;
  }

  /** The weights for floats, packed when they are wanted first. */
  InferenceWeights floatWeights() {
    InferenceWeights packed = floatWeights;
    return packed == null ? packFloatWeights() : packed;
  }

  private synchronized InferenceWeights packFloatWeights() {
    if (floatWeights == null) {
      floatWeights = new InferenceWeights(network, 1f);
    }
    return floatWeights;
  }

  /**
   * The class that a sample is of by its probabilities.
   *
   * @param probabilities those of one or more samples
   * @param from the index of the sample's first one
   * @param outputs how many it has
   * @return the output with the greatest, from 0; of equals the first; 0 if they are NaN
   */
  public static int mostProbable(float[] probabilities, int from, int outputs) {
    int best = 0;
    for (int output = 1; output < outputs; output++) {
      if (probabilities[from + output] > probabilities[from + best]) {
        best = output;
      }
    }
    return best;
  }
}
