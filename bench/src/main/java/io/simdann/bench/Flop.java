package io.simdann.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts floating-point operations, a multiply-add as two; JMH gives their number per second. */
@AuxCounters
@State(Scope.Thread)
public class Flop {
  /** The operations of this iteration; JMH sets it to zero. */
  public long flop;
}
