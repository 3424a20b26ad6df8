package io.simdann.train;

import io.simdann.data.DataSet;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Architecture;
import io.simdann.nn.Inputs;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.Locale;

/**
 * A training that takes milliseconds, on {@link SparseData}.
 *
 * @param sizes the layer sizes
 * @param bytes whether the samples are bytes, or else floats
 * @param density how many of their values are not zero, about
 * @param samples their number
 * @param batch the samples of a batch
 * @param shuffle whether batches are shuffled
 * @param iterations the updates
 * @param rate the learning rate
 * @param seed of the samples, of the initial weights and of the order
 * @param cacheBytes the second-level cache of the CPU that the engine believes to be on
 */
record SmallTraining(
    int[] sizes,
    boolean bytes,
    double density,
    int samples,
    int batch,
    boolean shuffle,
    int iterations,
    double rate,
    long seed,
    int cacheBytes) {

  Architecture architecture() {
    return Architecture.of(sizes);
  }

  DataSet data() {
    return SparseData.of(architecture(), samples, bytes, density, seed);
  }

  /** The parameters that the engine arrives at. */
  float[] trained(Kernels kernels, int threads) {
    Trainer trainer =
        Trainer.builder()
            .hidden(Arrays.copyOfRange(sizes, 1, sizes.length - 1))
            .batchSize(batch)
            .shuffle(shuffle)
            .iterations(iterations)
            .learningRate(rate)
            .seed(seed)
            .threads(threads)
            .kernels(kernels)
            .build();
    DataSet data = data();
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      return trainer
          .fit(engine(data, kernels, team), architecture(), data.labels().categories(), run -> {})
          .network()
          .parameters();
    }
  }

  /** The parameters that plain loops arrive at. */
  float[] canonical() {
    CanonicalTraining training = new CanonicalTraining(architecture(), data(), seed);
    training.run(iterations, batch, shuffle, rate);
    return training.parameters;
  }

  /** By which way two threads work off the first batch. */
  StepWay way() {
    StepWatch watch = new StepWatch();
    Kernels kernels = watch.watched(Engines.scalar());
    int first = Math.min(batch, samples);
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      float[] parameters = new float[architecture().parameterCount()];
      engine(data(), kernels, team).gradient(parameters, 0, first, parameters.clone());
    }
    return watch.way(Shards.of(first).count());
  }

  private GradientEngine engine(DataSet data, Kernels kernels, WorkerTeam team) {
    CpuFacts cpu = new CpuFacts("a test's", 2, 32 << 10, cacheBytes);
    return new LocalGradientEngine(
        data, architecture(), kernels, team, Inputs.Zeros.BY_DENSITY, cpu);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "sizes %s, %s, density %s, %d samples in batches of %d%s, %d iterations, rate %s, seed %d, cache %d",
        architecture(),
        bytes ? "bytes" : "floats",
        density,
        samples,
        batch,
        shuffle ? ", shuffled" : "",
        iterations,
        rate,
        seed,
        cacheBytes);
  }
}
