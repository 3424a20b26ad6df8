package io.simdann.bench.compare;

import io.simdann.bench.FmaChains;

/**
 * The yardstick of our own benchmarks: multiply-adds in registers, as many as a job has. It takes
 * turns with those who do the job, and so tells what the machine could do in the same seconds.
 */
final class FmaPeakContender implements Contender {
  private final FmaChains chains;
  private final double flop;

  /**
   * Prepares.
   *
   * @param threads that multiply and add side by side
   * @param flop operations of one call of the job, a multiply-add as two
   */
  FmaPeakContender(int threads, double flop) {
    this.chains = new FmaChains(threads);
    this.flop = flop;
  }

  @Override
  public String version() {
    return "multiply-adds in registers";
  }

  /** Runs the chains once, whatever the job's size; {@link #time} counts in calls of the job. */
  @Override
  public void call() {
    chains.run();
  }

  /** Runs the chains for about as many operations, and takes the time in proportion. */
  @Override
  public long time(int calls) {
    double wanted = calls * flop / chains.flop();
    long runs = Math.max(1, Math.round(wanted));
    long start = System.nanoTime();
    for (long run = 0; run < runs; run++) {
      call();
    }
    return Math.round((System.nanoTime() - start) * (wanted / runs));
  }

  @Override
  public void close() {
    chains.close();
  }
}
