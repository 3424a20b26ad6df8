package io.simdann.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts the array elements that a kernel has worked on; JMH gives their number per second. */
@AuxCounters
@State(Scope.Thread)
public class Elements {
  /** The elements of this iteration; JMH sets it to zero. */
  public long elements;
}
