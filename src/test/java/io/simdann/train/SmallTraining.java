package io.simdann.train;

import io.simdann.data.DataSet;
import io.simdann.gemm.Rows;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.random.SplitMix64;
import io.simdann.step.Engines;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.PackedSamples;
import io.simdann.step.SparseData;
import io.simdann.step.StepWatch;
import io.simdann.step.StepWay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A training that takes milliseconds, on {@link SparseData}.
 *
 * @param sizes the layer sizes
 * @param activation that of all hidden layers
 * @param bytes whether the samples are bytes, or else floats
 * @param density how many of their values are not zero, about
 * @param samples their number
 * @param batch the samples of a batch
 * @param shuffle whether batches are shuffled
 * @param iterations the updates
 * @param rate the learning rate
 * @param seed of the samples, of the initial weights and of the order
 * @param zeros how zeros are treated
 * @param dropout of the inputs, and of all hidden layers
 * @param cacheBytes the second-level cache of the CPU that the engine believes to be on
 * @param weighted whether samples have weights: some are 0, and those of the second batch all are,
 *     unless batches are shuffled
 */
record SmallTraining(
    int[] sizes,
    Activation activation,
    boolean bytes,
    double density,
    int samples,
    int batch,
    boolean shuffle,
    int iterations,
    double rate,
    long seed,
    PackedSamples.Zeros zeros,
    double[] dropout,
    int cacheBytes,
    boolean weighted) {

  /**
   * What comes of it.
   *
   * @param parameters the parameters after the last update
   * @param costs of each epoch
   */
  record Outcome(float[] parameters, List<Double> costs) {}

  /** The same with another activation. */
  SmallTraining with(Activation other) {
    return with(other, dropout, weighted);
  }

  /** The same with weights. */
  SmallTraining withWeights() {
    return with(activation, dropout, true);
  }

  /** The same with dropout of the inputs, and of all hidden layers. */
  SmallTraining dropping(double ofInputs, double ofHidden) {
    return with(activation, new double[] {ofInputs, ofHidden}, weighted);
  }

  private SmallTraining with(Activation newActivation, double[] newDropout, boolean newWeighted) {
    return new SmallTraining(
        sizes,
        newActivation,
        bytes,
        density,
        samples,
        batch,
        shuffle,
        iterations,
        rate,
        seed,
        zeros,
        newDropout,
        cacheBytes,
        newWeighted);
  }

  NetworkSpec spec() {
    List<Layer> hidden =
        Arrays.stream(sizes, 1, sizes.length - 1)
            .mapToObj(units -> new Layer(units, activation, dropout[1]))
            .toList();
    return NetworkSpec.of(sizes[0], hidden, Loss.SOFTMAX_CROSS_ENTROPY, sizes[sizes.length - 1])
        .withInputDropout(dropout[0]);
  }

  DataSet data() {
    DataSet data = SparseData.of(spec(), samples, bytes, density, seed);
    return weighted ? data.withWeights(weights()) : data;
  }

  private float[] weights() {
    SplitMix64 random = new SplitMix64(seed + 1);
    float[] weights = new float[samples];
    for (int sample = 0; sample < samples; sample++) {
      boolean zero = random.nextInt(5) == 0 || sample / batch == 1;
      weights[sample] = zero && sample > 0 ? 0f : (random.nextInt(1 << 24) + 0.5f) / (1 << 23);
    }
    return weights;
  }

  /** What comes of it in the engine. */
  Outcome trained(Kernels kernels, int threads) {
    List<Double> costs = new ArrayList<>();
    Trainer trainer =
        Trainer.builder()
            .hidden(Arrays.copyOfRange(sizes, 1, sizes.length - 1))
            .batchSize(batch)
            .shuffle(shuffle)
            .iterations(iterations)
            .learningRate(rate)
            .seed(seed)
            .initializer(Initializer.ARTICLE)
            .threads(threads)
            .kernels(kernels)
            .listener(entry -> costs.add(entry.cost()))
            .build();
    DataSet data = data();
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      Classifier classifier =
          trainer.fit(engine(data, kernels, team), spec(), data.labels().classNames(), run -> {});
      return new Outcome(classifier.network().parameters(), costs);
    }
  }

  /** What must come of it: that of plain loops. */
  Outcome canonical() {
    CanonicalTraining training = new CanonicalTraining(spec(), data(), seed);
    training.run(iterations, batch, shuffle, rate);
    return new Outcome(training.parameters, training.epochCosts);
  }

  /** By which way two threads process the first batch. */
  StepWay way() {
    return way(Engines.scalar());
  }

  /** The same, with kernels that may know more activations. */
  StepWay way(Kernels watched) {
    StepWatch watch = new StepWatch();
    Kernels kernels = watch.watched(watched);
    DataSet data = data();
    int first = Math.min(batch, samples);
    float[] parameters = new float[spec().parameterCount()];
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      engine(data, kernels, team).gradient(parameters, 0, first, parameters.clone());
      return watch.way(Rows.width(sizes[1]) >= 2 * Kernels.WIDE_LANES);
    }
  }

  private GradientEngine engine(DataSet data, Kernels kernels, WorkerTeam team) {
    return new LocalGradientEngine(data, spec(), kernels, team, zeros, cpu());
  }

  private CpuFacts cpu() {
    return new CpuFacts("a test's", 2, 32 << 10, cacheBytes);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%ssizes %s, %s, %s, density %s, %d samples in batches of %d%s, %d iterations, rate %s, seed %d, zeros %s, dropout %s, cache %d",
        weighted ? "weighted, " : "",
        spec(),
        activation,
        bytes ? "bytes" : "floats",
        density,
        samples,
        batch,
        shuffle ? ", shuffled" : "",
        iterations,
        rate,
        seed,
        zeros,
        Arrays.toString(dropout),
        cacheBytes);
  }
}
