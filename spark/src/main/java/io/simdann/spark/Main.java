package io.simdann.spark;

import io.simdann.cli.Console;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry, for {@code spark-submit} or plain {@code java}. */
public final class Main {

  private Main() {}

  /** What holds the commands; it does nothing by itself. */
  @Command(
      name = Root.NAME,
      mixinStandardHelpOptions = true,
      versionProvider = ProgramVersion.class,
      synopsisHeading = "Usage: ",
      customSynopsis =
          "spark-submit --class io.simdann.spark.Main trainer-spark.jar [COMMAND] [OPTIONS]",
      descriptionHeading = "%n",
      description = {
        "Trains feed-forward neural networks on a Spark cluster, to the same bits as on one"
            + " machine. Without a command, trains."
      },
      commandListHeading = "%nCommands:%n",
      optionListHeading = "%nOptions:%n",
      footerHeading = "%n",
      footer = {
        "@FILE in the place of an option of train stands for the options in that file, separated by",
        "blanks or line ends; # begins a comment. Elsewhere @ is a letter like others.",
      })
  private static final class Root {
    static final String NAME = "simdann-spark";
  }

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args the command and its options; {@code train} if there is no command
   */
  public static void main(String[] args) {
    String scratch = System.getProperty("simdann.spark.scratch");
    if (scratch != null) {
      removeAtExit(Path.of(scratch));
    }
    int exitCode = run(Console.standard(), args);
    // A driver that ends well is left to Spark, which may have started it within its own main.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Removes the directory that spark/submit has made, after Spark has removed what is in it. */
  private static void removeAtExit(Path scratch) {
    scratch.toFile().deleteOnExit();
    // Before it: the last one comes first.
    scratch.resolve("lock").toFile().deleteOnExit();
  }

  /** Runs a command and returns its exit code. */
  static int run(Console console, String... args) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new PredictCommand(console));
    return io.simdann.cli.Main.run(console, TrainCommand.NAME, line, args);
  }
}
