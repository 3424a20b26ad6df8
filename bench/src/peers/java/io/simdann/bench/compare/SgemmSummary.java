package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The grid of sgemm shapes: judged together, and shown shape by shape. */
final class SgemmSummary {
  /** What the median of all shapes must reach, against the better native library for each. */
  private static final double MEDIAN_RATIO = 1.0;

  /** No shape may be slower than this share of that library's speed. */
  private static final double LEAST_RATIO = 0.85;

  private final List<Trial> trials;

  SgemmSummary(List<Trial> trials) {
    this.trials = trials;
  }

  /** Rows of the comparison table: for each number of threads and peer, over all shapes. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (int threads : threads()) {
      rows.add(row(threads, Entrant.BETTER_BLAS));
      for (String peer : peers(threads)) {
        rows.add(row(threads, peer));
      }
    }
    return rows;
  }

  private List<String> row(int threads, String peer) {
    List<Trial> grid = grid(threads);
    double[] ratios =
        grid.stream()
            .map(trial -> trial.timesAsFast(peer))
            .flatMap(Optional::stream)
            .mapToDouble(Quartiles::median)
            .sorted()
            .toArray();
    String measure = grid.get(0).measure();
    String job = String.format(Locale.ROOT, "sgemm, %d shapes, %s", grid.size(), words(threads));
    if (ratios.length == 0) {
      String reason =
          grid.get(0).entries().stream()
              .filter(entry -> entry.library().equals(peer))
              .map(Entry::notMeasured)
              .findFirst()
              .orElse("");
      String met = peer.equals(Entrant.BETTER_BLAS) ? "not measured" : "";
      return List.of(measure, job, peer, "", "not measured: " + reason, "", "", "", met);
    }
    Quartiles quartiles = Quartiles.of(ratios);
    boolean judged = peer.equals(Entrant.BETTER_BLAS);
    boolean met = quartiles.median() >= MEDIAN_RATIO && ratios[0] >= LEAST_RATIO;
    return List.of(
        measure,
        job,
        peer,
        "",
        "",
        format("%.2f", quartiles.median()),
        format("%.2f to %.2f, least %.2f", quartiles.lower(), quartiles.upper(), ratios[0]),
        judged ? format("≥ %.2f, least ≥ %.2f", MEDIAN_RATIO, LEAST_RATIO) : "",
        judged ? met ? "yes" : "no" : "");
  }

  /** GFLOP/s of every shape, and our share of the multiply-adds of the same rounds. */
  String grid() {
    StringBuilder text = new StringBuilder();
    for (int threads : threads()) {
      List<String> libraries = new ArrayList<>(List.of(Entrant.SIMDANN));
      libraries.addAll(peers(threads));
      List<List<String>> rows = new ArrayList<>();
      List<String> headings = new ArrayList<>(List.of("GFLOP/s"));
      headings.addAll(libraries);
      headings.add("of fma peak");
      rows.add(headings);
      for (Trial trial : grid(threads)) {
        List<String> row = new ArrayList<>(List.of(trial.name()));
        for (String library : libraries) {
          row.add(trial.best(library).map(entry -> format("%.1f", rate(trial, entry))).orElse(""));
        }
        Optional<Quartiles> share = trial.timesAsFast(Entrant.FMA_PEAK);
        row.add(share.map(times -> format("%.0f %%", 100 * times.median())).orElse(""));
        rows.add(row);
      }
      text.append(text.isEmpty() ? "" : "\n").append(MarkdownTable.of(rows, 1));
    }
    return text.toString();
  }

  /** The numbers of threads that the grid was measured with. */
  Set<Integer> threads() {
    Set<Integer> threads = new TreeSet<>();
    for (Trial trial : trials) {
      if (trial.goal().kind() == Goal.Kind.GRID) {
        threads.add(trial.entries().get(0).threads());
      }
    }
    return threads;
  }

  /** The trials with a number of threads, in the order of shapes. */
  List<Trial> grid(int threads) {
    return trials.stream()
        .filter(trial -> trial.goal().kind() == Goal.Kind.GRID)
        .filter(trial -> trial.entries().get(0).threads() == threads)
        .toList();
  }

  Set<String> peers(int threads) {
    Set<String> peers = new LinkedHashSet<>();
    grid(threads).forEach(trial -> peers.addAll(trial.libraries()));
    peers.remove(Entrant.SIMDANN);
    peers.remove(Entrant.FMA_PEAK);
    return peers;
  }

  /** GFLOP/s. */
  static double rate(Trial trial, Entry entry) {
    return trial.flop() / entry.median();
  }

  private static String words(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
