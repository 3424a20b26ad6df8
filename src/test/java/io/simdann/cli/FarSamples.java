package io.simdann.cli;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.Labels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.WatchedEngine;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Four samples that are elsewhere.
 *
 * @param beforeIteration is told of each iteration, from 0, and may fail
 * @param beforeAccuracy is told before the accuracy is computed, and may fail
 */
record FarSamples(IntConsumer beforeIteration, Runnable beforeAccuracy) implements TrainingData {

  static final DataSet DATA =
      new DataSet(
          new FloatFeatures(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 2, 4),
          Labels.encode(new int[] {0, 1, 2, 3}));

  @Override
  public Shape train() {
    return new Shape(4, 2);
  }

  @Override
  public Optional<Shape> test() {
    return Optional.empty();
  }

  @Override
  public ClassNames classNames() {
    return DATA.labels().classNames();
  }

  @Override
  public boolean transposed() {
    return false;
  }

  @Override
  public boolean preparedAsMnist() {
    return true;
  }

  @Override
  public Classifier fit(Trainer trainer, Consumer<TrainingRun> started) {
    NetworkSpec spec = trainer.spec(2, 4);
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      GradientEngine engine =
          new WatchedEngine(
              new LocalGradientEngine(DATA, spec, trainer.kernels(), team),
              (call, parameters) -> beforeIteration.accept(call));
      return trainer.fit(engine, spec, DATA.labels().classNames(), started);
    }
  }

  @Override
  public double trainAccuracy(Classifier classifier) {
    beforeAccuracy.run();
    return classifier.accuracy(DATA);
  }

  @Override
  public double testAccuracy(Classifier classifier) {
    throw new AssertionError("there are no test samples");
  }

  @Override
  public String workers(Trainer trainer) {
    return "far away";
  }
}
