package io.simdann.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The document of all published results: a block for each machine and JDK. */
final class ResultsPage {
  private static final String HEAD =
      """
      # Results

      `bench/compare` writes this page, from the files of `bench/results/` whose names begin with `published-`. How it is
      measured, and what the rows say, stands in [performance.md](performance.md).
      """;

  /** From the folder of documents to that of results. */
  private static final String RESULTS = "../bench/results/";

  private static final List<String> CHARTS =
      List.of(
          "overview",
          "training",
          "prediction",
          "sgemm-squares-1",
          "sgemm-squares-2",
          "sgemm-shapes-1",
          "sgemm-shapes-2");

  /**
   * Writes the page.
   *
   * @param results the folder of results
   * @param page the file
   */
  static void write(Path results, Path page) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    List<Path> files;
    try (Stream<Path> all = Files.list(results)) {
      files =
          all.filter(file -> file.getFileName().toString().matches("published-.*\\.json"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replaceFirst("\\.json$", "");
      text.append(block(results, name, ResultFile.read(file)));
    }
    Files.writeString(page, text);
  }

  private static String block(Path results, String name, ResultFile.Content content) {
    Machine machine = content.machine();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """

            ## %s, %s, JDK %s

            ```sh
            bench/compare --name %s
            ```

            """,
            machine.cpu(),
            machine.kernels(),
            machine.jdk().replaceFirst("\\D.*", ""),
            name));
    text.append(new ComparisonTable(content).summary());
    text.append(
        String.format(
            Locale.ROOT,
            "%nEvery shape of P5, and distances of processors: [%s.md](%s%s.md); every sample: [%s.json](%s%s.json).%n",
            name,
            RESULTS,
            name,
            name,
            RESULTS,
            name));
    for (String chart : CHARTS) {
      String file = name + "-" + chart + ".png";
      if (Files.exists(results.resolve(file))) {
        text.append(
            String.format(Locale.ROOT, "%n![%s](%s%s)%n", chart.replace('-', ' '), RESULTS, file));
      }
    }
    return text.toString();
  }

  private ResultsPage() {}
}
