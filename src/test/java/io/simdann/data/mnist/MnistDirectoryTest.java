package io.simdann.data.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.ClassNames;
import io.simdann.data.DataException;
import io.simdann.data.FloatFeatures;
import io.simdann.data.TrainTest;
import io.simdann.data.idx.IdxBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MnistDirectoryTest {

  private static final int[] THREE = {3};
  private static final int[] TWO = {2};

  @TempDir private Path directory;

  @BeforeEach
  void writeAGoodDirectory() throws IOException {
    write("train-images-idx3-ubyte", IdxBytes.unsignedBytes(3, 4, 5));
    write("train-labels-idx1-ubyte", IdxBytes.file(0x08, THREE, (byte) 9, (byte) 4, (byte) 9));
    write("t10k-images-idx3-ubyte", IdxBytes.unsignedBytes(2, 4, 5));
    write("t10k-labels-idx1-ubyte", IdxBytes.file(0x08, TWO, (byte) 9, (byte) 4));
  }

  @Test
  void theFourFilesBecomeATrainingAndATestSet() throws IOException {
    TrainTest mnist = MnistDirectory.read(directory);

    assertEquals(20, mnist.train().features().features());
    assertEquals(3, mnist.train().samples());
    assertEquals(2, mnist.test().samples());
    assertArrayEquals(new int[] {1, 0, 1}, mnist.train().labels().classIndices());
    assertArrayEquals(new int[] {1, 0}, mnist.test().labels().classIndices());
    assertEquals((37 * 59 & 0xff) / 255f, mnist.train().features().value(19, 2));
  }

  @Test
  void aFolderElsewhereIsReadAsADirectoryIs() throws IOException {
    TrainTest expected = MnistDirectory.read(directory);
    Files.move(
        directory.resolve("t10k-images-idx3-ubyte"), directory.resolve("t10k-images.idx3-ubyte"));

    TrainTest mnist = MnistDirectory.read(new Elsewhere(directory));

    assertArrayEquals(
        ((ByteFeatures) expected.train().features()).values(),
        ((ByteFeatures) mnist.train().features()).values());
    assertArrayEquals(
        expected.test().labels().classIndices(), mnist.test().labels().classIndices());
    Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));
    DataException missing =
        assertThrows(DataException.class, () -> MnistDirectory.read(new Elsewhere(directory)));
    assertEquals(
        "far/away: a file is missing, expected one of t10k-labels-idx1-ubyte,"
            + " t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte, t10k-labels.idx1-ubyte.gz",
        missing.getMessage());
  }

  /** A folder that is called otherwise. */
  private record Elsewhere(Path path) implements MnistDirectory.Folder {

    @Override
    public boolean holds(String name) {
      return Files.exists(path.resolve(name));
    }

    @Override
    public long length(String name) throws IOException {
      return Files.size(path.resolve(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
      return Files.newInputStream(path.resolve(name));
    }

    @Override
    public String toString() {
      return "far/away";
    }
  }

  @ParameterizedTest
  @CsvSource({"-, false", "-, true", "., false", "., true"})
  void everySpellingOfTheNamesIsFound(char separator, boolean compressed) throws IOException {
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      Path conventional = directory.resolve(part.fileName('-'));
      byte[] content = Files.readAllBytes(conventional);
      Files.delete(conventional);
      write(
          part.fileName(separator) + (compressed ? ".gz" : ""),
          compressed ? IdxBytes.gzip(content) : content);
    }

    assertEquals(3, MnistDirectory.read(directory).train().samples());
  }

  @Test
  void aFolderOfAFilesNameBesideItIsLeftAside() throws IOException {
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      Path raw = directory.resolve(part.fileName('-'));
      write(part.fileName('-') + ".gz", IdxBytes.gzip(Files.readAllBytes(raw)));
      Files.delete(raw);
      Files.createDirectory(raw);
      Files.write(raw.resolve("other"), new byte[] {1});
    }

    assertEquals(3, MnistDirectory.read(directory).train().samples());
  }

  @Test
  void theSingleFileInAFolderOfAFilesNameIsTaken() throws IOException {
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      Path raw = directory.resolve(part.fileName('-'));
      byte[] content = Files.readAllBytes(raw);
      Files.delete(raw);
      Files.createDirectory(raw);
      Files.write(raw.resolve(part.fileName('.')), content);
    }

    assertEquals(3, MnistDirectory.read(directory).train().samples());
  }

  @Test
  void aFolderOfSeveralFilesOrNoneInAFilesPlaceIsRefused() throws IOException {
    Path folder = directory.resolve("t10k-labels-idx1-ubyte");
    Files.delete(folder);
    Files.createDirectory(folder);
    String expected =
        folder + ": is a directory, expected an IDX file, or a directory with nothing but one";

    assertEquals(expected, refusal(directory));
    Files.createDirectory(folder.resolve("inner"));
    assertEquals(expected, refusal(directory));
    Files.write(folder.resolve("one"), new byte[] {1});
    assertEquals(expected, refusal(directory));
  }

  @Test
  void forAModelLabelsAreEncodedByItsClasses() throws IOException {
    write("t10k-labels-idx1-ubyte", IdxBytes.file(0x08, TWO, (byte) 9, (byte) 5));
    ClassNames known = ClassNames.discover(3, 4, 5, 9);

    TrainTest data = MnistDirectory.read(directory, 20, known);

    assertArrayEquals(new int[] {3, 1, 3}, data.train().labels().classIndices());
    assertArrayEquals(new int[] {3, 2}, data.test().labels().classIndices());
    ClassNames less = ClassNames.discover(3, 4, 9);
    assertEquals(
        directory.resolve("t10k-labels-idx1-ubyte")
            + ": label 5 of sample 1 is unknown, expected one of {3, 4, 9} (the model's classes)",
        assertThrows(DataException.class, () -> MnistDirectory.read(directory, 20, less))
            .getMessage());
  }

  @Test
  void forAModelImagesOfAnotherSizeAreRefusedUnread() throws IOException {
    // Elements that no header check would come to: gzip data that end at once.
    byte[] start = IdxBytes.file(0x08, new int[] {2, 5, 5});
    Path test = directory.resolve("t10k-images-idx3-ubyte");
    Files.write(test, IdxBytes.gzip(start));
    ClassNames known = ClassNames.discover(4, 9);

    assertEquals(
        test + ": samples of 25 features, expected the model's 20 inputs",
        assertThrows(DataException.class, () -> MnistDirectory.read(directory, 20, known))
            .getMessage());
  }

  @Test
  void sampleDimensionsMayBeAny() throws IOException {
    write("train-images-idx3-ubyte", IdxBytes.unsignedBytes(3, 2, 2, 2, 2));
    write("t10k-images-idx3-ubyte", IdxBytes.unsignedBytes(2, 2, 2, 2, 2));

    assertEquals(16, MnistDirectory.read(directory).test().features().features());
  }

  @Test
  void floatImagesBecomeFloatFeatures() throws IOException {
    write("train-images-idx3-ubyte", IdxBytes.file(0x0d, new int[] {3, 1, 1}, new byte[12]));
    write("t10k-images-idx3-ubyte", IdxBytes.file(0x0d, new int[] {2, 1, 1}, new byte[8]));

    assertInstanceOf(FloatFeatures.class, MnistDirectory.read(directory).train().features());
  }

  @Test
  void aMissingDirectoryIsToldWithTheNamesItShouldHold() throws IOException {
    Path missing = directory.resolve("nowhere");
    String names =
        "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
            + " t10k-labels-idx1-ubyte";

    assertEquals(
        missing + ": no such directory, expected a directory with " + names, refusal(missing));
    Path file = directory.resolve("t10k-labels-idx1-ubyte");
    assertEquals(file + ": is not a directory, expected a directory with " + names, refusal(file));
  }

  @Test
  void aMissingFileIsToldWithTheNamesLookedFor() throws IOException {
    Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));

    assertEquals(
        directory
            + ": a file is missing, expected one of t10k-labels-idx1-ubyte,"
            + " t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte, t10k-labels.idx1-ubyte.gz",
        refusal(directory));
  }

  @Test
  void aBadFileIsNamedWhicheverThreadReadIt() throws IOException {
    for (MnistFiles.Part part : MnistFiles.Part.values()) {
      Path path = directory.resolve(part.fileName('-'));
      byte[] good = Files.readAllBytes(path);
      Files.write(path, new byte[] {1, 2, 3, 4});

      assertEquals(
          path + ": byte 0: magic number 01 02 03 04, expected 00 00, type, dimensions",
          refusal(directory));
      Files.write(path, good);
    }
  }

  @Test
  void labelsAndImagesMustBeAsMany() throws IOException {
    Path labels = write("t10k-labels-idx1-ubyte", IdxBytes.file(0x08, new int[] {1}, (byte) 9));

    assertEquals(
        labels
            + ": byte 4: 1 labels, expected 2 for the images in "
            + directory.resolve("t10k-images-idx3-ubyte"),
        refusal(directory));
  }

  @Test
  void trainingAndTestImagesMustBeAlike() throws IOException {
    Path test = write("t10k-images-idx3-ubyte", IdxBytes.unsignedBytes(2, 5, 4));
    Path train = directory.resolve("train-images-idx3-ubyte");

    assertEquals(
        test
            + ": byte 2: each sample is 5 × 4 of unsigned byte, expected 4 × 5 of unsigned byte as"
            + " in "
            + train,
        refusal(directory));
    write("t10k-images-idx3-ubyte", IdxBytes.file(0x0d, new int[] {2, 4, 5}, new byte[160]));
    assertTrue(refusal(directory).contains("each sample is 4 × 5 of float, expected"));
  }

  @Test
  void aTestLabelThatTrainingLacksIsRefused() throws IOException {
    Path labels = write("t10k-labels-idx1-ubyte", IdxBytes.file(0x08, TWO, (byte) 9, (byte) 5));

    assertEquals(
        labels + ": label 5 of sample 1 is unknown, expected one of {4, 9} (the training labels)",
        refusal(directory));
  }

  @Test
  void imagesInPlaceOfLabelsAreRefused() throws IOException {
    Path labels = write("train-labels-idx1-ubyte", IdxBytes.unsignedBytes(3, 4, 5));

    assertEquals(
        labels
            + ": byte 3: dimensions 3 × 4 × 5 are 20 values for each sample, expected 1, its label"
            + " (are these images?)",
        refusal(directory));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static String refusal(Path directory) {
    return assertThrows(DataException.class, () -> MnistDirectory.read(directory)).getMessage();
  }
}
