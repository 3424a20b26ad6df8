package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The API is what Javadoc shows: the public types of the files that pom.xml lists for it, without
 * what is marked as hidden. It names no other type, so it can be used without.
 */
class ApiTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern LISTED =
      Pattern.compile("<sourceFileInclude>(.*?)</sourceFileInclude>");
  private static final Pattern EXPORTED = Pattern.compile("(?m)^ *exports (.*);$");
  private static final String INTERNAL = "Internal: no part of the API";

  @Test
  void itNamesNoTypeBeyondIt() throws IOException {
    ShownTypes shown = ShownTypes.of(SOURCES, apiFiles());
    assertTrue(shown.names().contains("io.simdann.train.TrainerBuilder"), shown.names().toString());
    assertEquals(List.of(), shown.namedBeyond());
  }

  @Test
  void whatTheRuleIsAboutIsFound() throws IOException {
    ShownTypes shown =
        ShownTypes.of(SOURCES, List.of(SOURCES.resolve("io/simdann/gemm/Sgemm.java")));
    assertEquals(Set.of("io.simdann.gemm.Sgemm"), shown.names());
    assertTrue(
        shown
            .namedBeyond()
            .contains(
                "io.simdann.gemm.Sgemm: multiply(io.simdann.matrix.Matrix,io.simdann.matrix.Matrix,"
                    + "io.simdann.matrix.Matrix) names io.simdann.matrix.Matrix"),
        shown.namedBeyond().toString());
    assertTrue(
        shown.namedBeyond().stream().noneMatch(line -> line.contains("Kernels")),
        "what is hidden is shown");
  }

  @Test
  void theModuleExportsItsPackages() throws IOException {
    assertEquals(apiPackages(), Set.copyOf(matches(EXPORTED, "src/main/module/module-info.java")));
  }

  /** A package of which only some classes belong to it names them. */
  @Test
  void allOtherPackagesSayThatTheyAreInternal() throws IOException {
    List<Path> api = apiFiles();
    for (Path file : sources()) {
      if (file.endsWith("package-info.java")) {
        String text = Files.readString(file).replaceAll("\\s+(\\* )?", " ");
        boolean whole =
            sources().stream()
                .filter(other -> other.getParent().equals(file.getParent()))
                .allMatch(api::contains);
        assertEquals(!whole, text.contains(INTERNAL), file.toString());
        assertEquals(
            !whole && api.contains(file), text.contains(INTERNAL + " but {@link"), file.toString());
      }
    }
  }

  private static List<Path> apiFiles() throws IOException {
    List<PathMatcher> listed =
        matches(LISTED, "pom.xml").stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    return sources().stream()
        .filter(file -> listed.stream().anyMatch(one -> one.matches(SOURCES.relativize(file))))
        .toList();
  }

  private static Set<String> apiPackages() throws IOException {
    return apiFiles().stream()
        .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<String> matches(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
