package io.simdann.bench;

import io.simdann.parallel.WorkerTeam;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiply-adds on data that never leaves the registers: as many as the machine does at all. Apart
 * from the trainer's kernels, so that nothing that changes there moves the yardstick.
 */
public final class FmaChains implements AutoCloseable {
  /**
   * Of the two species of this width, the one that the trainer's kernels take where nobody has used
   * either.
   */
  private static final VectorSpecies<Float> LANES =
      Runtime.version().feature() <= 21 ? FloatVector.SPECIES_MAX : FloatVector.SPECIES_PREFERRED;

  /** Two fma units of latency 4 need 8 chains; 10 fit the 16 registers of AVX2. */
  private static final int CHAINS = 10;

  private static final int STEPS = 200_000;
  private static final float X = 0.75f;
  private static final float Y = 1e-5f;

  private final float[] start = RandomFloats.uniform(CHAINS * LANES.length(), -1f, 1f);
  private final WorkerTeam team;
  private final WorkerTeam.Task task = this::runChains;
  private final float[][] outputs;

  /**
   * Prepares, and checks the chains.
   *
   * @param threads that do the same side by side
   */
  public FmaChains(int threads) {
    team = WorkerTeam.ofThreads(threads);
    outputs = new float[threads][start.length];
    check();
  }

  private void check() {
    chains(start, outputs[0]);
    for (int i = 0; i < start.length; i++) {
      float expected = start[i];
      for (int step = 0; step < STEPS; step++) {
        expected = Math.fma(X, Y, expected);
      }
      Check.same("fma chain", i, outputs[0][i], expected);
    }
  }

  /** Runs the chains once on every thread. */
  public void run() {
    team.run(outputs.length, task);
  }

  /**
   * The operations of one run.
   *
   * @return their number, a multiply-add counting as two
   */
  public long flop() {
    return 2L * outputs.length * STEPS * start.length;
  }

  @Override
  public void close() {
    team.close();
  }

  private void runChains(int chain, int worker) {
    chains(start, outputs[chain]);
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
