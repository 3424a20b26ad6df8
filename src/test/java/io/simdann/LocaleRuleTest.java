package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No text is formatted by the default locale: in Arabic, Persian and other languages a number would
 * have digits that are not ASCII, and in Turkish an i would lose or get a dot.
 */
class LocaleRuleTest {

  private static final Pattern DEFAULT_LOCALE =
      Pattern.compile(
          "\\.formatted\\(|String\\.format\\(\\s*(?!\\s|Locale\\.)|\\.printf\\(\\s*(?!\\s|Locale\\.)"
              + "|\\.format\\(\\s*\"|\\.to(?:Lower|Upper)Case\\(\\)");

  @Test
  void theSourcesNameTheLocale() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("src/main/java", "spark/src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        assertTrue(sources.size() > 10, folder);
        for (Path source : sources) {
          addMatches(source, Files.readString(source), found);
        }
      }
    }

    assertEquals(List.of(), found, "expected String.format(Locale.ROOT, …) and the like");
  }

  @Test
  void whatTheRuleIsAboutIsFound() {
    List<String> found = new ArrayList<>();
    String wrong =
        """
        a = "%d".formatted(1);
        b = String.format("%d", 1);
        c = String.format(
            "%d", 1);
        d = String.format(pattern, 1);
        out.printf("%d%n", 1);
        e = text.toLowerCase();
        """;
    addMatches(Path.of("Wrong.java"), wrong, found);

    assertEquals(
        List.of(
            "Wrong.java:1",
            "Wrong.java:2",
            "Wrong.java:3",
            "Wrong.java:5",
            "Wrong.java:6",
            "Wrong.java:7"),
        found);
  }

  @Test
  void aNamedLocaleIsFine() {
    List<String> found = new ArrayList<>();
    String right =
        """
        a = String.format(Locale.ROOT, "%d", 1);
        b = String.format(
            Locale.ROOT, "%d", 1);
        out.printf(Locale.ROOT, "%d%n", 1);
        c = text.toUpperCase(Locale.ROOT);
        """;
    addMatches(Path.of("Right.java"), right, found);

    assertEquals(List.of(), found);
  }

  private static void addMatches(Path source, String text, List<String> found) {
    Matcher matcher = DEFAULT_LOCALE.matcher(text);
    while (matcher.find()) {
      long line = text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count() + 1;
      found.add(source + ":" + line);
    }
  }
}
