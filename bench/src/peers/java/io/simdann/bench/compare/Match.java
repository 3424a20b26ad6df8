package io.simdann.bench.compare;

import java.util.List;

/**
 * Contenders with the same job.
 *
 * @param measure the measure it belongs to, such as P1
 * @param name the job in a few words
 * @param flop floating-point operations of one call, a multiply-add as two; 0 if uncounted
 * @param goal what is to be reached
 * @param tolerance of results, relative to the largest value of the first entrant's
 * @param mostRounds a bound for jobs that take long
 * @param entrants who takes part
 */
record Match(
    String measure,
    String name,
    double flop,
    Goal goal,
    double tolerance,
    int mostRounds,
    List<Entrant> entrants) {

  Match(String measure, String name, double flop, Goal goal, List<Entrant> entrants) {
    this(measure, name, flop, goal, 1e-3, Integer.MAX_VALUE, entrants);
  }
}
