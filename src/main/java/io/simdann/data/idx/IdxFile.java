package io.simdann.data.idx;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The content of a file in the IDX format, the format of the MNIST files: an array of any number of
 * dimensions in row-major order, of which the first counts the samples.
 *
 * @see <a href="https://yann.lecun.com/exdb/mnist/">The format's description, at the end of the
 *     page on MNIST</a>
 */
public final class IdxFile {

  private final String name;
  private final IdxElementType elementType;
  private final int[] dimensions;
  private final byte[] elements;

  IdxFile(String name, IdxElementType elementType, int[] dimensions, byte[] elements) {
    this.name = name;
    this.elementType = elementType;
    this.dimensions = dimensions;
    this.elements = elements;
  }

  /**
   * Reads a file, raw or compressed with gzip; its first two bytes decide, not its name.
   *
   * @param path the file
   * @return the file's content
   * @throws DataException if the file is missing, is a directory, cannot be read, or is not an IDX
   *     file from the first byte to the last: wrong magic number, dimensions of zero or too large,
   *     too few or too many bytes, damaged compression
   */
  public static IdxFile read(Path path) throws DataException {
    return read(path, IdxReader.HeaderCheck.NONE);
  }

  /**
   * Reads a file that isn't on one of this machine's file systems, as {@link #read(Path)} one that
   * is.
   *
   * @param in the file's bytes as they are stored; left open
   * @param name what messages call the file
   * @param length the number of bytes in {@code in}
   * @return the file's content
   * @throws DataException as there
   */
  public static IdxFile read(InputStream in, String name, long length) throws DataException {
    return read(in, name, length, IdxReader.HeaderCheck.NONE);
  }

  /**
   * Reads samples for a model. If the file's are of another number of features, or can't be
   * features at all, it is refused before its elements are read.
   *
   * @param path the file
   * @param inputs the features that the model takes
   * @return the samples
   * @throws DataException as {@link #read(Path)} and {@link #toFeatures} do, and if samples have
   *     another number of features
   */
  public static Features readFeatures(Path path, int inputs) throws DataException {
    return read(path, featuresOf(inputs)).toFeatures();
  }

  /**
   * Reads samples for a model from a file that isn't on one of this machine's file systems, as
   * {@link #readFeatures(Path, int)} does from one that is.
   *
   * @param in the file's bytes as they are stored; left open
   * @param name what messages call the file
   * @param length the number of bytes in {@code in}
   * @param inputs the features that the model takes
   * @return the samples
   * @throws DataException as there
   */
  public static Features readFeatures(InputStream in, String name, long length, int inputs)
      throws DataException {
    return read(in, name, length, featuresOf(inputs)).toFeatures();
  }

  /**
   * Reads a file of which more is asked than that it is one.
   *
   * @param path the file
   * @param check what is asked of it besides
   * @return its content
   * @throws DataException as {@link #read(Path)} does, and if {@code check} refuses it
   * @hidden internal
   */
  public static IdxFile read(Path path, IdxReader.HeaderCheck check) throws DataException {
    try (InputStream in = DataException.open(path, "an IDX file")) {
      return IdxReader.read(in, path.toString(), Files.size(path), check);
    } catch (IOException e) {
      throw DataException.whileReading(path, e);
    }
  }

  static IdxFile read(InputStream in, String name, long length, IdxReader.HeaderCheck check)
      throws DataException {
    try {
      return IdxReader.read(in, name, length, check);
    } catch (IOException e) {
      throw DataException.whileReading(name, e);
    }
  }

  /**
   * Asks of a file that it holds samples with the features that a model takes.
   *
   * @param inputs the model's
   * @return the check
   * @hidden internal
   */
  public static IdxReader.HeaderCheck featuresOf(int inputs) {
    return (name, type, dimensions) -> {
      int features = features(name, type, dimensions);
      if (features != inputs) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: samples of %d features, expected the model's %d inputs",
                name,
                features,
                inputs));
      }
    };
  }

  /** Returns the features of a sample, if a file's samples can have any. */
  private static int features(String name, IdxElementType type, int[] dimensions)
      throws DataException {
    if (dimensions.length < 2) {
      throw new DataException(
          name + ": byte 3: 1 dimension, expected 2 or more for features (are these labels?)");
    }
    if (type == IdxElementType.SIGNED_BYTE
        || type == IdxElementType.SHORT
        || type == IdxElementType.INT) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 2: elements are of type %s, expected unsigned byte, float or double",
              name,
              type));
    }
    int features = 1;
    for (int i = 1; i < dimensions.length; i++) {
      features *= dimensions[i];
    }
    return features;
  }

  /**
   * Returns where the content came from, as messages name it.
   *
   * @return the file's path
   */
  public String name() {
    return name;
  }

  /**
   * Returns the type of the elements.
   *
   * @return the element type
   */
  public IdxElementType elementType() {
    return elementType;
  }

  /**
   * Returns the dimensions, of which the first is the number of samples.
   *
   * @return a copy: one or more numbers, each at least 1
   */
  public int[] dimensions() {
    return dimensions.clone();
  }

  /**
   * Returns the elements as they stand in the file; the array itself, not a copy: it must not be
   * changed.
   *
   * @return product of the dimensions × element size bytes, each element big-endian, row-major
   */
  public byte[] elements() {
    return elements;
  }

  /**
   * Returns the number of samples.
   *
   * @return the first dimension, at least 1
   */
  public int samples() {
    return dimensions[0];
  }

  /**
   * Returns the content as a matrix of features × samples: a sample's features are all of its
   * elements, in row-major order; three dimensions are pictures of rows × columns. Unsigned bytes
   * become features of bytes, which share this object's array; floats and doubles become features
   * of floats, doubles being rounded to the nearest float.
   *
   * @return the features
   * @throws DataException if the file has a single dimension, as labels have, elements of another
   *     type, whose scale would be a guess, or an element that is no finite float: NaN, infinite,
   *     or a double beyond the range of floats
   */
  public Features toFeatures() throws DataException {
    int features = features(name, elementType, dimensions);
    if (elementType == IdxElementType.UNSIGNED_BYTE) {
      ByteFeatures bytes = new ByteFeatures(elements, features, samples());
      return isOfPictures() ? bytes.asPictures(dimensions[1]) : bytes;
    }
    float[] values = new IdxFloats(this, features).toFloats();
    FloatFeatures floats = new FloatFeatures(values, features, samples());
    return isOfPictures() ? floats.asPictures(dimensions[1]) : floats;
  }

  private boolean isOfPictures() {
    return dimensions.length == 3;
  }

  /**
   * Returns the content as raw labels, one per sample. Further dimensions may be there as long as
   * they are 1: a column of labels is as good as a list.
   *
   * @return a new array of {@link #samples()} labels
   * @throws DataException if there is more than one element for each sample, as in images and in
   *     one-hot labels, or elements are not integers
   */
  public int[] toLabels() throws DataException {
    int columns = elements.length / elementType.size() / samples();
    if (columns != 1) {
      String what = dimensions.length == 2 ? "columns" : "values";
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 3: dimensions %s are %d %s for each sample, expected 1, its label (are these %s?)",
              name,
              IdxReader.shape(dimensions),
              columns,
              what,
              dimensions.length == 2 ? "one-hot labels, or features" : "images"));
    }
    int[] labels = new int[samples()];
    ByteBuffer bytes = ByteBuffer.wrap(elements);
    // A loop for each type: the one for bytes is short enough to be quick before it is compiled.
    switch (elementType) {
      case UNSIGNED_BYTE -> {
        for (int sample = 0; sample < labels.length; sample++) {
          labels[sample] = elements[sample] & 0xff;
        }
      }
      case SIGNED_BYTE -> {
        for (int sample = 0; sample < labels.length; sample++) {
          labels[sample] = elements[sample];
        }
      }
      case SHORT -> {
        for (int sample = 0; sample < labels.length; sample++) {
          labels[sample] = bytes.getShort();
        }
      }
      case INT -> bytes.asIntBuffer().get(labels);
      case FLOAT, DOUBLE ->
          throw new DataException(
              String.format(
                  Locale.ROOT,
                  "%s: byte 2: elements are of type %s, expected an integer type for labels",
                  name,
                  elementType));
    }
    return labels;
  }

  /**
   * Whether samples are of the same dimensions and element type as those of another file.
   *
   * @param other the other file
   * @return true if they are
   */
  public boolean hasSamplesLike(IdxFile other) {
    return elementType == other.elementType
        && Arrays.equals(
            dimensions, 1, dimensions.length, other.dimensions, 1, other.dimensions.length);
  }

  /**
   * What a sample is, for messages.
   *
   * @return for example {@code 28 × 28 of unsigned byte}
   */
  public String sampleKind() {
    int[] sample = Arrays.copyOfRange(dimensions, 1, dimensions.length);
    return String.format(Locale.ROOT, "%s of %s", IdxReader.shape(sample), elementType);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "IdxFile[%s: %s of %s]", name, IdxReader.shape(dimensions), elementType);
  }
}
