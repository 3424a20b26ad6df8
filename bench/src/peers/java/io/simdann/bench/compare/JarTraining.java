package io.simdann.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A trainer's jar as a user runs it, timed by the history that it writes. Jars of any age take
 * part, whatever their classes are called. Their costs must be alike to the last digit.
 */
final class JarTraining implements ProcessContender {
  /** What is taken from the history, in nanoseconds. */
  enum Figure {
    /** The median of the epochs of the second half in which no accuracy was computed. */
    EPOCH,
    /** From the start of the JVM to the end of the first epoch. */
    FIRST_EPOCH
  }

  private final Path jar;
  private final Path output;
  private final Figure figure;
  private final int steps;
  private final List<String> options;
  private final AtomicReference<List<String>> costs;

  /**
   * Prepares.
   *
   * @param jar the trainer
   * @param output a folder for what it writes
   * @param figure what is timed
   * @param steps of an epoch: the time is that of one
   * @param options of the command line
   * @param costs those of whoever was first, which all must have
   */
  JarTraining(
      Path jar,
      Path output,
      Figure figure,
      int steps,
      List<String> options,
      AtomicReference<List<String>> costs) {
    this.jar = jar;
    this.output = output;
    this.figure = figure;
    this.steps = steps;
    this.options = options;
    this.costs = costs;
  }

  @Override
  public String version() {
    return jar.toString();
  }

  @Override
  public long time(int calls) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-jar", jar.toString(), "--quiet"));
    arguments.addAll(List.of("--output", output.toString()));
    arguments.addAll(options);
    ProcessContender.run(arguments);
    List<Map<String, String>> lines = history(output.resolve("history.csv"));
    checkCosts(lines.stream().map(line -> line.get("cost")).toList());
    return Math.round(
        figure == Figure.EPOCH ? epoch(lines) / steps : 1e9 * number(lines.get(0), "since_start"));
  }

  /** The history's lines, each by the names of the columns. */
  private static List<Map<String, String>> history(Path file) throws IOException {
    List<String> text = Files.readAllLines(file);
    String[] names = text.get(0).split(",", -1);
    List<Map<String, String>> lines = new ArrayList<>();
    for (String line : text.subList(1, text.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> byName = new HashMap<>();
      for (int column = 0; column < names.length; column++) {
        byName.put(names[column], values[column]);
      }
      lines.add(byName);
    }
    return lines;
  }

  private void checkCosts(List<String> here) {
    if (!costs.compareAndSet(null, here) && !costs.get().equals(here)) {
      throw new IllegalStateException("its costs are others");
    }
  }

  private static double epoch(List<Map<String, String>> lines) {
    double[] nanos = new double[lines.size()];
    int count = 0;
    for (int i = Math.max(1, lines.size() / 2); i < lines.size(); i++) {
      if (lines.get(i).get("accuracy").isEmpty()) {
        double seconds = number(lines.get(i), "seconds") - number(lines.get(i - 1), "seconds");
        nanos[count++] = 1e9 * seconds;
      }
    }
    return Quartiles.of(Arrays.copyOf(nanos, count)).median();
  }

  private static double number(Map<String, String> line, String column) {
    return Double.parseDouble(line.get(column));
  }
}
