package io.simdann.report;

import io.simdann.train.History;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Made-up histories. */
final class Histories {

  private Histories() {}

  /** A falling cost, and a rising accuracy at every hundredth iteration. */
  static List<History.Entry> ofIterations(int count) {
    return IntStream.range(0, count).mapToObj(Histories::entry).toList();
  }

  private static History.Entry entry(int iteration) {
    double cost = 0.02 + 0.22 * Math.exp(-iteration / 250.0);
    OptionalDouble accuracy =
        iteration % 100 == 0
            ? OptionalDouble.of(0.9 - 0.8 * Math.exp(-iteration / 90.0))
            : OptionalDouble.empty();
    return new History.Entry(iteration, cost, accuracy, 0.5 + iteration / 32.0);
  }
}
