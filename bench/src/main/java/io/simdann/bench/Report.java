package io.simdann.bench;

import io.simdann.kernel.Backend;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * The results of a run as a Markdown table. Figures are medians over the iterations of all forks,
 * since a shared machine has slow seconds; the share of the peak is that of {@link FmaPeak} on as
 * many threads in the same run.
 */
final class Report {
  private static final List<String> HEADINGS =
      List.of("benchmark", "parameters", "time per call", "spread", "rate", "of fma peak");

  private final Collection<RunResult> runs;
  private final String arguments;

  /** By number of threads, the better of the two ways to measure it, in flop/s. */
  private final Map<Integer, Double> peaks = new TreeMap<>();

  Report(Collection<RunResult> runs, String[] arguments) {
    this.runs = runs;
    this.arguments = String.join(" ", arguments);
    for (RunResult run : runs) {
      if (run.getParams().getBenchmark().startsWith(FmaPeak.class.getName() + ".")) {
        peaks.merge(threads(run.getParams()), median(run, "flop").orElse(0), Math::max);
      }
    }
  }

  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (RunResult run : runs) {
      rows.add(row(run));
    }
    return heading() + "\n" + table(rows);
  }

  private String heading() {
    CpuFacts cpu = CpuFacts.here();
    BenchmarkParams params = runs.iterator().next().getParams();
    return String.format(
        Locale.ROOT,
        """
    %s, %d processors, %s
    JDK %s (%s), forks: %d, iterations: %d, `bench/run%s`
    """,
        cpu.model(),
        cpu.logicalProcessors(),
        KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels().name(),
        params.getJdkVersion(),
        params.getVmVersion(),
        params.getForks(),
        params.getMeasurement().getCount(),
        arguments.isEmpty() ? "" : " " + arguments);
  }

  private List<String> row(RunResult run) {
    BenchmarkParams params = run.getParams();
    Statistics calls = run.getPrimaryResult().getStatistics();
    double perSecond = calls.getPercentile(50);
    double spread = (calls.getPercentile(75) - calls.getPercentile(25)) / perSecond;
    OptionalDouble flop = median(run, "flop");
    OptionalDouble elements = median(run, "elements");
    String rate = "";
    String share = "";
    if (flop.isPresent()) {
      rate = format("%.1f GFLOP/s", flop.getAsDouble() / 1e9);
      Double peak = peaks.get(threads(params));
      share = peak == null ? "" : format("%.1f %%", 100 * flop.getAsDouble() / peak);
    } else if (elements.isPresent()) {
      rate = format("%.3f ns/element", 1e9 / elements.getAsDouble());
    }
    String name = params.getBenchmark().replace(Report.class.getPackageName() + ".", "");
    return List.of(
        name,
        parameters(params),
        time(1 / perSecond),
        format("%.1f %%", 100 * spread),
        rate,
        share);
  }

  private static OptionalDouble median(RunResult run, String counter) {
    Result<?> result = run.getSecondaryResults().get(counter);
    return result == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(result.getStatistics().getPercentile(50));
  }

  private static int threads(BenchmarkParams params) {
    String threads = params.getParam("threads");
    return threads == null ? 1 : Integer.parseInt(threads);
  }

  private static String parameters(BenchmarkParams params) {
    List<String> values = new ArrayList<>();
    for (String key : params.getParamsKeys()) {
      String value = params.getParam(key).toLowerCase(Locale.ROOT);
      values.add(
          key.equals("threads") ? value + (value.equals("1") ? " thread" : " threads") : value);
    }
    return String.join(", ", values);
  }

  private static String time(double seconds) {
    if (seconds < 1e-6) {
      return format("%.1f ns", seconds * 1e9);
    }
    return seconds < 1e-3 ? format("%.2f µs", seconds * 1e6) : format("%.2f ms", seconds * 1e3);
  }

  /** Columns padded, so that the table reads well as plain text too. */
  private static String table(List<List<String>> rows) {
    int columns = HEADINGS.size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns; column++) {
        // Names to the left, figures to the right.
        String alignment = column < 2 ? "| %-" : "| %";
        text.append(format(alignment + widths[column] + "s ", rows.get(row).get(column)));
      }
      text.append("|\n");
      if (row == 0) {
        for (int column = 0; column < columns; column++) {
          text.append("|-").append("-".repeat(widths[column])).append(column < 2 ? "-" : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
