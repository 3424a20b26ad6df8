package io.simdann.bench;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The yardstick: how many multiply-adds the machine does at the moment, on data that never leaves
 * the registers, and in the micro-kernel on data that never leaves the L1 cache. The report takes
 * the better of the two as the peak.
 */
public class FmaPeak extends BenchmarkSettings {
  /** Panel and group take 21 KB with 256-bit vectors, 32 KB with 512-bit ones. */
  private static final int DEPTH = 192;

  private static final int REPETITIONS = 2_000;

  @Param({"1", "2"})
  public int threads;

  private final WorkerTeam.Task microKernelTask = this::runMicroKernel;
  private WorkerTeam team;
  private FmaChains chains;

  private Kernels kernels;
  private float[] panel;
  private float[] group;
  private float[][] tiles;

  @Setup
  public void prepare() {
    team = WorkerTeam.ofThreads(threads);
    chains = new FmaChains(threads);

    kernels = KernelSelection.choose(Backend.VECTOR, KernelSelection.WIDEST).kernels();
    int rows = kernels.mr();
    int columns = kernels.nr();
    panel = RandomFloats.uniform(DEPTH * rows, -1f, 1f);
    group = RandomFloats.uniform(DEPTH * columns, -1f, 1f);
    tiles = new float[threads][rows * columns];
    checkMicroKernel();
  }

  private void checkMicroKernel() {
    int rows = kernels.mr();
    int columns = kernels.nr();
    float[] tile = new float[rows * columns];
    multiply(tile);
    for (int i = 0; i < tile.length; i++) {
      float expected = 0f;
      for (int k = 0; k < DEPTH; k++) {
        expected = Math.fma(panel[k * rows + i % rows], group[k * columns + i / rows], expected);
      }
      Check.same("micro-kernel", i, tile[i], expected);
    }
  }

  private void multiply(float[] tile) {
    int rows = kernels.mr();
    int columns = kernels.nr();
    kernels.multiply(DEPTH, panel, 0, rows, group, 0, columns, 1, tile, 0, rows, tile, 0, rows);
  }

  @TearDown
  public void close() {
    chains.close();
    team.close();
  }

  /** Chains of multiply-adds in registers. */
  @Benchmark
  public void registers(Flop counter) {
    chains.run();
    counter.flop += chains.flop();
  }

  /** The micro-kernel over and over on the same panel and group. */
  @Benchmark
  public void microKernel(Flop counter) {
    team.run(threads, microKernelTask);
    counter.flop += 2L * threads * REPETITIONS * DEPTH * tiles[0].length;
  }

  private void runMicroKernel(int task, int worker) {
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      multiply(tiles[task]);
    }
  }
}
