package io.simdann.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a JVM of its own, for what can't be tried in this one. */
final class ChildTrainer implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 100;

  private final Process process;
  private final Path err;
  private final BufferedReader out;

  ChildTrainer(Path directory, List<String> jvmOptions, Object... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    err = Files.createTempFile(directory, "child", ".err");
    process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    out = process.inputReader();
  }

  /** Waits for a line of standard output that starts like this, and returns it. */
  String awaitLine(String start) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new AssertionError("no line starts with " + start + ": " + Files.readString(err));
  }

  /** Waits until there is a file. */
  void awaitFile(Path file) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(file)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("there is no " + file);
      }
      Thread.sleep(1);
    }
  }

  /** Reads the lines of standard output that are left. */
  List<String> lines() {
    return out.lines().toList();
  }

  /** Reads no more of standard output, as {@code head} does when it has seen enough. */
  void closeOutput() throws IOException {
    out.close();
  }

  /** Sends a signal, and returns the seconds until the process had ended. */
  double endBySignal(String signal) throws IOException, InterruptedException {
    long start = System.nanoTime();
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    awaitEnd();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Waits for the end, and returns the exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** Returns the lines of standard error, but for what every JVM says of incubator modules. */
  List<String> errors() throws IOException {
    return Files.readAllLines(err).stream()
        .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
