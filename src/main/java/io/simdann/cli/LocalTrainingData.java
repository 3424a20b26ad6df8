package io.simdann.cli;

import io.simdann.data.DataSet;
import io.simdann.data.TrainTest;
import io.simdann.train.Classifier;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Samples in the memory of this JVM.
 *
 * @param data samples to train on and to test on
 */
record LocalTrainingData(TrainTest data) implements TrainingData {

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
  public int classes() {
    return data.train().labels().categories().size();
  }

  @Override
  public Classifier fit(Trainer trainer, Consumer<TrainingRun> started) {
    return trainer.fit(data.train(), started);
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
    int threads = trainer.threads();
    return "%s kernels, %d thread%s"
        .formatted(trainer.kernels().name(), threads, threads == 1 ? "" : "s");
  }
}
