package io.simdann.bench.compare;

import io.simdann.bench.FmaChains;

/** The yardstick of our own benchmarks: multiply-adds in registers. */
final class FmaPeakContender implements Contender {
  private final FmaChains chains;

  FmaPeakContender(int threads) {
    chains = new FmaChains(threads);
  }

  double flop() {
    return chains.flop();
  }

  @Override
  public String version() {
    return "multiply-adds in registers";
  }

  @Override
  public void call() {
    chains.run();
  }

  @Override
  public void close() {
    chains.close();
  }
}
