package io.simdann.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that replaces the files of a directory over and over, and says so each time, until it
 * is killed: each generation's files hold its number.
 */
final class KilledWriter {

  static final List<String> NAMES = List.of("model", "history", "plot", "result");

  private KilledWriter() {}

  /** Takes the directory. */
  public static void main(String[] args) throws IOException, CommandFailedException {
    Path path = Path.of(args[0]);
    RunDirectory directory = RunDirectory.open(path, KilledWriter::settle);
    for (int generation = generation(path) + 1; ; generation++) {
      String number = Integer.toString(generation);
      directory.change(
          place ->
              new StagedFiles(place, NAMES)
                  .replace(
                      staging -> {
                        for (String name : NAMES) {
                          Files.writeString(staging.resolve(name), number);
                        }
                      }));
      System.out.println(number);
    }
  }

  static void settle(Path directory) throws IOException {
    new StagedFiles(directory, NAMES).settle();
  }

  /** The number in all files, which must be the same; 0 if there are none. */
  static int generation(Path directory) throws IOException {
    if (!Files.exists(directory.resolve(NAMES.get(0)))) {
      return 0;
    }
    String first = Files.readString(directory.resolve(NAMES.get(0)));
    for (String name : NAMES) {
      String other = Files.readString(directory.resolve(name));
      if (!other.equals(first)) {
        throw new AssertionError(name + " is of " + other + ", another of " + first);
      }
    }
    return Integer.parseInt(first);
  }
}
