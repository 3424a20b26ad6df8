package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw} where no Maven is installed, with an archive that holds a program which echoes. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class MvnwTest {

  private static final String NAME = "apache-maven-9.8.7";

  /** All that it may call; Maven is not among them. */
  private static final String TOOLS =
      "sh basename cp cut dirname echo gzip mkdir mktemp mv rm sed sha512sum shasum tar tr";

  @TempDir private Path directory;
  private Path mirror;

  @BeforeEach
  void makeArchive() throws Exception {
    Path programs = Files.createDirectories(directory.resolve(NAME + "/bin"));
    script(programs.resolve("mvn"), "echo \"Maven runs: $*\"");
    mirror = directory.resolve("mirror");
    Path place =
        Files.createDirectories(mirror.resolve("org/apache/maven/apache-maven/9.8.7"))
            .resolve(NAME + "-bin.tar.gz");
    assertEquals(
        0,
        new ProcessBuilder("tar", "-czf", place.toString(), "-C", directory.toString(), NAME)
            .start()
            .waitFor());
    String sum =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(place)));
    Path settings = Files.createDirectories(directory.resolve(".mvn/wrapper"));
    Files.writeString(
        settings.resolve("maven-wrapper.properties"),
        "distributionUrl=file:///nowhere/%s-bin.tar.gz\ndistributionSha512=%s\n"
            .formatted(NAME, sum));
    Files.copy(Path.of("mvnw"), directory.resolve("mvnw"));
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : TOOLS.split(" ")) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(folder, tool))) {
          script(tools.resolve(tool), "exec %s/%s \"$@\"".formatted(folder, tool));
        }
      }
    }
  }

  private static void script(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private String run(Map<String, String> settings) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", directory.resolve("mvnw").toString(), "verify", "-q");
    builder.environment().clear();
    builder.environment().put("PATH", directory.resolve("tools").toString());
    builder.environment().put("HOME", directory.resolve("home").toString());
    builder.environment().putAll(settings);
    Process process = builder.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes());
    return process.waitFor() + " " + told.strip();
  }

  @Test
  void aMirrorsUrlTakesThePlaceOfThePinnedOne() throws Exception {
    assertEquals("0 Maven runs: verify -q", run(Map.of("MVNW_REPOURL", mirror.toUri().toString())));
    // It is there now.
    assertEquals("0 Maven runs: verify -q", run(Map.of()));
  }

  @Test
  void aMirrorThatLacksTheArchiveIsNamed() throws Exception {
    assertEquals(
        "1 mvnw: cannot download file:///elsewhere/org/apache/maven/apache-maven/9.8.7/"
            + NAME
            + "-bin.tar.gz; check the network, or install Maven 3.8 or newer",
        run(Map.of("MVNW_REPOURL", "file:///elsewhere")));
  }

  @Test
  void theArchivesOwnUrlGoesBeforeTheMirrors() throws Exception {
    assertEquals(
        "1 mvnw: cannot download file:///a.tar.gz; check the network, or install Maven 3.8 or newer",
        run(
            Map.of(
                "MVNW_REPOURL",
                mirror.toUri().toString(),
                "MVNW_DISTRIBUTION_URL",
                "file:///a.tar.gz")));
  }
}
