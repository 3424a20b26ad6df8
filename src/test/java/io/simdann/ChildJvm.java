package io.simdann;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of this class path in a JVM of its own. */
public final class ChildJvm {
  private static final long PATIENCE_SECONDS = 120;

  /**
   * Runs it to its end.
   *
   * @param options the JVM's options
   * @param main the class
   * @param arguments its arguments
   * @return the lines of standard output
   */
  public static List<String> run(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    Path errors = Files.createTempFile("child-jvm", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(
          main.getSimpleName() + " failed: " + output + Files.readString(errors));
    }
    Files.delete(errors);
    return output.lines().toList();
  }

  private ChildJvm() {}
}
