package io.simdann.predict;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.FloatTargets;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PoolHelp;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A trained network and all that computes its outputs: kernels, packed weights, and buffers for
 * each thread that helps. Whatever the outputs mean, classes or numbers, is for those who use it.
 * Any number of threads may.
 *
 * <p>Samples are processed in tiles. Small batches are processed by the calling thread; larger ones
 * are shared with threads of the common {@link java.util.concurrent.ForkJoinPool}.
 */
final class Inference {
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
   * Copies a network.
   *
   * @param network the trained network
   * @param kind what it is to predict
   * @param kernels the kernel set
   * @param threads the most threads that work on a batch at the same time, at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1, the network predicts
   *     something else, is too large to predict with, or has an activation or a loss without
   *     kernels
   */
  Inference(Network network, NetworkKind kind, Kernels kernels, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but were " + threads);
    }
    // Refuses what the kernel set doesn't have before anything is large.
    kind.require(network, kernels);
    NetworkSpec spec = network.spec();
    ForwardPass.requireFits(spec);
    this.network = network.withParameters(network.parameters().clone());
    this.kernels = kernels;
    this.threads = threads;
    this.tileSamples = ForwardPass.tileSamples(spec, CpuFacts.here());
  }

  /** The copy of the network. */
  Network network() {
    return network;
  }

  /** The kernel set. */
  Kernels kernels() {
    return kernels;
  }

  /** Takes the outputs of some samples: one row of outputs each, from index 0. */
  @FunctionalInterface
  interface TileReader {
    void read(float[] outputs, int first, int count);
  }

  /**
   * Room for values of some samples.
   *
   * @param values what they are and of what, for messages, for example {@code probabilities of 10
   *     classes}
   * @param method the one that takes a range of samples
   * @param rows the values of a sample
   * @param samples how many samples
   * @return rows × samples values
   * @throws IllegalArgumentException if that is more than an array can hold
   */
  static float[] room(String values, String method, int rows, int samples) {
    long length = (long) rows * samples;
    if (length > LONGEST_ARRAY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s × %d samples are %d values, at most %d fit an array: ask for fewer samples at a time, with %s(features, from, count)",
              values,
              samples,
              length,
              LONGEST_ARRAY,
              method));
    }
    return new float[(int) length];
  }

  /** Gives a thread's buffers some samples. */
  @FunctionalInterface
  private interface Source {
    void give(ForwardPass pass, int offset, int count);
  }

  /**
   * Computes the outputs of some samples.
   *
   * @param features the samples
   * @param from the first one
   * @param samples how many
   * @param reader gets the tiles in any order, from several threads at a time
   * @throws IllegalArgumentException if the number of features is not the network's
   */
  void forEachTile(Features features, int from, int samples, TileReader reader) {
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
      float[] outputs = new float[tileSamples * spec.outputs()];
      while (next.get() < count && System.nanoTime() - start < nanos) {
        int tile = next.getAndIncrement();
        if (tile < count) {
          int taken = Math.min(tileSamples, samples - tile * tileSamples);
          int first = from + tile * tileSamples;
          int offset = first * spec.inputs();
          source.give(pass, offset, taken);
          pass.run(weights, taken, outputs, 0);
          reader.read(outputs, first, taken);
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
   * The outputs of some samples.
   *
   * @param features the samples
   * @param from the first one
   * @param count how many
   * @param what what the outputs are, and the method is called that gives them
   * @return outputs × count
   */
  Matrix outputs(Features features, int from, int count, String what) {
    Objects.checkFromIndexSize(from, count, features.samples());
    int width = network.spec().outputs();
    float[] result = room(what + " of " + width + " outputs", what, width, count);
    forEachTile(
        features,
        from,
        count,
        (outputs, first, taken) ->
            System.arraycopy(outputs, 0, result, (first - from) * width, taken * width));
    return Matrix.wrap(result, 0, width, count, width);
  }

  /** Takes the outputs of a sample, none of which is NaN. */
  @FunctionalInterface
  interface SampleReader {
    void read(float[] outputs, int from, int sample);
  }

  /**
   * Computes the outputs of all samples.
   *
   * @param features the samples
   * @param undefined what the outputs are of a sample that is refused
   * @param reader gets the samples in any order, from several threads at a time
   * @throws NotFiniteException if an output is NaN: the first such sample is named
   */
  void forEachDefinedSample(Features features, String undefined, SampleReader reader) {
    int width = network.spec().outputs();
    AtomicInteger firstUndefined = new AtomicInteger(Integer.MAX_VALUE);
    forEachTile(
        features,
        0,
        features.samples(),
        (outputs, first, count) -> {
          for (int row = 0; row < count; row++) {
            if (hasNan(outputs, row * width, width)) {
              firstUndefined.accumulateAndGet(first + row, Math::min);
            } else {
              reader.read(outputs, row * width, first + row);
            }
          }
        });
    int sample = firstUndefined.get();
    if (sample < features.samples()) {
      throw undefined(features, sample, "sample " + sample, undefined);
    }
  }

  private static boolean hasNan(float[] outputs, int from, int width) {
    for (int output = from; output < from + width; output++) {
      if (Float.isNaN(outputs[output])) {
        return true;
      }
    }
    return false;
  }

  /** Refuses targets of other names than those of the outputs. */
  static void requireNames(FloatTargets targets, Network network) {
    if (!targets.names().equals(network.outputNames())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the targets are %s, expected those of the network, %s",
              targets.names(),
              network.outputNames()));
    }
  }

  /**
   * Why the prediction for a sample isn't finite.
   *
   * @param features the samples
   * @param sample the one that is meant
   * @param name what the message calls it
   * @param what what the prediction is, for example {@code its prediction is NaN}
   * @return the exception, to be thrown
   */
  static NotFiniteException undefined(Features features, int sample, String name, String what) {
    int count = features.features();
    return features instanceof FloatFeatures floats
        ? NotFiniteException.ofPrediction(name, what, floats.values(), sample * count, count)
        : NotFiniteException.ofPrediction(name, what);
  }

  /** For example {@code Classifier[784-50-10, vector-512 kernels, 2 threads]}. */
  String toString(String user) {
    return user
        + "["
        + network.spec()
        + ", "
        + kernels.name()
        + " kernels, "
        + threads
        + " threads]";
  }
}
