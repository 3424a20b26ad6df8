package io.simdann.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Results as JSON, with every sample. */
final class ResultFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * What a file holds.
   *
   * @param machine where the newest of its results were measured
   * @param quick whether any of them is of a quick look
   * @param instructions what each library runs on that machine; empty in older results
   * @param trials in the order of measures
   */
  record Content(
      Machine machine, boolean quick, List<PeerInstructions> instructions, List<Trial> trials) {
    Content {
      instructions = instructions == null ? List.of() : instructions;
    }
  }

  static void write(Path file, Content content) throws IOException {
    JSON.writeValue(file.toFile(), content);
  }

  static Content read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Content.class);
  }

  private ResultFile() {}
}
