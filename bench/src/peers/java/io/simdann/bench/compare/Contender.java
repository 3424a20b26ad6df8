package io.simdann.bench.compare;

/**
 * A library with one job set up: everything that it may prepare is prepared. Contenders of a match
 * take turns on one thread.
 */
interface Contender extends AutoCloseable {

  /** The library and its version, as it says itself where it can. */
  String version();

  /** Whether calls get faster at first; a process that is started anew each time doesn't. */
  default boolean warmsUp() {
    return true;
  }

  /** Sets what contenders share, such as the number of threads of a native library. */
  default void beginTurn() {}

  /** Does the job once. */
  void call() throws Exception;

  /** Does the job so many times and returns the nanoseconds that it took. */
  default long time(int calls) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call();
    }
    return System.nanoTime() - start;
  }

  /** What the calls so far have computed, in the layout of all contenders; empty if unchecked. */
  default float[] result() throws Exception {
    return new float[0];
  }

  @Override
  default void close() {}
}
