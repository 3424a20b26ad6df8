package io.simdann.bench.compare;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A training program in a JVM of its own, timed from its start, either to its exit or to a line
 * that it prints: that after its first iteration, or that of the test accuracy.
 */
final class TrainerProcess implements ProcessContender {
  /** How the line of an iteration begins. */
  static final String FIRST_ITERATION = "Cost:";

  private final List<String> command;

  /** How the line begins up to which time is taken; empty to the exit. */
  private final String last;

  private TrainerProcess(List<String> command, String last) {
    this.command = command;
    this.last = last;
  }

  /** Our main job to its exit, its files written. */
  static TrainerProcess wholeJob(Path output, List<String> jvmOptions, List<String> options) {
    List<String> command = simdann(output, jvmOptions);
    command.addAll(options);
    return new TrainerProcess(command, "");
  }

  /** Our main job to the end of its first iteration. */
  static TrainerProcess firstIteration(Path output) {
    return new TrainerProcess(simdann(output, List.of()), FIRST_ITERATION);
  }

  /** Our training with some options, to the test accuracy. */
  static TrainerProcess toAccuracy(Path output, List<String> options) {
    List<String> command = simdann(output, List.of());
    command.addAll(options);
    return new TrainerProcess(command, AccuracyMeasure.ACCURACY);
  }

  /** PyTorch's first iteration, on the class path and with the settings of this JVM. */
  static TrainerProcess firstTorchIteration() {
    return torch(FirstTorchIteration.class, FIRST_ITERATION);
  }

  /** PyTorch's training to the test accuracy, likewise. */
  static TrainerProcess torchToAccuracy(int threads) {
    return torch(TorchToAccuracy.class, AccuracyMeasure.ACCURACY, Integer.toString(threads));
  }

  private static TrainerProcess torch(Class<?> main, String last, String... arguments) {
    List<String> command = ProcessContender.java();
    command.addAll(MeasureFork.properties());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new TrainerProcess(command, last);
  }

  private static List<String> simdann(Path output, List<String> jvmOptions) {
    List<String> command = ProcessContender.java();
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-jar", System.getProperty("simdann.bench.trainer"), "--output", output.toString()));
    return command;
  }

  @Override
  public String version() {
    return "a process";
  }

  @Override
  public long time(int calls) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return last.isEmpty() ? exit(process, lines, start) : lastLine(process, lines, start);
    }
  }

  private static long exit(Process process, BufferedReader lines, long start) throws Exception {
    while (lines.readLine() != null) {
      // Read, so that the program never waits for its reader.
    }
    int exitCode = process.waitFor();
    long nanos = System.nanoTime() - start;
    if (exitCode != 0) {
      throw new IllegalStateException("the program ended with code " + exitCode);
    }
    return nanos;
  }

  private long lastLine(Process process, BufferedReader lines, long start) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.startsWith(last)) {
      line = lines.readLine();
    }
    long nanos = System.nanoTime() - start;
    process.destroy();
    process.waitFor();
    if (line == null) {
      throw new IllegalStateException("the program ended before it said \"" + last + "\"");
    }
    if (last.equals(AccuracyMeasure.ACCURACY)) {
      AccuracyMeasure.require(line);
    }
    return nanos;
  }
}
