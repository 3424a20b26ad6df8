package io.simdann.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
   * Reads the four files, on two threads.
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
      paths.add(locate(directory, part));
    }
    return MnistFiles.read(part -> IdxFile.read(paths.get(part.ordinal())));
  }

  private static Path locate(Path directory, MnistFiles.Part part) throws DataException {
    List<String> names =
        Stream.of(part.fileName('-'), part.fileName('.'))
            .flatMap(name -> Stream.of(name, name + ".gz"))
            .toList();
    for (String name : names) {
      Path path = directory.resolve(name);
      if (Files.exists(path)) {
        return path;
      }
    }
    throw new DataException(
        "%s: a file is missing, expected one of %s".formatted(directory, String.join(", ", names)));
  }
}
