package io.simdann.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
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
    return exitCode(
        console,
        () -> {
          if (args.length == 0) {
            // Nothing to parse: the parser's classes alone would take a tenth of a second.
            return new TrainCommand(console).call();
          }
          String[] completed = withCommand(TrainCommand.NAME, args);
          CommandLine line = commandLine(console, completed[0]);
          return execute(console, TrainCommand.NAME, line, completed);
        });
  }

  /**
   * Does what is to be done, and returns the exit code: whatever fails is told in one line, results
   * that are lost included.
   */
  private static int exitCode(Console console, Callable<Integer> command) {
    settleJvm();
    int exitCode;
    try {
      exitCode = command.call();
    } catch (Throwable failure) {
      exitCode = fail(console, failure);
    }
    try {
      console.requireComplete();
    } catch (LostOutputException lost) {
      return exitCode == 0 ? fail(console, lost) : exitCode;
    }
    return exitCode;
  }

  /**
   * Lets the program be the same everywhere. Plots and pictures need no display, and looking for
   * one takes time. Numbers have the digits that other programs read: in some languages Java's, and
   * so any library's, are others.
   */
  private static void settleJvm() {
    Locale.setDefault(Locale.ROOT);
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
    return line;
  }

  /**
   * Runs commands of another program the way this one runs its own: a failure is one line on the
   * console's standard error, and an exit code.
   *
   * @param console where failures go
   * @param command what trains: it is run if the arguments begin with an option, and takes
   *     {@code @FILE} for a file of options
   * @param line the commands
   * @param args a command and its options
   * @return the exit code: 0 done, 1 failed, 2 called wrongly, 141 nobody reads the results
   */
  public static int run(Console console, String command, CommandLine line, String... args) {
    return exitCode(console, () -> execute(console, command, line, withCommand(command, args)));
  }

  private static int execute(Console console, String trains, CommandLine line, String[] arguments) {
    line.setExpandAtFiles(false);
    // A parser that can't print its help would show a stack trace.
    StringWriter help = new StringWriter();
    line.setOut(new PrintWriter(help, true));
    line.setErr(new PrintWriter(console.err(), true));
    line.registerConverter(Path.class, Main::path);
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((failure, args) -> fail(console, failure));
    line.setExecutionExceptionHandler((failure, failed, result) -> fail(console, failure));
    CommandLine training = line.getSubcommands().get(trains);
    int exitCode =
        line.execute(
            arguments[0].equals(trains) ? OptionsFile.expand(training, arguments) : arguments);
    if (help.getBuffer().length() > 0) {
      console.out().print(help);
    }
    return exitCode;
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

  /**
   * Puts a command in front of arguments that name none, but begin with an option or a file of
   * them.
   */
  private static String[] withCommand(String command, String[] args) {
    boolean named =
        args.length > 0
            && (!args[0].startsWith("-") && !args[0].startsWith("@")
                || WITHOUT_COMMAND.contains(args[0]));
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
    if (!told.line().isEmpty()) {
      console.err().println(told.line());
    }
    if (Boolean.getBoolean(FailureLine.DEBUG_PROPERTY)) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      // Its messages are what the line above was made of.
      trace
          .toString()
          .replace("\t", "    ")
          .lines()
          .map(FailureLine::plain)
          .forEach(console.err()::println);
    }
    return told.exitCode();
  }
}
