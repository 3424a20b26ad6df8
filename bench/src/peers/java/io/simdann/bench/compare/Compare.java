package io.simdann.bench.compare;

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
  private Path base;
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
   *     named result's table and charts again without measuring; {@code --against} and another
   *     trainer's jar to compare this one with
   * @throws Exception if results can't be read or written, or measuring fails
   */
  public static void main(String[] arguments) throws Exception {
    Compare compare = new Compare();
    try {
      compare.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.printf(
          Locale.ROOT,
          "%s%nusage: bench/compare [--quick] [--name NAME] [--draw] [--against JAR] [MEASURE…],"
              + " measures %s%n",
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
        case "--name" -> name = value(arguments, ++i);
        case "--against" -> base = Path.of(value(arguments, ++i)).toAbsolutePath();
        default -> measures.add(Measure.valueOf(arguments.get(i)));
      }
    }
    if (measures.isEmpty()) {
      measures.addAll(List.of(Measure.values()));
    }
  }

  private static String value(List<String> arguments, int index) {
    if (index == arguments.size()) {
      throw new IllegalArgumentException(arguments.get(index - 1) + ": a value is missing");
    }
    return arguments.get(index);
  }

  private void run() throws Exception {
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
      List<PeerInstructions> instructions = base == null ? fork.instructions() : List.of();
      for (Measure measure : measures) {
        List<Trial> played = base == null ? fork.run(measure) : against(measure, scratch);
        content = replace(content, instructions, measure, played);
        // After each, so that what is measured is kept whatever comes.
        ResultFile.write(file, content);
      }
    }
    String table = new ComparisonTable(content).text();
    Files.writeString(results.resolve(name + ".md"), table);
    new Charts(content, results, name).write();
    String documents = System.getProperty("simdann.bench.documents", "");
    if (name.startsWith("published-") && !documents.isEmpty()) {
      ResultsPage.write(results, Path.of(documents).resolve("results.md"));
    }
    System.out.println(table);
    System.out.println(file);
  }

  private List<Trial> against(Measure measure, Path scratch) throws Exception {
    Path now = Path.of(System.getProperty("simdann.bench.trainer")).toAbsolutePath();
    return new JarMeasure(base, now, scratch, new Rounds(quick ? Pace.QUICK : Pace.FULL))
        .run(measure);
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
