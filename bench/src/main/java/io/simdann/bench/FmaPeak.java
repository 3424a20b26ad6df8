package io.simdann.bench;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  /** Two fma units of latency 4 need 8 chains; 10 fit the 16 registers of AVX2. */
  private static final int CHAINS = 10;

  private static final int STEPS = 200_000;
  private static final float X = 0.75f;
  private static final float Y = 1e-5f;

  /** Panel and group take 21 KB with 256-bit vectors, 32 KB with 512-bit ones. */
  private static final int DEPTH = 192;

  private static final int REPETITIONS = 2_000;

  @Param({"1", "2"})
  public int threads;

  private final float[] start = RandomFloats.uniform(CHAINS * LANES.length(), -1f, 1f);
  private final WorkerTeam.Task registerTask = this::runChains;
  private final WorkerTeam.Task microKernelTask = this::runMicroKernel;
  private WorkerTeam team;
  private float[][] outputs;

  private Kernels kernels;
  private int[] index;
  private float[] panel;
  private float[] group;
  private float[][] tiles;

  @Setup
  public void prepare() {
    team = WorkerTeam.ofThreads(threads);
    outputs = new float[threads][start.length];

    kernels = KernelSelection.choose(Backend.VECTOR, KernelSelection.WIDEST).kernels();
    int rows = kernels.panelRows();
    int columns = kernels.panelColumns();
    panel = RandomFloats.uniform(DEPTH * rows, -1f, 1f);
    group = RandomFloats.uniform(DEPTH * columns, -1f, 1f);
    tiles = new float[threads][rows * columns];
    index = new int[DEPTH];
    for (int k = 0; k < DEPTH; k++) {
      index[k] = k * columns;
    }
    checkRegisters();
    checkMicroKernel();
  }

  private void checkRegisters() {
    chains(start, outputs[0]);
    for (int i = 0; i < start.length; i++) {
      float expected = start[i];
      for (int step = 0; step < STEPS; step++) {
        expected = Math.fma(X, Y, expected);
      }
      Check.same("fma chain", i, outputs[0][i], expected);
    }
  }

  private void checkMicroKernel() {
    int rows = kernels.panelRows();
    int columns = kernels.panelColumns();
    float[] tile = new float[rows * columns];
    kernels.multiply(DEPTH, panel, 0, index, group, 0, tile, 0, rows);
    for (int i = 0; i < tile.length; i++) {
      float expected = 0f;
      for (int k = 0; k < DEPTH; k++) {
        expected = Math.fma(panel[k * rows + i % rows], group[k * columns + i / rows], expected);
      }
      Check.same("micro-kernel", i, tile[i], expected);
    }
  }

  @TearDown
  public void close() {
    team.close();
  }

  /** Chains of multiply-adds in registers. */
  @Benchmark
  public void registers(Flop counter) {
    team.run(threads, registerTask);
    counter.flop += 2L * threads * STEPS * CHAINS * LANES.length();
  }

  /** The micro-kernel over and over on the same panel and group. */
  @Benchmark
  public void microKernel(Flop counter) {
    team.run(threads, microKernelTask);
    counter.flop += 2L * threads * REPETITIONS * DEPTH * tiles[0].length;
  }

  private void runChains(int task, int worker) {
    chains(start, outputs[task]);
  }

  private void runMicroKernel(int task, int worker) {
    int rows = kernels.panelRows();
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      kernels.multiply(DEPTH, panel, 0, index, group, 0, tiles[task], 0, rows);
    }
  }

  private static void chains(float[] start, float[] end) {
    int n = LANES.length();
    FloatVector x = FloatVector.broadcast(LANES, X);
    FloatVector y = FloatVector.broadcast(LANES, Y);
    FloatVector c0 = FloatVector.fromArray(LANES, start, 0);
    FloatVector c1 = FloatVector.fromArray(LANES, start, n);
    FloatVector c2 = FloatVector.fromArray(LANES, start, 2 * n);
    FloatVector c3 = FloatVector.fromArray(LANES, start, 3 * n);
    FloatVector c4 = FloatVector.fromArray(LANES, start, 4 * n);
    FloatVector c5 = FloatVector.fromArray(LANES, start, 5 * n);
    FloatVector c6 = FloatVector.fromArray(LANES, start, 6 * n);
    FloatVector c7 = FloatVector.fromArray(LANES, start, 7 * n);
    FloatVector c8 = FloatVector.fromArray(LANES, start, 8 * n);
    FloatVector c9 = FloatVector.fromArray(LANES, start, 9 * n);
    for (int step = 0; step < STEPS; step++) {
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
    }
    c0.intoArray(end, 0);
    c1.intoArray(end, n);
    c2.intoArray(end, 2 * n);
    c3.intoArray(end, 3 * n);
    c4.intoArray(end, 4 * n);
    c5.intoArray(end, 5 * n);
    c6.intoArray(end, 6 * n);
    c7.intoArray(end, 7 * n);
    c8.intoArray(end, 8 * n);
    c9.intoArray(end, 9 * n);
  }
}
