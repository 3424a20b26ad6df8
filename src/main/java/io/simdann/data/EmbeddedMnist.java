package io.simdann.data;

import java.io.IOException;
import java.io.InputStream;

/**
 * The MNIST handwritten digits, which come with the program: 60000 training and 10000 test images
 * of 28 × 28 pixels in 10 classes.
 *
 * <p>By Yann LeCun, Corinna Cortes and Christopher J. C. Burges; Creative Commons
 * Attribution-ShareAlike 3.0.
 */
public final class EmbeddedMnist {

  private EmbeddedMnist() {}

  /**
   * Decompresses and parses the four files, on two threads.
   *
   * @return the training set and the test set, of 784 byte features; labels are the digits 0 to 9
   * @throws DataException if the files were left out of the class path or are damaged
   */
  public static TrainTest load() throws DataException {
    return MnistFiles.read(EmbeddedMnist::read);
  }

  private static IdxFile read(MnistFiles.Part part) throws DataException {
    String resource = "mnist/" + part.fileName('-') + ".gz";
    String name = "class path resource " + resource;
    try (InputStream in = EmbeddedMnist.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new DataException(
            "%s: not found, expected beside class %s"
                .formatted(name, EmbeddedMnist.class.getName()));
      }
      return IdxReader.readTrusted(in, name);
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
