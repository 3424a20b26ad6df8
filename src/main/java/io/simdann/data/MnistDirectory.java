package io.simdann.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
   * .idx}, {@code .idx….gz} is taken. The test labels are encoded with the categories of the
   * training labels.
   *
   * @param directory the directory that holds the files
   * @return the training set and the test set, of rows · columns features
   * @throws DataException if the directory or a file is missing (the message lists the names looked
   *     for), if a file is not as {@link IdxFile#read} demands, or if the files don't belong
   *     together: counts of images and labels, sizes of training and test images, or a test label
   *     that no training sample has
   */
  public static TrainTest read(Path directory) throws DataException {
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          "%s: %s, expected a directory with %s"
              .formatted(
                  directory,
                  Files.exists(directory) ? "is not a directory" : "no such directory",
                  Stream.of(MnistFiles.Part.values())
                      .map(part -> part.fileName('-'))
                      .collect(Collectors.joining(", "))));
    }
    // All four are located before any is read: a missing file is told at once.
    List<Path> paths = new ArrayList<>();
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      String name =
          locate(directory.toString(), part, file -> Files.exists(directory.resolve(file)));
      paths.add(directory.resolve(name));
    }
    return MnistFiles.read(part -> IdxFile.read(paths.get(part.ordinal())));
  }

  /** A folder that isn't one of this machine's file systems. */
  public interface Folder {

    /**
     * Whether there is a file.
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
      names.put(part, locate(folder.toString(), part, folder::holds));
    }
    return MnistFiles.read(part -> read(folder, names.get(part)));
  }

  private static IdxFile read(Folder folder, String name) throws DataException {
    String path = folder + "/" + name;
    try (InputStream in = folder.open(name)) {
      return IdxReader.read(in, path, folder.length(name));
    } catch (IOException e) {
      throw DataException.whileReading(path, e);
    }
  }

  /** Tells which files there are. */
  @FunctionalInterface
  private interface Listing {
    boolean holds(String name) throws IOException;
  }

  private static String locate(String folder, MnistFiles.Part part, Listing listing)
      throws DataException {
    List<String> names =
        Stream.of(part.fileName('-'), part.fileName('.'))
            .flatMap(name -> Stream.of(name, name + ".gz"))
            .toList();
    for (String name : names) {
      try {
        if (listing.holds(name)) {
          return name;
        }
      } catch (IOException e) {
        throw DataException.whileReading(folder + "/" + name, e);
      }
    }
    throw new DataException(
        "%s: a file is missing, expected one of %s".formatted(folder, String.join(", ", names)));
  }
}
