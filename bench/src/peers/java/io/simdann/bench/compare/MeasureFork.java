package io.simdann.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the JVMs of a measure: one measure's shapes mislead the JIT compiler in another's kernels,
 * and a native library that crashes takes only its own measure along.
 */
final class MeasureFork {
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
    for (int threads : measure.processes()) {
      Path file = scratch.resolve("%s-%d.json".formatted(measure, threads));
      Files.deleteIfExists(file);
      int exitCode = start(measure, threads, file).waitFor();
      if (exitCode == 0) {
        trials.addAll(ResultFile.read(file).trials());
      } else {
        String reason = "its JVM ended with code %d".formatted(exitCode);
        trials.add(
            Trial.notMeasured(measure.name(), measure.title(), Goal.none(), threads, reason));
      }
    }
    return trials;
  }

  private Process start(Measure measure, int threads, Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-Xmx6g",
            "-Dai.djl.offline=true",
            "-DDJL_CACHE_DIR=" + scratch.resolve("djl"),
            "-DENGINE_CACHE_DIR=" + scratch.resolve("djl"),
            "-Dorg.bytedeco.javacpp.cachedir=" + scratch.resolve("javacpp"),
            "-Dsimdann.bench.commit=" + System.getProperty("simdann.bench.commit", "unknown"),
            "-Dsimdann.bench.trainer=" + System.getProperty("simdann.bench.trainer", ""),
            "-cp",
            System.getProperty("java.class.path"),
            MeasureProcess.class.getName(),
            measure.name(),
            Integer.toString(threads),
            pace,
            file.toString());
    setThreads(builder.environment(), Integer.toString(threads));
    return builder.inheritIO().start();
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
