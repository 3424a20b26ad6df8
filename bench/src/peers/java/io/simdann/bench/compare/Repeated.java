package io.simdann.bench.compare;

/** A contender whose job is another's, many times over; timed on a part of them. */
final class Repeated implements Contender {
  private static final int TIMED = 20;

  private final Contender once;
  private final int times;

  Repeated(Contender once, int times) {
    this.once = once;
    this.times = times;
  }

  @Override
  public String version() {
    return once.version();
  }

  @Override
  public void beginTurn() {
    once.beginTurn();
  }

  @Override
  public void call() throws Exception {
    once.call();
  }

  @Override
  public long time(int calls) throws Exception {
    return calls * (once.time(TIMED) * times / TIMED);
  }

  @Override
  public void close() {
    once.close();
  }
}
