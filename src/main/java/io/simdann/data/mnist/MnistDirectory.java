package io.simdann.data.mnist;

import io.simdann.data.ClassNames;
import io.simdann.data.DataException;
import io.simdann.data.TrainTest;
import io.simdann.data.idx.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a directory that holds a data set in the layout of MNIST: the four IDX files {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
 * {@code t10k-labels-idx1-ubyte}.
 *
 * <p>Each may also be called {@code train-images.idx3-ubyte} and so on, and each may end in {@code
 * .gz}. Fashion-MNIST, KMNIST and EMNIST (renamed) come like this, too. Images may be of any size
 * and number of dimensions; labels may be any integers.
 */
public final class MnistDirectory {

  private MnistDirectory() {}

  /**
   * Reads the four files, on the calling thread and one that ends before this method does.
   *
   * <p>If a file is there in several spellings, the first of {@code -idx}, {@code -idx….gz}, {@code
   * .idx}, {@code .idx….gz} is taken. If there is none, but a folder of such a name with a single
   * file in it, as some programs unpack, that file is taken. The test labels are encoded with the
   * classes of the training labels.
   *
   * @param directory the directory that holds the files
   * @return the training set and the test set, of rows · columns features
   * @throws DataException if the directory or a file is missing (the message lists the names looked
   *     for), if a file is not as {@link IdxFile#read} demands, or if the files don't belong
   *     together: counts of images and labels, sizes of training and test images, or a test label
   *     that no training sample has
   */
  public static TrainTest read(Path directory) throws DataException {
    List<Path> paths = locate(directory);
    return MnistFiles.read(part -> IdxFile.read(paths.get(part.ordinal())), null);
  }

  /**
   * Reads the four files for a model that is there already: labels are encoded by its classes,
   * which needn't all occur, and images of another size are refused before they are read.
   *
   * @param directory the directory that holds the files
   * @param inputs the features that the model takes
   * @param known the model's classes
   * @return the training set and the test set
   * @throws DataException as {@link #read(Path)} does, and if images have another number of pixels
   *     or the model doesn't know a label
   */
  public static TrainTest read(Path directory, int inputs, ClassNames known) throws DataException {
    Objects.requireNonNull(known, "known");
    List<Path> paths = locate(directory);
    return MnistFiles.read(
        part -> IdxFile.read(paths.get(part.ordinal()), part.check(inputs)), known);
  }

  /** Finds all four files before any is read: a missing one is told at once. */
  private static List<Path> locate(Path directory) throws DataException {
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: %s, expected a directory with %s",
              directory,
              Files.exists(directory) ? "is not a directory" : "no such directory",
              Stream.of(MnistFiles.Part.values())
                  .map(part -> part.fileName('-'))
                  .collect(Collectors.joining(", "))));
    }
    List<Path> paths = new ArrayList<>();
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      paths.add(locate(directory, part));
    }
    return paths;
  }

  private static Path locate(Path directory, MnistFiles.Part part) throws DataException {
    List<Path> candidates = names(part).stream().map(directory::resolve).toList();
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    // Some programs unpack x.gz into a folder x that has nothing else in it.
    for (Path candidate : candidates) {
      if (Files.isDirectory(candidate)) {
        return onlyFile(candidate);
      }
    }
    for (Path candidate : candidates) {
      if (Files.exists(candidate)) {
        return candidate; // to be told what it is instead of a file
      }
    }
    throw missing(directory, part);
  }

  private static Path onlyFile(Path folder) throws DataException {
    try (Stream<Path> listed = Files.list(folder)) {
      List<Path> found = listed.limit(2).toList();
      if (found.size() == 1 && Files.isRegularFile(found.get(0))) {
        return found.get(0);
      }
      throw new DataException(
          folder + ": is a directory, expected an IDX file, or a directory with nothing but one");
    } catch (IOException | UncheckedIOException e) {
      throw DataException.whileReading(
          folder, e instanceof UncheckedIOException u ? u.getCause() : (IOException) e);
    }
  }

  /** A folder that isn't one of this machine's file systems. */
  public interface Folder {

    /**
     * Whether there is a file; a folder of that name is none.
     *
     * @param name its name in the folder
     * @return true if it is there
     * @throws IOException if the folder can't be asked
     */
    boolean holds(String name) throws IOException;

    /**
     * The length of a file.
     *
     * @param name its name in the folder
     * @return bytes, as they are stored
     * @throws IOException if it isn't known
     */
    long length(String name) throws IOException;

    /**
     * Opens a file.
     *
     * @param name its name in the folder
     * @return its bytes as they are stored, to be closed
     * @throws IOException if it can't be opened
     */
    InputStream open(String name) throws IOException;
  }

  /**
   * Reads the four files of a folder, as {@link #read(Path)} those of a directory.
   *
   * @param folder the folder; its {@code toString} is its name in messages
   * @return the training set and the test set, of rows · columns features
   * @throws DataException as for a directory
   */
  public static TrainTest read(Folder folder) throws DataException {
    Map<MnistFiles.Part, String> names = new EnumMap<>(MnistFiles.Part.class);
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      names.put(part, locate(folder, part));
    }
    return MnistFiles.read(part -> read(folder, names.get(part)), null);
  }

  private static IdxFile read(Folder folder, String name) throws DataException {
    String path = folder + "/" + name;
    try (InputStream in = folder.open(name)) {
      return IdxFile.read(in, path, folder.length(name));
    } catch (IOException e) {
      throw DataException.whileReading(path, e);
    }
  }

  private static String locate(Folder folder, MnistFiles.Part part) throws DataException {
    for (String name : names(part)) {
      try {
        if (folder.holds(name)) {
          return name;
        }
      } catch (IOException e) {
        throw DataException.whileReading(folder + "/" + name, e);
      }
    }
    throw missing(folder, part);
  }

  private static List<String> names(MnistFiles.Part part) {
    return Stream.of(part.fileName('-'), part.fileName('.'))
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .toList();
  }

  private static DataException missing(Object folder, MnistFiles.Part part) {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s: a file is missing, expected one of %s",
            folder,
            String.join(", ", names(part))));
  }
}
