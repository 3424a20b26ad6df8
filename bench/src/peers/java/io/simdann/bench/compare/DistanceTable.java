package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Matches during which processors were near for some turns and far apart for others, as a Markdown
 * table: one row for each match, peer and distance. The turns of a round needn't have the same
 * distance, so ratios are those of medians.
 */
final class DistanceTable {
  private static final List<String> HEADINGS =
      List.of(
          "measure", "job", "peer", "processors", "turns", "Simdann", "peer's", "times as fast");

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
      Trial near = trial.at(true, FEWEST_TURNS);
      Trial far = trial.at(false, FEWEST_TURNS);
      if (trial.goal().kind() == Goal.Kind.TIMES_AS_FAST && far.best(Entrant.SIMDANN).isPresent()) {
        addRows(rows, near, "near");
        addRows(rows, far, "far apart");
      }
    }
    return rows.size() == 1 ? "" : MarkdownTable.of(rows, WORDS);
  }

  private static void addRows(List<List<String>> rows, Trial trial, String processors) {
    Optional<Entry> ours = trial.best(Entrant.SIMDANN);
    for (String library : trial.libraries()) {
      Optional<Entry> theirs = trial.best(library);
      if (ours.isPresent() && theirs.isPresent() && !library.equals(Entrant.SIMDANN)) {
        rows.add(row(trial, ours.get(), theirs.get(), processors));
      }
    }
  }

  private static List<String> row(Trial trial, Entry ours, Entry theirs, String processors) {
    return List.of(
        trial.measure(),
        trial.name(),
        theirs.library(),
        processors,
        ours.samples().length + ", " + theirs.samples().length,
        ComparisonTable.value(trial, ours),
        ComparisonTable.value(trial, theirs),
        ComparisonTable.format("%.2f", theirs.median() / ours.median()));
  }
}
