package io.simdann.spark;

import io.simdann.gemm.Rows;
import io.simdann.nn.NetworkSpec;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Predicts the time of an iteration over all samples on clusters larger than those at hand, by
 * playing through what happens to each task: the driver launches it, it gets the weights, waits for
 * a core, processes its shards, and its gradients go to the driver, which adds them. Launching, the
 * driver's network card (both ways) and the adding are queues, served one after the other.
 *
 * <p>{@code docs/scaling.md} tells where the constants come from and what isn't modelled.
 */
public final class ScalingSimulation {

  /** Spark broadcasts in pieces of 4 MB, of which an executor gets one from the driver. */
  private static final double BROADCAST_PIECE = 4 << 20;

  /** How gradients come together. */
  enum Reduction {
    /** Every task's sums go to the driver: what {@link SparkGradientEngine} does. */
    AT_THE_DRIVER,

    /** Executors add pairs, in rounds, each a stage of its own; one gradient goes to the driver. */
    IN_A_TREE
  }

  /**
   * A cluster.
   *
   * @param flopPerSecond nominal floating-point operations of a core, zeros counted
   * @param jobSeconds of the driver for a job, whatever its tasks
   * @param launchSeconds of the driver for each task
   * @param networkBytesPerSecond of a network card, each way
   * @param messageSeconds from one machine to another and back
   * @param addBytesPerSecond of gradients that the driver reads and adds
   */
  record Machines(
      double flopPerSecond,
      double jobSeconds,
      double launchSeconds,
      double networkBytesPerSecond,
      double messageSeconds,
      double addBytesPerSecond) {

    /** The machine of the measurements on MNIST: driver and executors share it. */
    static Machines measured() {
      return new Machines(203e9, 25e-3, 1e-3, 2e9, 0.1e-3, 1e9);
    }

    /** Machines like it, one core each, on samples that are dense, in a network of 10 Gbit/s. */
    static Machines cluster() {
      return new Machines(80e9, 25e-3, 1e-3, 1.1e9, 0.3e-3, 1e9);
    }
  }

  private final Machines machines;
  private final NetworkSpec spec;
  private final long samples;
  private final long shardSize;
  private final int shards;
  private final Reduction reduction;

  /**
   * A training.
   *
   * @param machines the cluster's
   * @param spec the network
   * @param samples the samples of the batch, 1 or more
   * @param mostShards the most shards of a batch, 1 or more; 64 in the present canonical order
   * @param reduction how gradients come together
   */
  ScalingSimulation(
      Machines machines, NetworkSpec spec, long samples, int mostShards, Reduction reduction) {
    this.machines = machines;
    this.spec = spec;
    this.samples = samples;
    this.shardSize = shardSize(samples, mostShards);
    this.shards = (int) ceilDivide(samples, shardSize);
    this.reduction = reduction;
  }

  /** The rule of {@link io.simdann.parallel.Shards}, for any number of shards and samples. */
  private static long shardSize(long samples, int mostShards) {
    long grown = Math.min(256, ceilDivide(samples, 8));
    long size = Math.max(64, Math.max(grown, ceilDivide(samples, mostShards)));
    return ceilDivide(size, 32) * 32;
  }

  private static long ceilDivide(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** The shards of a batch. */
  int shards() {
    return shards;
  }

  /**
   * The time of an iteration.
   *
   * @param executors 1 or more, each with one core
   * @return seconds
   */
  double secondsPerIteration(int executors) {
    return secondsPerIteration(executors, Math.min(executors, shards));
  }

  /** The same with a number of tasks, at most as many as shards. */
  double secondsPerIteration(int executors, int tasks) {
    double weightBytes = 4.0 * spec.parameterCount();
    double fromDriver = Math.min(weightBytes, BROADCAST_PIECE);
    double fromOthers = (weightBytes - fromDriver) / machines.networkBytesPerSecond();
    double[] coreFree = new double[executors];
    double launched = machines.jobSeconds();
    double cardOut = 0;
    double cardIn = 0;
    double added = 0;
    double allWorked = 0;
    for (int task = 0; task < tasks; task++) {
      launched += machines.launchSeconds();
      int executor = task % executors;
      double start = Math.max(launched, coreFree[executor]);
      if (coreFree[executor] == 0) {
        cardOut = Math.max(cardOut, launched) + fromDriver / machines.networkBytesPerSecond();
        start = Math.max(start, cardOut + fromOthers + machines.messageSeconds());
      }
      long taken = firstSample(task + 1, tasks) - firstSample(task, tasks);
      double flop = taken * spec.trainingFlopPerSample();
      double worked = start + flop / machines.flopPerSecond();
      coreFree[executor] = worked;
      allWorked = Math.max(allWorked, worked);
      if (reduction == Reduction.AT_THE_DRIVER) {
        double bytes = sumsOf(task, tasks) * gradientBytes();
        cardIn = Math.max(cardIn, worked) + bytes / machines.networkBytesPerSecond();
        double arrived = cardIn + machines.messageSeconds();
        added = Math.max(added, arrived) + bytes / machines.addBytesPerSecond();
      }
    }
    return reduction == Reduction.AT_THE_DRIVER ? added : allWorked + treeSeconds(tasks);
  }

  /** Rounds in which the second of each pair sends its gradient to the first. */
  private double treeSeconds(int tasks) {
    double seconds = 0;
    for (long width = tasks; width > 1; width = (width + 1) / 2) {
      seconds +=
          machines.jobSeconds()
              + width / 2 * machines.launchSeconds()
              + machines.messageSeconds()
              + gradientBytes() / machines.networkBytesPerSecond()
              + gradientBytes() / machines.addBytesPerSecond();
    }
    return seconds + machines.messageSeconds() + gradientBytes() / machines.networkBytesPerSecond();
  }

  /** The gradients that a task sends. */
  private int sumsOf(int task, int tasks) {
    return Subtrees.split(firstShard(task, tasks), firstShard(task + 1, tasks), shards).length;
  }

  private long firstSample(int task, int tasks) {
    return Math.min(samples, firstShard(task, tasks) * shardSize);
  }

  private int firstShard(int task, int tasks) {
    return (int) (((long) task * shards + tasks - 1) / tasks);
  }

  /** A gradient with its padding. */
  double gradientBytes() {
    double floats = 0;
    for (int layer = 1; layer <= spec.layers(); layer++) {
      floats += (spec.size(layer - 1) + 1.0) * Rows.stride(spec.size(layer));
    }
    return 4 * floats;
  }

  /**
   * Prints predictions: networks small and large, 10⁶ to 10¹⁰ samples, 1 to 1000 executors.
   *
   * @param args none
   */
  public static void main(String[] args) {
    print(System.out);
    if (System.out.checkError()) {
      System.err.println("standard output cannot be written");
      System.exit(1);
    }
  }

  static void print(PrintStream out) {
    int[] executors = {1, 2, 4, 16, 64, 256, 1000};
    NetworkSpec[] networks = {NetworkSpec.of(784, 50, 10), NetworkSpec.of(784, 2048, 2048, 10)};
    for (NetworkSpec network : networks) {
      for (int mostShards : new int[] {64, 4096}) {
        for (Reduction reduction : Reduction.values()) {
          out.println();
          out.printf(
              Locale.ROOT,
              "%s, at most %d shards, gradients added %s: seconds per iteration%n",
              network,
              mostShards,
              reduction == Reduction.AT_THE_DRIVER ? "at the driver" : "in a tree");
          out.print("   samples");
          for (int count : executors) {
            out.printf(Locale.ROOT, "%11d", count);
          }
          out.println();
          for (long samples = 1_000_000; samples <= 10_000_000_000L; samples *= 10) {
            ScalingSimulation simulation =
                new ScalingSimulation(Machines.cluster(), network, samples, mostShards, reduction);
            out.printf(Locale.ROOT, "%10.0e", (double) samples);
            for (int count : executors) {
              out.printf(Locale.ROOT, "%11.4g", simulation.secondsPerIteration(count));
            }
            out.println();
          }
        }
      }
    }
  }
}
