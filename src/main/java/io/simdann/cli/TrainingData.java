package io.simdann.cli;

import io.simdann.data.ClassNames;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** What a training is about: samples to train on and to test on, wherever they are. */
public interface TrainingData {

  /** Where the data come from. */
  @FunctionalInterface
  interface Source {

    /**
     * Reads them, or makes sure that they can be read.
     *
     * @return the data
     * @throws IOException if they can't be read
     * @throws CommandFailedException if they can't be trained on
     */
    TrainingData load() throws IOException, CommandFailedException;
  }

  /**
   * The size of a data set.
   *
   * @param samples the samples, 1 or more
   * @param features the features of each, 1 or more
   */
  record Shape(int samples, int features) {}

  /**
   * The training samples.
   *
   * @return their shape
   */
  Shape train();

  /**
   * The test samples.
   *
   * @return their shape; empty if there are none
   */
  Optional<Shape> test();

  /**
   * The classes of the training samples.
   *
   * @return their names, 1 or more
   */
  ClassNames classNames();

  /**
   * The classes of the training samples.
   *
   * @return their number, 1 or more
   */
  default int classes() {
    return classNames().size();
  }

  /**
   * Whether the samples are pictures that are stored column by column, and were turned. The model's
   * file tells, since it is of use for other data of that origin only if they are turned as well.
   *
   * @return whether they were transposed
   */
  boolean transposed();

  /**
   * Whether training samples that are pictures look prepared as those of MNIST are, and so as
   * picture files will be.
   *
   * @return true also for samples that aren't pictures
   */
  boolean preparedAsMnist();

  /**
   * Trains a new network.
   *
   * @param trainer the settings
   * @param started gets the run before its first iteration
   * @return the classifier as it was trained when the run ended
   */
  Classifier fit(Trainer trainer, Consumer<TrainingRun> started);

  /**
   * The accuracy on the training samples.
   *
   * @param classifier a trained network
   * @return the fraction of samples classified correctly, 0 to 1
   */
  double trainAccuracy(Classifier classifier);

  /**
   * The accuracy on the test samples, of which there must be some.
   *
   * @param classifier a trained network
   * @return the fraction of samples classified correctly, 0 to 1
   */
  double testAccuracy(Classifier classifier);

  /**
   * Who computes, for the summary.
   *
   * @param trainer the settings
   * @return for example {@code vector-512 kernels, 2 threads}
   */
  String workers(Trainer trainer);
}
