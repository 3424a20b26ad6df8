package io.simdann.cli;

import io.simdann.model.AtomicFile;
import io.simdann.model.DurableFiles;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a training leaves in its directory. Those of a training that has finished stand in
 * the directory itself, those of one that hasn't in its subdirectory {@value #UNFINISHED}: so a
 * model is replaced only by one that is finished, too. All files of a training take their places
 * together, and {@value #RESULT} tells the SHA-256 of each other one.
 *
 * <p>Nothing is lost because the directory can't be written any more: then the files go elsewhere.
 */
final class RunFiles {

  static final String MODEL = "model.safetensors";
  static final String HISTORY = "history.csv";
  static final String PLOT_PNG = "cost.png";
  static final String PLOT_SVG = "cost.svg";
  static final String RESULT = "result.json";

  /** The subdirectory for a training that hasn't finished. */
  static final String UNFINISHED = "unfinished";

  /** The result last: once it is there, so are the others. */
  private static final List<String> NAMES = List.of(MODEL, HISTORY, PLOT_PNG, PLOT_SVG, RESULT);

  /** About what a line of the history takes, and what everything but model and history does. */
  private static final long LINE_BYTES = 64;

  private static final long OTHER_BYTES = 1 << 19;

  private final RunDirectory directory;
  private volatile Map<String, FileDigest> digests = Map.of();

  RunFiles(RunDirectory directory) {
    this.directory = directory;
  }

  /** Opens a directory into which these files can be written. */
  static RunDirectory directory(Path path) throws CommandFailedException {
    return RunDirectory.open(path, RunFiles::begin);
  }

  /** Makes whole what a training that was killed has left, and looks whether it can be replaced. */
  private static void begin(Path directory) throws IOException, CommandFailedException {
    for (Path place : List.of(directory, directory.resolve(UNFINISHED))) {
      if (Files.isDirectory(place)) {
        new StagedFiles(place, NAMES).settle();
      } else if (Files.exists(place)) {
        throw new CommandFailedException(place + ": is not a directory, expected one or nothing");
      }
      for (String name : NAMES) {
        Path file = place.resolve(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
          throw new CommandFailedException(
              file + ": is not a regular file, expected one to replace or nothing");
        }
      }
    }
  }

  /**
   * Makes sure that there is room for the files of a training.
   *
   * @param parameters the network's
   * @param epochs how many there will be
   */
  void requireRoom(long parameters, int epochs) throws CommandFailedException {
    long lines = Math.min(epochs, 2L * History.MOST_ENTRIES);
    directory.requireRoom(parameters * Float.BYTES + lines * LINE_BYTES + OTHER_BYTES);
  }

  /**
   * What is there once files were saved.
   *
   * @param directory where they are
   * @param refused why they are not where they should be, else null
   */
  record Saved(Path directory, IOException refused) {

    Path model() {
      return directory.resolve(MODEL);
    }
  }

  /**
   * Writes model, history and result, and removes the plots of an earlier training.
   *
   * @param network the network
   * @param metadata what the model's file says of its training
   * @param history the lines of the history
   * @param result what the result says but for the files
   * @throws IOException if they can be written neither into the directory nor anywhere else
   */
  Saved save(
      Network network, Map<String, String> metadata, AtomicFile.Content history, RunResult result)
      throws IOException {
    Map<String, FileDigest> written = new LinkedHashMap<>();
    StagedFiles.Content content =
        staging -> {
          written.clear();
          ModelFile.save(staging.resolve(MODEL), network, metadata);
          written.put(MODEL, FileDigest.of(staging.resolve(MODEL)));
          write(staging, HISTORY, history, written);
          StagedFiles.remove(staging, PLOT_PNG);
          StagedFiles.remove(staging, PLOT_SVG);
          write(staging, result, written);
        };
    Saved saved;
    try {
      saved = new Saved(replace(result, content), null);
    } catch (IOException e) {
      saved = new Saved(elsewhere(content, e), e);
    }
    digests = written;
    return saved;
  }

  /**
   * Adds plots to the files that were saved last, wherever they are, and replaces their result.
   *
   * @param saved where the files are
   * @param plots the plots, or null if there are none
   * @param result as for {@link #save}
   * @throws IOException if they can't be written: the files are then as they were
   */
  void add(Saved saved, Plots plots, RunResult result) throws IOException {
    Map<String, FileDigest> written = new LinkedHashMap<>(digests);
    StagedFiles.Content content =
        staging -> {
          if (plots != null) {
            write(staging, PLOT_PNG, plots.png()::writeTo, written);
            write(staging, PLOT_SVG, plots.svg()::writeTo, written);
          }
          write(staging, result, written);
        };
    if (saved.refused() == null) {
      replace(result, content);
    } else {
      new StagedFiles(saved.directory(), NAMES).replace(content);
    }
    digests = written;
  }

  /** Says why files could not be written into the directory. */
  String refusal(IOException failure) {
    return directory.path() + ": cannot be written into: " + RunDirectory.reason(failure);
  }

  /** The files whose digests the result tells, in the order in which they were written. */
  Map<String, FileDigest> digests() {
    return Collections.unmodifiableMap(digests);
  }

  private static void write(
      Path staging, String name, AtomicFile.Content content, Map<String, FileDigest> written)
      throws IOException {
    DurableFiles.write(staging.resolve(name), content);
    written.put(name, FileDigest.of(staging.resolve(name)));
  }

  private static void write(Path staging, RunResult result, Map<String, FileDigest> written)
      throws IOException {
    byte[] json = JsonLine.document(fields -> result.write(fields, written));
    DurableFiles.write(staging.resolve(RESULT), out -> out.write(json));
  }

  private Path replace(RunResult result, StagedFiles.Content content) throws IOException {
    boolean finished = result.status() == RunResult.Status.FINISHED;
    Path place = finished ? directory.path() : directory.path().resolve(UNFINISHED);
    directory.change(
        path -> {
          Files.createDirectories(place);
          try {
            new StagedFiles(place, NAMES).replace(content);
          } catch (IOException e) {
            removeIfEmpty(place);
            throw e;
          }
        });
    return place;
  }

  /** Writes into the first of some other directories that takes the files. */
  private static Path elsewhere(StagedFiles.Content content, IOException failure)
      throws IOException {
    for (String other : List.of("user.dir", "user.home", "java.io.tmpdir")) {
      try {
        Path place = Files.createTempDirectory(Path.of(System.getProperty(other)), "simdann-run-");
        try {
          new StagedFiles(place, NAMES).replace(content);
          return place;
        } catch (IOException e) {
          removeIfEmpty(place);
          failure.addSuppressed(e);
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static void removeIfEmpty(Path place) {
    if (Files.isSymbolicLink(place)) {
      return; // It is the user's, whatever it leads to.
    }
    try {
      Files.delete(place);
    } catch (IOException notEmpty) {
      // Then it stays.
    }
  }
}
