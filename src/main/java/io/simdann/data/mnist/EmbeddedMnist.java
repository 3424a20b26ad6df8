package io.simdann.data.mnist;

import io.simdann.data.ClassNames;
import io.simdann.data.DataException;
import io.simdann.data.TrainTest;
import io.simdann.data.idx.IdxFile;
import io.simdann.data.idx.IdxReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Locale;
import java.util.Objects;

/**
 * The MNIST handwritten digits: 60000 training and 10000 test images of 28 × 28 pixels in 10
 * classes.
 *
 * <p>{@code trainer.jar} has them. The library's jar, {@code io.simdann:trainer}, has not: its
 * users add the artifact with the same coordinates and the classifier {@code mnist}, 11 MB, to the
 * class path or the module path.
 *
 * <p>By Yann LeCun, Corinna Cortes and Christopher J. C. Burges; Creative Commons
 * Attribution-ShareAlike 3.0.
 */
public final class EmbeddedMnist {

  /** What one read asks for: the JDK allocates native memory of that size. */
  private static final int CHUNK_BYTES = 1 << 18;

  /**
   * Where the four files lie: in a jar of their own, so not in a folder with the name of a package,
   * which on the module path would be looked for in that package's module alone.
   */
  static final String FOLDER = "io/simdann/mnist/";

  private EmbeddedMnist() {}

  /**
   * Decompresses and parses the four files, on all processors.
   *
   * @return the training set and the test set, of 784 byte features; labels are the digits 0 to 9
   * @throws DataException if the files are on neither path or are damaged
   */
  public static TrainTest load() throws DataException {
    return assemble(null);
  }

  /**
   * Loads the digits for a model that is there already: their labels are encoded by its classes.
   *
   * @param known the model's classes, each digit among them
   * @return the training set and the test set, as {@link #load()} returns them
   * @throws DataException as there, and if the model doesn't know a digit
   */
  public static TrainTest load(ClassNames known) throws DataException {
    return assemble(Objects.requireNonNull(known, "known"));
  }

  private static TrainTest assemble(ClassNames known) throws DataException {
    return MnistFiles.assemble(
        read(MnistFiles.Part.TRAIN_IMAGES),
        read(MnistFiles.Part.TRAIN_LABELS),
        read(MnistFiles.Part.TEST_IMAGES),
        read(MnistFiles.Part.TEST_LABELS),
        known);
  }

  private static IdxFile read(MnistFiles.Part part) throws DataException {
    String name = FOLDER + part.fileName('-') + ".gz";
    URL location = find(name, EmbeddedMnist.class.getClassLoader());
    try {
      return IdxReader.readTrusted(bytes(location), name);
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns where a class loader has a file. */
  static URL find(String name, ClassLoader loader) throws DataException {
    URL location = loader.getResource(name);
    if (location == null) {
      throw new DataException(
          name
              + ": not found on the class path or the module path: add the artifact"
              + " io.simdann:trainer with the classifier mnist (a module requires"
              + " io.simdann.mnist)");
    }
    return location;
  }

  /** Returns a resource's bytes, without the detours of a stream whose length isn't known. */
  private static byte[] bytes(URL location) throws IOException {
    URLConnection connection = location.openConnection();
    try (InputStream in = connection.getInputStream()) {
      int length = connection.getContentLength();
      if (length < 0) {
        return in.readAllBytes();
      }
      byte[] bytes = new byte[length];
      int filled = 0;
      while (filled < bytes.length) {
        int count = in.read(bytes, filled, Math.min(CHUNK_BYTES, bytes.length - filled));
        if (count < 0) {
          throw new IOException(
              String.format(Locale.ROOT, "it ends after %d of %d bytes", filled, bytes.length));
        }
        filled += count;
      }
      return bytes;
    }
  }
}
