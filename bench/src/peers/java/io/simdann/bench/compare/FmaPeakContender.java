package io.simdann.bench.compare;

import io.simdann.bench.Flop;
import io.simdann.bench.FmaPeak;

/** The yardstick of our own benchmarks: multiply-adds in registers. */
final class FmaPeakContender implements Contender {
  private final FmaPeak peak = new FmaPeak();
  private final Flop counter = new Flop();

  FmaPeakContender(int threads) {
    peak.threads = threads;
    peak.prepare();
  }

  /** The operations of one call. */
  double flop() {
    counter.flop = 0;
    peak.registers(counter);
    return counter.flop;
  }

  @Override
  public String version() {
    return "multiply-adds in registers";
  }

  @Override
  public void call() {
    peak.registers(counter);
  }

  @Override
  public void close() {
    peak.close();
  }
}
