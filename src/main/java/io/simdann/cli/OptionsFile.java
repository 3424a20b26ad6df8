package io.simdann.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StreamTokenizer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A file with options of training, which {@code @FILE} among the options stands for. Options and
 * values are separated by blanks or line ends and may be quoted; {@code #} begins a comment.
 *
 * <p>Only options that the command has are taken, each with its value, and no message shows
 * anything else that is in the file. So a file that was not meant to be read, such as one with a
 * password, keeps its secret. For the same reason a value that begins with {@code @} is no such
 * file, nor is any argument of the other commands.
 */
final class OptionsFile {

  private static final char MARK = '@';
  private static final int MOST_BYTES = 1 << 20;

  private final CommandLine command;

  private OptionsFile(CommandLine command) {
    this.command = command;
  }

  /**
   * Puts options in the place of the files that hold them.
   *
   * @param command the command that has the options
   * @param args the command's name, and its arguments
   * @return the arguments without files
   * @throws ParameterException if a file can't be read or holds something else
   */
  static String[] expand(CommandLine command, String... args) {
    OptionsFile files = new OptionsFile(command);
    List<String> expanded = new ArrayList<>();
    boolean value = false;
    for (String arg : args) {
      if (!value && !arg.isEmpty() && arg.charAt(0) == MARK) {
        files.read(arg, expanded);
      } else {
        expanded.add(arg);
      }
      value = !value && files.wantsValue(arg);
    }
    return expanded.toArray(String[]::new);
  }

  private void read(String arg, List<String> expanded) {
    try {
      Path path = Path.of(arg.substring(1));
      if (!Files.isRegularFile(path)) {
        throw refused(arg, Files.exists(path) ? "is not a regular file" : "no such file");
      }
      if (Files.size(path) > MOST_BYTES) {
        throw refused(arg, "is larger than 1 MB");
      }
      try (Reader text = Files.newBufferedReader(path)) {
        addOptions(arg, text, expanded);
      }
    } catch (InvalidPathException e) {
      throw refused(arg, "is not a path");
    } catch (CharacterCodingException e) {
      throw refused(arg, "is not a text in UTF-8");
    } catch (IOException e) {
      throw refused(arg, "cannot be read");
    }
  }

  private void addOptions(String arg, Reader text, List<String> expanded) throws IOException {
    StreamTokenizer words = new StreamTokenizer(text);
    words.resetSyntax();
    words.wordChars(' ' + 1, 0xff);
    words.whitespaceChars(0, ' ');
    words.quoteChar('"');
    words.quoteChar('\'');
    words.commentChar('#');
    boolean value = false;
    while (words.nextToken() != StreamTokenizer.TT_EOF) {
      if (!value && option(words.sval) == null) {
        throw refused(
            String.format(Locale.ROOT, "%s, line %d", arg, words.lineno()), "is not an option");
      }
      expanded.add(words.sval);
      value = !value && wantsValue(words.sval);
    }
  }

  /** Whether the next argument belongs to this one, an option without its value. */
  private boolean wantsValue(String arg) {
    OptionSpec option = option(arg);
    return option != null && option.arity().max() > 0 && arg.indexOf('=') < 0;
  }

  /** Returns the option that an argument names, with or without its value, or null. */
  private OptionSpec option(String arg) {
    int end = arg.indexOf('=');
    return command.getCommandSpec().findOption(end < 0 ? arg : arg.substring(0, end));
  }

  private ParameterException refused(String where, String what) {
    return new ParameterException(
        command,
        where + ": " + what + ", expected a file with options of " + command.getCommandName());
  }
}
