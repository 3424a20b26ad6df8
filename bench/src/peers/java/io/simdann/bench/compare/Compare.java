package io.simdann.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Compares the trainer with other libraries: runs measures, each in JVMs of its own, and writes
 * results, a table and charts.
 */
public final class Compare {
  private static final DateTimeFormatter FILE_NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");

  private final List<Measure> measures = new ArrayList<>();
  private boolean quick;
  private boolean measuring = true;
  private String name =
      String.format(
          Locale.ROOT,
          "compare-%s-jdk%d",
          FILE_NAME.format(LocalDateTime.now()),
          Runtime.version().feature());

  private Compare() {}

  /**
   * Runs.
   *
   * @param arguments measures, all if none; {@code --quick} for a rough look; {@code --name} and a
   *     name to write under, where results of other measures are kept; {@code --draw} to write a
   *     named result's table and charts again without measuring
   * @throws IOException if results can't be read or written
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Compare compare = new Compare();
    try {
      compare.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.printf(
          Locale.ROOT,
          "%s%nusage: bench/compare [--quick] [--name NAME] [--draw] [MEASURE…], measures %s%n",
          e.getMessage(),
          Measure.names());
      System.exit(2);
    }
    compare.run();
  }

  private void parse(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--quick" -> quick = true;
        case "--draw" -> measuring = false;
        case "--name" -> {
          i++;
          if (i == arguments.size()) {
            throw new IllegalArgumentException("--name: a name is missing");
          }
          name = arguments.get(i);
        }
        default -> measures.add(Measure.valueOf(arguments.get(i)));
      }
    }
    if (measures.isEmpty()) {
      measures.addAll(List.of(Measure.values()));
    }
  }

  private void run() throws IOException, InterruptedException {
    Path results = Path.of(System.getProperty("simdann.bench.results", "results"));
    Path scratch = Path.of(System.getProperty("simdann.bench.scratch", "target/compare"));
    Files.createDirectories(results);
    Files.createDirectories(scratch);
    Path file = results.resolve(name + ".json");
    ResultFile.Content content =
        Files.exists(file)
            ? ResultFile.read(file)
            : new ResultFile.Content(Machine.here(), quick, List.of(), List.of());
    if (measuring) {
      MeasureFork fork = new MeasureFork(quick, scratch);
      List<PeerInstructions> instructions = fork.instructions();
      for (Measure measure : measures) {
        content = replace(content, instructions, measure, fork.run(measure));
        // After each, so that what is measured is kept whatever comes.
        ResultFile.write(file, content);
      }
    }
    String table = new ComparisonTable(content).text();
    Files.writeString(results.resolve(name + ".md"), table);
    new Charts(content, results, name).write();
    System.out.println(table);
    System.out.println(file);
  }

  private ResultFile.Content replace(
      ResultFile.Content content,
      List<PeerInstructions> instructions,
      Measure measure,
      List<Trial> played) {
    List<Trial> trials = new ArrayList<>(content.trials());
    trials.removeIf(trial -> trial.measure().equals(measure.name()));
    trials.addAll(played);
    trials.sort(Comparator.comparing(trial -> Measure.valueOf(trial.measure())));
    return new ResultFile.Content(Machine.here(), quick || content.quick(), instructions, trials);
  }
}
