package io.simdann.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts the JVMs of a measure: one measure's shapes mislead the JIT compiler in another's kernels,
 * and a native library that crashes takes only its own measure along.
 */
final class MeasureFork {
  private static final List<String> INHERITED_PROPERTIES =
      List.of(
          "ai.djl.offline",
          "DJL_CACHE_DIR",
          "ENGINE_CACHE_DIR",
          "org.bytedeco.javacpp.cachedir",
          "simdann.bench.scratch",
          "simdann.bench.trainer");

  private final String pace;
  private final Path scratch;

  /**
   * Prepares.
   *
   * @param quick whether a quick look is wanted
   * @param scratch a folder for unpacked native libraries and results
   */
  MeasureFork(boolean quick, Path scratch) {
    this.pace = quick ? "QUICK" : "FULL";
    this.scratch = scratch;
  }

  List<Trial> run(Measure measure) throws IOException, InterruptedException {
    List<Trial> trials = new ArrayList<>();
    for (int part = 0; part < measure.parts(); part++) {
      Path file = scratch.resolve(String.format(Locale.ROOT, "%s-%d.json", measure, part));
      Files.deleteIfExists(file);
      int exitCode = start(measure, part, file).waitFor();
      if (exitCode == 0) {
        trials.addAll(ResultFile.read(file).trials());
      } else {
        String reason = String.format(Locale.ROOT, "its JVM ended with code %d", exitCode);
        trials.add(
            Trial.notMeasured(
                measure.name(), measure.title(), Goal.none(), measure.threads(part), reason));
      }
    }
    return trials;
  }

  /** What each library runs on this machine; empty if that can't be found out. */
  List<PeerInstructions> instructions() throws IOException, InterruptedException {
    Path file = scratch.resolve("instructions.json");
    Files.deleteIfExists(file);
    int exitCode = start(1, PeerInstructions.Process.class, file.toString()).waitFor();
    return exitCode == 0
        ? List.of(new ObjectMapper().readValue(file.toFile(), PeerInstructions[].class))
        : List.of();
  }

  private Process start(Measure measure, int part, Path file) throws IOException {
    return start(
        measure.threads(part),
        MeasureProcess.class,
        measure.name(),
        Integer.toString(part),
        pace,
        file.toString());
  }

  private Process start(int threads, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx6g"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Dai.djl.offline=true");
    command.add("-DDJL_CACHE_DIR=" + scratch.resolve("djl"));
    command.add("-DENGINE_CACHE_DIR=" + scratch.resolve("djl"));
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + scratch.resolve("javacpp"));
    command.addAll(properties());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    setThreads(builder.environment(), Integer.toString(threads));
    return builder.inheritIO().start();
  }

  /** The settings of this JVM that one started by it needs, as options. */
  static List<String> properties() {
    return INHERITED_PROPERTIES.stream()
        .filter(property -> System.getProperty(property) != null)
        .map(
            property ->
                String.format(Locale.ROOT, "-D%s=%s", property, System.getProperty(property)))
        .toList();
  }

  private static void setThreads(Map<String, String> environment, String threads) {
    environment.put("OMP_NUM_THREADS", threads);
    environment.put("MKL_NUM_THREADS", threads);
    environment.put("OPENBLAS_NUM_THREADS", threads);
    // Milliseconds that MKL's threads go on spinning; the usual 200 would reach into the next turn.
    environment.put("KMP_BLOCKTIME", "20");
    // They choose kernels for another processor than this one.
    environment.remove("OPENBLAS_CORETYPE");
    environment.remove("OPENBLAS_L2_SIZE");
  }
}
