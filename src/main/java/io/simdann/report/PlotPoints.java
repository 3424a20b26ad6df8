package io.simdann.report;

import io.simdann.train.History;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which entries of a history a plot shows: enough for a smooth line, few enough for a small file.
 */
final class PlotPoints {

  /** The article plots the cost of every tenth iteration. */
  private static final int INTERVAL = 10;

  /** Fewer points than this would make an angular line of a short training. */
  private static final int FEW = 20;

  /** More points than this nobody can tell apart. */
  private static final int MANY = 2000;

  private PlotPoints() {}

  /** Every tenth entry and the last; all of a short training, fewer of a very long one. */
  static List<History.Entry> ofCost(List<History.Entry> entries) {
    return entries.size() < FEW * INTERVAL ? entries : thinned(entries, INTERVAL);
  }

  /** The entries whose accuracy was computed. */
  static List<History.Entry> ofAccuracy(List<History.Entry> entries) {
    return thinned(entries.stream().filter(entry -> entry.accuracy().isPresent()).toList(), 1);
  }

  private static List<History.Entry> thinned(List<History.Entry> entries, int interval) {
    int times = Math.max(1, entries.size() / interval / MANY);
    int step = times * interval;
    int last = entries.size() - 1;
    return IntStream.rangeClosed(0, last)
        .filter(i -> i % step == 0 || i == last)
        .mapToObj(entries::get)
        .toList();
  }
}
