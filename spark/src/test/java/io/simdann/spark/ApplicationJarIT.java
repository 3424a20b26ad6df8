package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The application's jar, which a cluster's class path gets to see: its names, and that it runs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ApplicationJarIT {

  private static final Path JAR = Path.of("target/trainer-spark.jar");

  @TempDir private Path directory;

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Set<String> names = new HashSet<>();
      file.stream().map(ZipEntry::getName).filter(name -> !name.endsWith("/")).forEach(names::add);
      return names;
    }
  }

  @Test
  void allOfItHasNamesOfItsOwn() throws IOException {
    Set<String> known =
        Set.of(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "META-INF/THIRD-PARTY.txt");
    Set<String> ours = entries(JAR);
    assertTrue(ours.contains("io/simdann/shaded/picocli/CommandLine.class"));
    assertEquals(
        List.of(),
        ours.stream()
            .filter(name -> !name.startsWith("io/simdann/") && !known.contains(name))
            .sorted()
            .toList());
  }

  @Test
  void nothingOfItIsOnSparksClassPathToo() throws IOException {
    Set<String> ours = entries(JAR);
    List<String> twice = new ArrayList<>();
    Path home = Path.of(System.getenv("SPARK_HOME"), "jars");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(home, "*.jar")) {
      for (Path jar : jars) {
        Set<String> shared = entries(jar);
        shared.removeIf(name -> name.startsWith("META-INF/"));
        if (!Collections.disjoint(ours, shared)) {
          twice.add(jar.getFileName().toString());
        }
      }
    }
    assertEquals(List.of(), twice);
  }

  @Test
  void itRunsWithItsLibrariesUnderOtherNames() throws IOException, InterruptedException {
    Path samples = Files.writeString(directory.resolve("a.csv"), "1,2,3\n4,5,6\n7,8,6\n");
    Path inJar = directory.resolve("in-jar");
    submit("train", "--data=" + samples, "--iterations=3", "--output=" + inJar);
    for (String file : List.of("history.csv", "cost.png", "cost.svg")) {
      assertTrue(Files.size(inJar.resolve(file)) > 0, file);
    }
    submit(
        "predict",
        inJar.resolve("model.safetensors").toString(),
        samples.toString(),
        directory.resolve("predicted").toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAKilledDriverLeavesIsRemovedAtTheNextStartAndNothingElse() throws Exception {
    Path samples = Files.writeString(directory.resolve("a.csv"), "1,2,3\n4,5,6\n7,8,6\n");
    Process driver =
        start("train", "--data=" + samples, "--iterations=1000000", "--output=" + directory);
    Path scratch;
    try {
      while (find("simdann-spark.*/blockmgr-*").isEmpty()) {
        assertTrue(driver.isAlive(), () -> read(told()));
        Thread.sleep(100);
      }
      scratch = find("simdann-spark.*").get(0);
      submit("--help");
      assertEquals(List.of(scratch), find("simdann-spark.*"), "that of a driver that lives");
    } finally {
      driver.destroyForcibly().waitFor();
    }
    assertEquals(List.of(scratch), find("simdann-spark.*"));
    submit("--help");
    assertEquals(List.of(), find("simdann-spark.*"));
    assertEquals(List.of(), find("spark-*"));
  }

  /** What the directory for temporary files holds. */
  private List<Path> find(String pattern) throws IOException {
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + directory.resolve(pattern));
    try (Stream<Path> all = Files.walk(directory, 2)) {
      return all.filter(matcher::matches).toList();
    } catch (UncheckedIOException e) {
      // Spark has removed something meanwhile.
      return List.of();
    }
  }

  /** Runs the program as users do; it must end well. */
  private void submit(String... args) throws IOException, InterruptedException {
    Process process = start(args);
    try {
      assertEquals(0, process.waitFor(), () -> read(told()));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.of(
                    Stream.of("bash", "submit"),
                    Stream.of(args),
                    args[0].startsWith("-")
                        ? Stream.<String>of()
                        : Stream.of("--master=local[1]", "--conf=spark.ui.enabled=false"))
                .flatMap(arguments -> arguments)
                .toList());
    // The one that the build has made; it has no bin.
    builder.environment().remove("SPARK_HOME");
    builder.environment().remove("SPARK_LOCAL_DIRS");
    builder.environment().put("TMPDIR", directory.toString());
    return builder.redirectErrorStream(true).redirectOutput(told().toFile()).start();
  }

  private Path told() {
    return directory.resolve("told");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
