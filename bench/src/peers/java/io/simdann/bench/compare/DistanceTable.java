package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Matches on several threads during which processors were near for some turns and far apart for
 * others, as a Markdown table: for each match and peer a row for each distance. The turns of a
 * round needn't have the same distance, so ratios are those of medians.
 */
final class DistanceTable {
  private static final List<String> HEADINGS =
      List.of(
          "measure",
          "job",
          "peer",
          "processors",
          "turns, peer's",
          "Simdann",
          "peer's",
          "times as fast");

  /** Columns of words, which go to the left; figures go to the right. */
  private static final int WORDS = 4;

  /** The fewest turns of which a median says something. */
  private static final int FEWEST_TURNS = 3;

  private final List<Trial> trials;

  DistanceTable(List<Trial> trials) {
    this.trials = trials;
  }

  /** The table; empty if there is no such match. */
  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (Trial trial : trials) {
      boolean shared = trial.entries().stream().anyMatch(entry -> entry.threads() > 1);
      if (shared && trial.goal().kind() == Goal.Kind.TIMES_AS_FAST) {
        addRows(rows, trial);
      }
    }
    return rows.size() == 1 ? "" : MarkdownTable.of(rows, WORDS);
  }

  private static void addRows(List<List<String>> rows, Trial trial) {
    for (String library : trial.libraries()) {
      if (!library.equals(Entrant.SIMDANN)) {
        Optional<List<String>> near = row(trial, library, Distance.NEAR);
        Optional<List<String>> far = row(trial, library, Distance.FAR);
        if (near.isPresent() && far.isPresent()) {
          rows.add(near.get());
          rows.add(far.get());
        }
      }
    }
  }

  /** Empty if either has few turns at that distance. */
  private static Optional<List<String>> row(Trial whole, String library, Distance distance) {
    Trial trial = whole.at(distance, FEWEST_TURNS);
    Optional<Entry> ours = trial.best(Entrant.SIMDANN);
    Optional<Entry> theirs = trial.best(library);
    if (ours.isEmpty() || theirs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(
            trial.measure(),
            trial.name(),
            library,
            distance.words(),
            ours.get().samples().length + ", " + theirs.get().samples().length,
            ComparisonTable.value(trial, ours.get()),
            ComparisonTable.value(trial, theirs.get()),
            ComparisonTable.format("%.2f", theirs.get().median() / ours.get().median())));
  }
}
