package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Results as a Markdown table: one row for each trial and peer. */
final class ComparisonTable {
  private static final List<String> HEADINGS =
      List.of(
          "measure",
          "job",
          "peer",
          "Simdann",
          "peer's",
          "times as fast",
          "quartiles",
          "goal",
          "met");

  /** Columns of words, which go to the left; figures go to the right. */
  private static final int WORDS = 3;

  private final ResultFile.Content content;

  ComparisonTable(ResultFile.Content content) {
    this.content = content;
  }

  String text() {
    String distances = new DistanceTable(content.trials()).text();
    String grid = new SgemmSummary(content.trials()).grid();
    return summary()
        + (distances.isEmpty() ? "" : "\n" + distances)
        + (grid.isEmpty() ? "" : "\n" + grid);
  }

  /** Machine, libraries, and a row for each trial and peer. */
  String summary() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (Trial trial : content.trials()) {
      if (trial.goal().kind() != Goal.Kind.GRID) {
        addRows(rows, trial);
      }
    }
    rows.addAll(new SgemmSummary(content.trials()).rows());
    return "```text\n" + heading() + "```\n\n" + instructions() + MarkdownTable.of(rows, WORDS);
  }

  private String heading() {
    Machine machine = content.machine();
    return String.format(
        Locale.ROOT,
        """
    %s, %d processors, %s
    JDK %s, %s
    Simdann %s, %s%s
    """,
        machine.cpu(),
        machine.processors(),
        machine.kernels(),
        machine.jdk(),
        machine.system(),
        machine.commit(),
        machine.time(),
        content.quick() ? ", a quick look" : "");
  }

  /** What each library runs here; nothing in older results. */
  private String instructions() {
    return content.instructions().isEmpty()
        ? ""
        : MarkdownTable.of(PeerInstructions.rows(content.instructions()), 2) + "\n";
  }

  private static void addRows(List<List<String>> rows, Trial trial) {
    Optional<Entry> ours = trial.best(Entrant.SIMDANN);
    String our = ours.map(entry -> value(trial, entry)).orElse("");
    List<String> peers =
        trial.libraries().stream().filter(library -> !library.equals(Entrant.SIMDANN)).toList();
    if (peers.isEmpty()) {
      rows.add(
          List.of(
              trial.measure(),
              trial.name(),
              "",
              ours.isPresent() ? our : notMeasured(trial, Entrant.SIMDANN),
              "",
              "",
              "",
              goal(trial, ""),
              met(trial, "")));
    }
    for (String peer : peers) {
      Optional<Entry> theirs = trial.best(peer);
      Optional<Quartiles> ratio = trial.timesAsFast(peer);
      rows.add(
          List.of(
              trial.measure(),
              trial.name(),
              peer,
              ours.isPresent() ? our : notMeasured(trial, Entrant.SIMDANN),
              theirs.map(entry -> value(trial, entry)).orElse(notMeasured(trial, peer)),
              ratio.map(times -> format("%.2f", times.median())).orElse(""),
              ratio.map(times -> format("%.2f to %.2f", times.lower(), times.upper())).orElse(""),
              goal(trial, peer),
              met(trial, peer)));
    }
  }

  private static String notMeasured(Trial trial, String library) {
    return trial.entries().stream()
        .filter(entry -> entry.library().equals(library))
        .findFirst()
        .map(entry -> "not measured: " + entry.notMeasured())
        .orElse("");
  }

  static String value(Trial trial, Entry entry) {
    double value = entry.median();
    String text =
        trial.unit().equals(Trial.NANOSECONDS)
            ? time(value)
            : format("%.0f %s", value, trial.unit());
    return String.format(Locale.ROOT, "%s (%d)", text, entry.threads());
  }

  private static String goal(Trial trial, String peer) {
    Goal goal = trial.goal();
    return switch (goal.kind()) {
      case TIMES_AS_FAST -> goal.concerns(peer) ? format("≥ %.2f", goal.bound()) : "";
      case AT_MOST ->
          trial.unit().equals(Trial.NANOSECONDS)
              ? "≤ " + time(goal.bound())
              : format("≤ %.0f %s", goal.bound(), trial.unit());
      case DONE -> "ends";
      case GRID, NONE -> "";
    };
  }

  private static String met(Trial trial, String peer) {
    Goal goal = trial.goal();
    return switch (goal.kind()) {
      case TIMES_AS_FAST ->
          goal.concerns(peer)
              ? trial
                  .timesAsFast(peer)
                  .map(times -> times.median() >= goal.bound() ? "yes" : "no")
                  .orElse("not measured")
              : "";
      case AT_MOST ->
          trial
              .best(Entrant.SIMDANN)
              .map(entry -> entry.median() <= goal.bound() ? "yes" : "no")
              .orElse("no");
      case DONE -> trial.best(Entrant.SIMDANN).isPresent() ? "yes" : "no";
      case GRID, NONE -> "";
    };
  }

  static String time(double nanos) {
    if (nanos < 1e3) {
      return format("%.0f ns", nanos);
    }
    if (nanos < 1e6) {
      return format("%.1f µs", nanos / 1e3);
    }
    return nanos < 1e9 ? format("%.2f ms", nanos / 1e6) : format("%.2f s", nanos / 1e9);
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
