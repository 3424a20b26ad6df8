package io.simdann.data.mnist;

import io.simdann.data.ClassNames;
import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.Labels;
import io.simdann.data.TrainTest;
import io.simdann.data.idx.HelperThreads;
import io.simdann.data.idx.IdxFile;
import io.simdann.data.idx.IdxReader;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The four files that a data set in the layout of MNIST consists of, and how they become a {@link
 * TrainTest}; where they come from is the caller's business.
 */
final class MnistFiles {

  /** One of the four files. */
  enum Part {
    TRAIN_IMAGES("train-images", 3),
    TRAIN_LABELS("train-labels", 1),
    TEST_IMAGES("t10k-images", 3),
    TEST_LABELS("t10k-labels", 1);

    private final String stem;
    private final int dimensions;

    Part(String stem, int dimensions) {
      this.stem = stem;
      this.dimensions = dimensions;
    }

    /** What is asked of the file, if the number of a sample's features is known. */
    IdxReader.HeaderCheck check(int features) {
      return this == TRAIN_IMAGES || this == TEST_IMAGES
          ? IdxFile.featuresOf(features)
          : IdxReader.HeaderCheck.NONE;
    }

    /** Returns the conventional name, with a separator before {@code idx}, uncompressed. */
    String fileName(char separator) {
      return stem + separator + "idx" + dimensions + "-ubyte";
    }
  }

  /** Where the files come from. It is called on several threads at once. */
  @FunctionalInterface
  interface Source {
    IdxFile read(Part part) throws DataException;
  }

  private MnistFiles() {}

  /**
   * Reads the four files, the large one on a thread of its own beside the other three, and puts
   * them together. The thread has ended when this method returns, however it does.
   *
   * @param known what labels are encoded with; null for the classes of the training labels
   */
  static TrainTest read(Source source, ClassNames known) throws DataException {
    FutureTask<IdxFile> trainImages = new FutureTask<>(() -> source.read(Part.TRAIN_IMAGES));
    Thread reader = HelperThreads.start(trainImages, "simdann-read");
    IdxFile trainLabels;
    IdxFile testImages;
    IdxFile testLabels;
    try {
      trainLabels = source.read(Part.TRAIN_LABELS);
      testImages = source.read(Part.TEST_IMAGES);
      testLabels = source.read(Part.TEST_LABELS);
    } finally {
      HelperThreads.join(reader);
    }
    // Does nothing if the thread has done it.
    trainImages.run();
    return assemble(result(trainImages), trainLabels, testImages, testLabels, known);
  }

  private static IdxFile result(FutureTask<IdxFile> finished) throws DataException {
    try {
      return finished.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DataException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      // Only before the task has ended.
      throw new IllegalStateException(e);
    }
  }

  /**
   * Puts the four files together, if they belong together.
   *
   * @param known what labels are encoded with; null for the classes of the training labels
   */
  static TrainTest assemble(
      IdxFile trainImages,
      IdxFile trainLabels,
      IdxFile testImages,
      IdxFile testLabels,
      ClassNames known)
      throws DataException {
    Features trainFeatures = trainImages.toFeatures();
    Features testFeatures = testImages.toFeatures();
    int[] rawTrainLabels = trainLabels.toLabels();
    int[] rawTestLabels = testLabels.toLabels();
    requireSameSamples(trainImages, trainLabels);
    requireSameSamples(testImages, testLabels);
    if (!trainImages.hasSamplesLike(testImages)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 2: each sample is %s, expected %s as in %s",
              testImages.name(),
              testImages.sampleKind(),
              trainImages.sampleKind(),
              trainImages.name()));
    }
    ClassNames names = known == null ? ClassNames.discover(rawTrainLabels) : known;
    String whose = known == null ? "the training labels" : "the model's classes";
    return new TrainTest(
        new DataSet(trainFeatures, encode(rawTrainLabels, trainLabels, names, whose)),
        new DataSet(testFeatures, encode(rawTestLabels, testLabels, names, whose)));
  }

  private static void requireSameSamples(IdxFile images, IdxFile labels) throws DataException {
    if (images.samples() != labels.samples()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: byte 4: %d labels, expected %d for the images in %s",
              labels.name(),
              labels.samples(),
              images.samples(),
              images.name()));
    }
  }

  private static Labels encode(int[] rawLabels, IdxFile file, ClassNames known, String whose)
      throws DataException {
    try {
      return Labels.encode(rawLabels, known);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          String.format(Locale.ROOT, "%s: %s (%s)", file.name(), e.getMessage(), whose), e);
    }
  }
}
