package io.simdann.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine;

/** The program's entry. */
public final class Main {

  /** What can stand first without being an option of {@code train}. */
  private static final Set<String> WITHOUT_COMMAND = Set.of("-h", "--help", "-V", "--version");

  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args the command and its options; {@code train} if there is no command
   */
  public static void main(String[] args) {
    CompilerDirectives.allow();
    System.exit(run(Console.standard(), args));
  }

  /** Runs a command and returns its exit code. */
  static int run(Console console, String... args) {
    useNoDisplay();
    try {
      if (args.length == 0) {
        // Nothing to parse: the parser's classes alone would take a tenth of a second.
        return new TrainCommand(console).call();
      }
      String[] completed = withCommand(TrainCommand.NAME, args);
      return commandLine(console, completed[0]).execute(completed);
    } catch (Throwable failure) {
      return fail(console, failure);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  /** Plots and pictures need no display, and looking for one takes time. */
  private static void useNoDisplay() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private static CommandLine commandLine(Console console, String command) {
    CommandLine line = new CommandLine(new RootCommand()).addSubcommand(new TrainCommand(console));
    // Every command takes milliseconds to be looked at.
    if (!command.equals(TrainCommand.NAME)) {
      line.addSubcommand(new EvaluateCommand(console))
          .addSubcommand(new PredictCommand(console))
          .addSubcommand(new InfoCommand(console));
    }
    return configured(console, line);
  }

  /**
   * Runs commands of another program the way this one runs its own: a failure is one line on the
   * console's standard error, and an exit code.
   *
   * @param console where failures go
   * @param command what is run if the arguments begin with an option
   * @param line the commands
   * @param args a command and its options
   * @return the exit code: 0 done, 1 failed, 2 called wrongly
   */
  public static int run(Console console, String command, CommandLine line, String... args) {
    useNoDisplay();
    try {
      return configured(console, line).execute(withCommand(command, args));
    } catch (Throwable failure) {
      return fail(console, failure);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  private static CommandLine configured(Console console, CommandLine line) {
    line.registerConverter(Path.class, Main::path);
    line.setOut(new PrintWriter(console.out(), true));
    line.setErr(new PrintWriter(console.err(), true));
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((failure, args) -> fail(console, failure));
    line.setExecutionExceptionHandler((failure, failed, result) -> fail(console, failure));
    return line;
  }

  /**
   * Converts an argument to a path; the empty one, which would be the working directory, is none.
   */
  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("the path is empty");
    }
    return Path.of(text);
  }

  /** Puts a command in front of arguments that name none. */
  private static String[] withCommand(String command, String[] args) {
    boolean named =
        args.length > 0 && (!args[0].startsWith("-") || WITHOUT_COMMAND.contains(args[0]));
    if (named) {
      return args;
    }
    String[] completed = new String[args.length + 1];
    completed[0] = command;
    System.arraycopy(args, 0, completed, 1, args.length);
    return completed;
  }

  private static int fail(Console console, Throwable failure) {
    FailureLine told = FailureLine.of(failure);
    console.out().flush();
    console.err().println(told.line());
    if (Boolean.getBoolean(FailureLine.DEBUG_PROPERTY)) {
      failure.printStackTrace(console.err());
    }
    return told.exitCode();
  }
}
