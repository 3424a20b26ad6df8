package io.simdann.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A contender that is a JVM of its own in each turn: nothing to warm up, one run a turn. */
interface ProcessContender extends Contender {

  @Override
  default boolean warmsUp() {
    return false;
  }

  @Override
  default void call() throws Exception {
    time(1);
  }

  /** Runs once, however many calls are asked for, and returns the nanoseconds. */
  @Override
  long time(int calls) throws Exception;

  /** The beginning of a command: this JVM's program, with the Vector API. */
  static List<String> java() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ArrayList<>(List.of(java, "--add-modules", "jdk.incubator.vector"));
  }

  /**
   * Runs Java to its end and returns what it prints.
   *
   * @throws IllegalStateException if it fails, with the last line of what it said
   */
  static String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = java();
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(lastLine(said));
    }
    return said;
  }

  /** The last line of a text. */
  static String lastLine(String text) {
    return text.lines().reduce("", (first, second) -> second);
  }
}
