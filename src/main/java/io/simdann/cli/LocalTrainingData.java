package io.simdann.cli;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.MnistPreparation;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Samples in the memory of this JVM.
 *
 * @param data samples to train on and to test on
 * @param transposed whether they were transposed
 * @param warmUp what ends when the kernels are compiled
 */
record LocalTrainingData(TrainTest data, boolean transposed, Thread warmUp)
    implements TrainingData {

  /** The operations of an epoch that take about half a second on kernels that aren't compiled. */
  private static final double WARM_FLOP = 1e9;

  @Override
  public Shape train() {
    return shape(data.train());
  }

  @Override
  public Optional<Shape> test() {
    return Optional.of(shape(data.test()));
  }

  private static Shape shape(DataSet samples) {
    return new Shape(samples.samples(), samples.features().features());
  }

  @Override
  public ClassNames classNames() {
    return data.train().labels().classNames();
  }

  @Override
  public boolean preparedAsMnist() {
    return MnistPreparation.of(data.train().features(), 0).isLikely();
  }

  @Override
  public Classifier fit(Trainer trainer, Consumer<TrainingRun> started) {
    return trainer.fit(
        data.train(),
        run -> {
          started.accept(run);
          awaitWarmUp(trainer);
        });
  }

  /** Waits for the kernels if an epoch is long enough to be done sooner by waiting. */
  private void awaitWarmUp(Trainer trainer) {
    NetworkSpec spec = trainer.spec(train().features(), classes());
    if (train().samples() * spec.trainingFlopPerSample() < WARM_FLOP) {
      return;
    }
    try {
      warmUp.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public double trainAccuracy(Classifier classifier) {
    return classifier.accuracy(data.train());
  }

  @Override
  public double testAccuracy(Classifier classifier) {
    return classifier.accuracy(data.test());
  }

  @Override
  public String workers(Trainer trainer) {
    int threads = trainer.threads(train().samples());
    return String.format(
        Locale.ROOT,
        "%s kernels, %d thread%s",
        trainer.kernels().name(),
        threads,
        threads == 1 ? "" : "s");
  }
}
