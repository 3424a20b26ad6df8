package io.simdann.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What block sizes and summaries need to know of the CPU. Nothing here changes a result's bits.
 *
 * @param model the CPU's name, or the architecture's where the system doesn't tell
 * @param logicalProcessors those this JVM may use
 * @param l1Bytes size of a core's first-level data cache
 * @param l2Bytes size of a core's second-level cache
 */
public record CpuFacts(String model, int logicalProcessors, int l1Bytes, int l2Bytes) {
  private static final int DEFAULT_L1 = 32 << 10;
  private static final int DEFAULT_L2 = 512 << 10;
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final CpuFacts HERE = read();

  /**
   * This machine's facts, read once.
   *
   * @return the facts, with common values where the system doesn't tell
   */
  public static CpuFacts here() {
    return HERE;
  }

  private static CpuFacts read() {
    return new CpuFacts(
        modelName(),
        Runtime.getRuntime().availableProcessors(),
        cacheBytes("1", DEFAULT_L1),
        cacheBytes("2", DEFAULT_L2));
  }

  private static String modelName() {
    for (String line : lines(CPU_INFO)) {
      if (line.startsWith("model name")) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return System.getProperty("os.arch", "unknown");
  }

  /** The kernel lists each cache in a folder index0, index1, …; sizes read like {@code 512K}. */
  private static int cacheBytes(String level, int otherwise) {
    for (int index = 0; index < 8; index++) {
      Path cache = CACHES.resolve("index" + index);
      String size = String.join("", lines(cache.resolve("size")));
      if (lines(cache.resolve("level")).contains(level)
          && !lines(cache.resolve("type")).contains("Instruction")
          && size.matches("\\d{1,6}K")) {
        return Integer.parseInt(size.substring(0, size.length() - 1)) << 10;
      }
    }
    return otherwise;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
