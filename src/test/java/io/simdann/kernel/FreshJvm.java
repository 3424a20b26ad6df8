package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a program of the test class path in a JVM of its own. */
public final class FreshJvm {

  /** The option without which there are no vector kernels. */
  public static final String WITH_VECTORS = "--add-modules=jdk.incubator.vector";

  /**
   * The lines that a program prints. What it writes to stderr, where the JVM itself warns of the
   * incubating module, is left out.
   */
  public static List<String> run(List<String> options, Class<?> program, String... arguments) {
    return run(Path.of(""), options, program, arguments);
  }

  /** The same, with a working directory. */
  public static List<String> run(
      Path directory, List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(Arrays.asList(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private FreshJvm() {}
}
