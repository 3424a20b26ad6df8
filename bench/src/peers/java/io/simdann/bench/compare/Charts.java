package io.simdann.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** All charts of a result. */
final class Charts {
  private static final Set<String> TRAINING = Set.of("P1", "P2", "P6", "P7", "P11", "P12");
  private static final Set<String> PREDICTION = Set.of("P8");

  private static final List<Chosen> OVERVIEW =
      List.of(
          new Chosen("P1", ""),
          new Chosen("P6", "784-50-10, MNIST, batch 128"),
          new Chosen("P7", ""),
          new Chosen("P11", "normal"),
          new Chosen("P12", "batch 200"),
          new Chosen("P8", "10000 samples"));

  private final ResultFile.Content content;
  private final Path folder;
  private final String name;

  /**
   * Prepares.
   *
   * @param content the results
   * @param folder where the charts go
   * @param name how their names begin
   */
  Charts(ResultFile.Content content, Path folder, String name) {
    this.content = content;
    this.folder = folder;
    this.name = name;
  }

  /** Draws those that there are results for. */
  void write() throws IOException {
    writeBars("training", "Time of a training step", TRAINING);
    writeBars("prediction", "Time of a prediction", PREDICTION);
    writeOverview();
    SgemmSummary sgemm = new SgemmSummary(content.trials());
    for (int threads : sgemm.threads()) {
      ChartFile.write(
          new SgemmLines(sgemm, threads, subtitle()),
          base(String.format(Locale.ROOT, "sgemm-squares-%d", threads)));
      ChartFile.write(
          new SgemmDots(sgemm, threads, subtitle()),
          base(String.format(Locale.ROOT, "sgemm-shapes-%d", threads)));
    }
  }

  private void writeBars(String suffix, String title, Set<String> measures) throws IOException {
    List<Trial> trials =
        content.trials().stream()
            .filter(trial -> measures.contains(trial.measure()) && trial.libraries().size() > 1)
            .toList();
    if (!trials.isEmpty()) {
      ChartFile.write(new TimeBars(title, subtitle(), trials), base(suffix));
    }
  }

  /** One trial of each kind of job, for those who look at one chart. */
  private void writeOverview() throws IOException {
    List<Trial> trials =
        OVERVIEW.stream()
            .flatMap(name -> content.trials().stream().filter(name::isOf).limit(1))
            .toList();
    if (!trials.isEmpty()) {
      String title = "Training and prediction, Simdann and others";
      ChartFile.write(new TimeBars(title, subtitle(), trials), base("overview"));
    }
  }

  /** A trial by its measure and a part of its name. */
  private record Chosen(String measure, String part) {
    boolean isOf(Trial trial) {
      return trial.measure().equals(measure) && trial.name().contains(part);
    }
  }

  private String base(String suffix) {
    return folder.resolve(name + "-" + suffix).toString();
  }

  private String subtitle() {
    Machine machine = content.machine();
    return String.format(
        Locale.ROOT,
        "%s, %d processors, JDK %s%s",
        machine.cpu(),
        machine.processors(),
        machine.jdk(),
        content.quick() ? ", a quick look" : "");
  }
}
