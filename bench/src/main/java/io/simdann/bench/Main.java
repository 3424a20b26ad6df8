package io.simdann.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks as JMH's own main class does, with the same arguments, and prints the {@link
 * Report} at the end. Whatever is chosen, {@link FmaPeak} runs too, to compare with; a wrong result
 * ends the run.
 */
public final class Main {
  private static final DateTimeFormatter FILE_NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");

  /**
   * Runs.
   *
   * @param arguments as for JMH
   * @throws CommandLineOptionException if JMH doesn't understand them
   * @throws RunnerException if a benchmark fails
   * @throws IOException if results can't be written
   */
  public static void main(String[] arguments)
      throws CommandLineOptionException, RunnerException, IOException {
    CommandLineOptions commandLine = new CommandLineOptions(arguments);
    if (asksForInformation(commandLine)) {
      org.openjdk.jmh.Main.main(arguments);
      return;
    }
    Path results = Path.of(commandLine.getResult().orElse(newResultFile()));
    Files.createDirectories(results.toAbsolutePath().getParent());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(commandLine)
            .shouldFailOnError(true)
            .resultFormat(commandLine.getResultFormat().orElse(ResultFormatType.JSON))
            .result(results.toString());
    if (!commandLine.getIncludes().isEmpty()) {
      options.include(FmaPeak.class.getSimpleName());
    }
    Collection<RunResult> runs = new Runner(options.build()).run();
    String report = new Report(runs, arguments).text();
    Path table = Path.of(results.toString().replaceFirst("\\.\\w+$", "") + ".md");
    Files.writeString(table, report);
    System.out.printf(Locale.ROOT, "%n%s%n%s%n%s%n", report, results, table);
  }

  private static boolean asksForInformation(CommandLineOptions commandLine) {
    return commandLine.shouldHelp()
        || commandLine.shouldList()
        || commandLine.shouldListWithParams()
        || commandLine.shouldListProfilers()
        || commandLine.shouldListResultFormats();
  }

  private static String newResultFile() {
    String folder = System.getProperty("simdann.bench.results", "results");
    String name =
        FILE_NAME.format(LocalDateTime.now()) + "-jdk" + Runtime.version().feature() + ".json";
    return Path.of(folder, name).toString();
  }

  private Main() {}
}
