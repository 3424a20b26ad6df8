package io.simdann.spark;

import io.simdann.cli.TrainingData;
import io.simdann.data.ClassNames;
import io.simdann.kernel.Backend;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Samples on a cluster, as the training command wants them. */
final class SparkTrainingData implements TrainingData {

  private final SparkDataSet train;
  private final SparkDataSet test;
  private final int partitions;
  private final Backend backend;
  private final int vectorBits;
  private final boolean transposed;

  /** The partitions and the executors that training used. */
  private int used;

  private int executors;

  /**
   * Over samples.
   *
   * @param samples training and test samples
   * @param partitions as for {@link SparkGradientEngine}
   * @param backend the kernels of the executors
   * @param vectorBits their width
   */
  SparkTrainingData(DataOptions.Samples samples, int partitions, Backend backend, int vectorBits) {
    this.train = samples.train();
    this.test = samples.test();
    this.transposed = samples.transposed();
    this.partitions = partitions;
    this.backend = backend;
    this.vectorBits = vectorBits;
  }

  @Override
  public Shape train() {
    return new Shape(train.samples(), train.features());
  }

  @Override
  public Optional<Shape> test() {
    return Optional.ofNullable(test).map(set -> new Shape(set.samples(), set.features()));
  }

  @Override
  public ClassNames classNames() {
    return train.classNames();
  }

  @Override
  public boolean transposed() {
    return transposed;
  }

  @Override
  public boolean preparedAsMnist() {
    return train.preparation().isLikely();
  }

  @Override
  public Classifier fit(Trainer trainer, Consumer<TrainingRun> started) {
    NetworkSpec spec = trainer.spec(train.features(), classes());
    int batchSize = trainer.epochPlan(train.samples()).batchSize();
    try (SparkGradientEngine engine =
        new SparkGradientEngine(train, spec, batchSize, partitions, backend, vectorBits)) {
      used = engine.partitions();
      // Once more at the end: a training that fails tells those that it began with.
      executors = SparkFailures.translated(this::countExecutors);
      Classifier classifier = trainer.fit(engine, spec, train.classNames(), started);
      executors = SparkFailures.translated(this::countExecutors);
      return classifier;
    }
  }

  private int countExecutors() {
    // The driver is in the list, too.
    return train.context().sc().statusTracker().getExecutorInfos().length - 1;
  }

  @Override
  public double trainAccuracy(Classifier classifier) {
    return train.accuracy(onExecutors(classifier));
  }

  @Override
  public double testAccuracy(Classifier classifier) {
    return test.accuracy(onExecutors(classifier));
  }

  private SparkClassifier onExecutors(Classifier classifier) {
    return new SparkClassifier(classifier.network(), backend, vectorBits);
  }

  @Override
  public String workers(Trainer trainer) {
    return String.format(
        Locale.ROOT,
        "%s on %s",
        counted(used, "task"),
        executors == 0 ? "the driver" : counted(executors, "executor"));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
