package io.simdann.train;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.predict.MultiLabelClassifier;
import io.simdann.predict.Regressor;
import io.simdann.random.Shuffle;
import io.simdann.step.GradientEngine;
import io.simdann.step.OptimizerState;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Trains a network on data that come bit by bit, as scikit-learn's {@code partial_fit} does: each
 * call is an epoch over other samples.
 *
 * <pre>{@code
 * IncrementalTrainer training =
 *     IncrementalTrainer.ofClasses(Trainer.classifier().build(), List.of("cat", "dog"));
 * while (source.hasNext()) {
 *   training.partialFit(source.next());
 * }
 * Classifier classifier = training.classifier();
 * }</pre>
 *
 * <p>The classes or outputs are known beforehand; the features are those of the first call. What a
 * {@link Trainer} makes of its settings holds here, too, but for the length, which is that of the
 * calls, and the accuracies, which aren't computed. Parameters, the optimizer's state and the
 * counts of iterations and epochs go on from call to call: calls with the same samples are a
 * training of as many epochs, bit for bit. A {@code step}, {@code exponential} or {@code plateau}
 * schedule takes a call for an epoch; to {@code cosine_restarts} an epoch has the iterations of the
 * first call. The listener is told of each call.
 *
 * <p>A call that fails changes nothing, and the next one goes on from where it began. Between calls
 * there are no threads. One thread at a time may train; {@link #classifier} and the like may be
 * called by any, and give what has come of the last call that has ended.
 */
public final class IncrementalTrainer {
  /** Longer than any training. */
  private static final int NO_END = Integer.MAX_VALUE;

  /** What has come of some calls. */
  private record Learnt(
      Network network,
      OptimizerState state,
      LearningRates rates,
      int iterations,
      int epochs,
      double cost,
      double seconds) {}

  private final Trainer trainer;
  private final Head head;
  private final List<String> names;
  private final FirstOrderSettings optimizer;
  private final Kernels kernels;

  /** Null before the first call. */
  private volatile Learnt learnt;

  private IncrementalTrainer(Trainer trainer, Head head, List<String> names) {
    this.trainer = trainer;
    this.head = head;
    this.names = names;
    if (!(trainer.optimizer() instanceof FirstOrderSettings firstOrder)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes all samples at once; expected another optimizer, such as adam",
              trainer.optimizer().name()));
    }
    this.optimizer = firstOrder;
    if (trainer.schedule().dependsOnLength()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the schedule %s depends on the length of the training, which isn't known; expected"
                  + " constant, step, exponential, cosine_restarts or plateau",
              trainer.settings().get(Settings.SCHEDULE)));
    }
    // Says whether it fits the learning rate.
    trainer.schedule().start(trainer.learningRate(), new EpochPlan(1, 1, NO_END, false, 1));
    trainer.requireLoss(head, names.size());
    requireClassWeights();
    this.kernels = trainer.kernels();
  }

  private void requireClassWeights() {
    ClassWeights weights = trainer.classWeights();
    if (weights.equals(ClassWeights.BALANCED)) {
      throw new IllegalArgumentException(
          "balanced class weights follow from all samples, which aren't known; expected a weight"
              + " for each class, or none");
    }
    trainer.requireClassWeightsFit(head);
    if (head == Head.CLASSES) {
      weights.resolve(ClassNames.of(names), new long[names.size()]);
    }
  }

  /**
   * For classes.
   *
   * @param trainer the settings
   * @param classNames all classes that there will ever be, in the order of the outputs
   * @return a training of which nothing is done
   * @throws IllegalArgumentException if a name can't be one, the loss isn't for so many classes,
   *     class weights are balanced or of other classes, the optimizer is L-BFGS, or the schedule
   *     depends on the length of the training
   */
  public static IncrementalTrainer ofClasses(Trainer trainer, List<String> classNames) {
    return new IncrementalTrainer(trainer, Head.CLASSES, ClassNames.of(classNames).names());
  }

  /**
   * For labels, of which a sample may have several.
   *
   * @param trainer the settings
   * @param labelNames the labels, in the order of the outputs
   * @return a training of which nothing is done
   * @throws IllegalArgumentException as {@link #ofNumbers} does
   */
  public static IncrementalTrainer ofLabels(Trainer trainer, List<String> labelNames) {
    return new IncrementalTrainer(
        trainer, Head.LABELS, ClassNames.requireDistinct(labelNames, "label names"));
  }

  /**
   * For numbers.
   *
   * @param trainer the settings
   * @param outputNames the numbers' names, in the order of the outputs
   * @return a training of which nothing is done
   * @throws IllegalArgumentException if a name can't be one, the loss isn't for these targets,
   *     there are class weights, the optimizer is L-BFGS, or the schedule depends on the length of
   *     the training
   */
  public static IncrementalTrainer ofNumbers(Trainer trainer, List<String> outputNames) {
    return new IncrementalTrainer(
        trainer, Head.NUMBERS, ClassNames.requireDistinct(outputNames, "output names"));
  }

  /**
   * Trains an epoch on some samples: an update from each batch, which are shuffled by the seed and
   * the number of calls before. Without a batch size it is one update from all of them. An
   * interrupt of the calling thread ends it after the iteration being computed, and leaves the
   * thread's interrupt status set; a thread that is interrupted when it calls this trains nothing.
   *
   * @param data the samples; classes are found by their names, and not all need be there
   * @return this
   * @throws IllegalArgumentException if a sample's class is unknown, or targets have other names,
   *     there are not as many features as in the first call, the network that it starts from is for
   *     other data, or all samples have weight 0
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long
   */
  public IncrementalTrainer partialFit(DataSet data) {
    if (Thread.currentThread().isInterrupted()) {
      return this;
    }
    Learnt before = learnt;
    DataSet samples = head.named(data, names);
    NetworkSpec spec = spec(before, samples);
    EpochPlan pass = pass(before, samples.samples());
    FirstOrder minimizer =
        before == null
            ? new FirstOrder(optimizer.create(kernels, trainer.regularization()))
            : new FirstOrder(before.state);
    Learnt after =
        trainer.onEngine(
            new Trainer.Work(head, samples, spec, pass, minimizer, kernels),
            engine -> {
              Learnt from = before == null ? beginning(engine, spec, samples, pass) : before;
              return epoch(from, engine, pass, minimizer);
            });
    learnt = after;
    trainer
        .listener()
        .epochFinished(
            new History.Entry(
                after.epochs - 1,
                after.iterations - 1,
                after.cost,
                OptionalDouble.empty(),
                after.seconds));
    return this;
  }

  private NetworkSpec spec(Learnt before, DataSet samples) {
    int features = samples.features().features();
    if (before == null) {
      return trainer.spec(head, samples);
    }
    NetworkSpec spec = before.network.spec();
    if (features != spec.inputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples have %d features, expected %d as those before",
              features,
              spec.inputs()));
    }
    head.requireTargets(samples, spec.loss());
    return spec;
  }

  private EpochPlan pass(Learnt before, int samples) {
    EpochPlan pass = trainer.onePass(samples);
    int done = before == null ? 0 : before.iterations;
    if (pass.iterations() > NO_END - done) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d iterations after %d are more than 2^31 - 1, expected larger batches",
              pass.iterations(),
              done));
    }
    return pass;
  }

  private Learnt beginning(
      GradientEngine engine, NetworkSpec spec, DataSet samples, EpochPlan pass) {
    Network network =
        Trainer.ofPictures(engine, head.network(spec, trainer.startParameters(spec), samples));
    LearningRates rates =
        trainer.schedule().start(trainer.learningRate(), pass.withIterations(NO_END));
    return new Learnt(network, null, rates, 0, 0, Double.NaN, 0);
  }

  private Learnt epoch(Learnt from, GradientEngine engine, EpochPlan pass, FirstOrder minimizer) {
    long start = System.nanoTime();
    Network copy = from.network.withParameters(from.network.parameters().clone());
    EpochTrainer epoch = new EpochTrainer(trainer, copy, from.iterations, minimizer, kernels);
    epoch.begin(engine, pass, from.rates);
    if (pass.shuffled()) {
      engine.reorder(new Shuffle(pass.samples(), trainer.seed()).order(from.epochs));
    }
    double cost = epoch.train(from.epochs);
    from.rates.epochFinished(cost);
    TrainingRun.Snapshot latest = epoch.latest();
    double seconds = from.seconds + (System.nanoTime() - start) / 1e9;
    return new Learnt(
        latest.network(),
        minimizer.state(),
        from.rates,
        latest.iterations(),
        from.epochs + 1,
        cost,
        seconds);
  }

  /**
   * What predicts classes with what was learnt so far. Later calls don't change it.
   *
   * @return a classifier
   * @throws IllegalStateException before the first call of {@link #partialFit}
   * @throws IllegalArgumentException if the network isn't for classes
   */
  public Classifier classifier() {
    return new Classifier(network(), kernels, trainer.threads());
  }

  /**
   * What predicts labels with what was learnt so far. Later calls don't change it.
   *
   * @return a classifier
   * @throws IllegalStateException before the first call of {@link #partialFit}
   * @throws IllegalArgumentException if the network isn't for labels
   */
  public MultiLabelClassifier multiLabelClassifier() {
    return new MultiLabelClassifier(network(), kernels, trainer.threads());
  }

  /**
   * What predicts numbers with what was learnt so far. Later calls don't change it.
   *
   * @return a regressor
   * @throws IllegalStateException before the first call of {@link #partialFit}
   * @throws IllegalArgumentException if the network isn't for numbers
   */
  public Regressor regressor() {
    return new Regressor(network(), kernels, trainer.threads());
  }

  private Network network() {
    Learnt latest = learnt;
    if (latest == null) {
      throw new IllegalStateException("nothing has been learnt yet, expected partialFit first");
    }
    return latest.network.withParameters(latest.network.parameters().clone());
  }

  /**
   * The updates that were made in all calls.
   *
   * @return their number
   */
  public int iterations() {
    Learnt latest = learnt;
    return latest == null ? 0 : latest.iterations;
  }

  /**
   * The calls that have trained.
   *
   * @return their number
   */
  public int epochs() {
    Learnt latest = learnt;
    return latest == null ? 0 : latest.epochs;
  }

  /**
   * The mean cost of the last call's samples, each batch before its update.
   *
   * @return the weighted mean; NaN before the first call
   */
  public double cost() {
    Learnt latest = learnt;
    return latest == null ? Double.NaN : latest.cost;
  }

  /**
   * Shows what is learnt and how much was done.
   *
   * @return for example {@code IncrementalTrainer[{cat, dog}, 3 epochs, 24 iterations]}
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "IncrementalTrainer[%s, %d epochs, %d iterations]",
        ClassNames.of(names),
        epochs(),
        iterations());
  }
}
