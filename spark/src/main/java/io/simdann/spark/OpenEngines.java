package io.simdann.spark;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The engines of a driver that are in use at some time, by their numbers. Tasks bring them to the
 * executors, which let go of what they keep for others.
 */
final class OpenEngines implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Those of this JVM; one that nobody closes is gone when nobody has it any more. */
  private static final Map<SparkGradientEngine, Long> NUMBERS = new WeakHashMap<>();

  private static long last;

  private final HashSet<Long> open;
  private final long newest;

  private OpenEngines(HashSet<Long> open, long newest) {
    this.open = open;
    this.newest = newest;
  }

  /** Gives an engine its number, one more than that of the one before. */
  static synchronized long add(SparkGradientEngine engine) {
    NUMBERS.put(engine, ++last);
    return last;
  }

  static synchronized void remove(SparkGradientEngine engine) {
    NUMBERS.remove(engine);
  }

  static synchronized OpenEngines now() {
    return new OpenEngines(new HashSet<>(NUMBERS.values()), last);
  }

  /** Whether an engine is in use, or was made later than this was asked for. */
  boolean mayHave(long engine) {
    return engine > newest || open.contains(engine);
  }
}
