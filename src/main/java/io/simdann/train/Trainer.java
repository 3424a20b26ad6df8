package io.simdann.train;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NetworkKernels;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.predict.ForwardPass;
import io.simdann.predict.MultiLabelClassifier;
import io.simdann.predict.Regressor;
import io.simdann.step.EngineException;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The settings of a training, and the way to start it. Immutable; made by {@link #builder}.
 *
 * <pre>{@code
 * Classifier classifier = Trainer.builder().hidden(50).iterations(1000).build().fit(data);
 * }</pre>
 */
public final class Trainer {
  /** Null for new weights. */
  private final WarmStart start;

  private final SettingValues settings;
  private final NetworkSettings network;
  private final OptimizerSettings optimizer;
  private final Regularization regularization;
  private final ClassWeights classWeights;
  private final Schedule schedule;
  private final EpochPlanSettings epochPlan;
  private final int threads;
  private final Backend backend;
  private final int vectorBits;
  private final Kernels kernels;
  private final TrainingListener listener;

  Trainer(TrainerBuilder builder) {
    this.start = builder.start;
    this.settings =
        Preset.complete(start == null ? builder.values : start.complete(builder.values));
    settings.requireOwners();
    this.network = NetworkSettings.of(settings);
    this.optimizer = OptimizerSettings.of(settings);
    this.regularization = Regularization.of(settings);
    this.schedule = Schedules.of(settings);
    optimizer.requireFits(regularization, schedule, network.drops());
    this.classWeights = settings.get(Settings.CLASS_WEIGHT);
    this.epochPlan = EpochPlanSettings.of(settings, builder.accuracyInterval);
    this.threads = builder.threads;
    this.backend = builder.backend;
    this.vectorBits = builder.vectorBits;
    this.kernels = builder.kernels;
    this.listener = builder.listener;
  }

  /**
   * A builder with the article's settings: one hidden layer of 50, learning rate 0.1, 1000
   * iterations over all samples, seed 1; all processors; the best kernels.
   *
   * @return a new builder
   */
  public static TrainerBuilder builder() {
    return new TrainerBuilder();
  }

  /**
   * A builder with usual settings for classes: one hidden layer of 100 with ReLU, initial weights
   * of He, Adam at a learning rate of 0.001, batches of 128; for two classes one sigmoid output,
   * for more a softmax, which is decided when the data are known.
   *
   * @return a new builder
   */
  public static TrainerBuilder classifier() {
    return new TrainerBuilder().set(Settings.PRESET, Preset.MODERN);
  }

  /**
   * A builder with usual settings for numbers: those of {@link #classifier}, and the squared error.
   * It is for {@link #fitRegressor}.
   *
   * @return a new builder
   */
  public static TrainerBuilder regressor() {
    return classifier().loss(Loss.SQUARED_ERROR);
  }

  /**
   * Trains a new network for classes. An interrupt of the calling thread ends the training after
   * the iteration being computed: what is returned is the classifier as it was trained by then, and
   * the thread's interrupt status is still set. A thread that is interrupted when it calls this
   * trains nothing.
   *
   * @param data the training samples
   * @return the trained classifier
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long;
   *     where that is in doubt, garbage is collected to find out
   */
  public Classifier fit(DataSet data) {
    return fit(data, run -> {});
  }

  /**
   * Trains a new network that others can watch and stop. An interrupt of the calling thread stops
   * it as well, and leaves the thread's interrupt status set. Whatever this throws, {@link
   * TrainingRun#latest} of the run that {@code started} got still has the network after the last
   * finished iteration:
   *
   * <pre>{@code
   * AtomicReference<TrainingRun> run = new AtomicReference<>();
   * try {
   *   classifier = trainer.fit(data, run::set);
   * } catch (DivergedException | OutOfMemoryError e) {
   *   ModelFile.save(path, run.get().latest().network());
   * }
   * }</pre>
   *
   * @param data the training samples
   * @param started gets the run before its first iteration
   * @return the classifier as it was trained when the run ended
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long;
   *     where that is in doubt, garbage is collected to find out
   * @throws IllegalArgumentException if their targets aren't classes, {@link #epochPlan} refuses
   *     the data, or {@link ClassWeights#resolve} the classes
   */
  public Classifier fit(DataSet data, Consumer<TrainingRun> started) {
    Kernels chosen = kernels();
    return new Classifier(train(Head.CLASSES, data, chosen, started), chosen, threads);
  }

  /**
   * Trains a new network for numbers, with a loss of numbers. Interrupts are as in {@link
   * #fit(DataSet)}.
   *
   * @param data the training samples
   * @return the trained regressor
   * @throws IllegalArgumentException as {@link #fitRegressor(DataSet, Consumer)} does
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long
   */
  public Regressor fitRegressor(DataSet data) {
    return fitRegressor(data, run -> {});
  }

  /**
   * Trains a new network for numbers that others can watch and stop, as in {@link #fit(DataSet,
   * Consumer)}. The history has no accuracies.
   *
   * @param data the training samples
   * @param started gets the run before its first iteration
   * @return the regressor as it was trained when the run ended
   * @throws IllegalArgumentException if targets aren't numbers, the loss isn't for numbers, or it
   *     is {@code poisson} and a target is negative
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long
   */
  public Regressor fitRegressor(DataSet data, Consumer<TrainingRun> started) {
    Kernels chosen = kernels();
    return new Regressor(train(Head.NUMBERS, data, chosen, started), chosen, threads);
  }

  /**
   * Trains a new network for labels, of which a sample may have several, with the sigmoid
   * cross-entropy. Interrupts are as in {@link #fit(DataSet)}.
   *
   * @param data the training samples, whose targets are 1 where a label applies, else 0
   * @return the trained classifier
   * @throws IllegalArgumentException as {@link #fitMultiLabel(DataSet, Consumer)} does
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long
   */
  public MultiLabelClassifier fitMultiLabel(DataSet data) {
    return fitMultiLabel(data, run -> {});
  }

  /**
   * Trains a new network for labels that others can watch and stop, as in {@link #fit(DataSet,
   * Consumer)}. The history has no accuracies.
   *
   * @param data the training samples, whose targets are 1 where a label applies, else 0
   * @param started gets the run before its first iteration
   * @return the classifier as it was trained when the run ended
   * @throws IllegalArgumentException if targets are classes, or numbers other than 0 and 1, or the
   *     loss isn't the sigmoid cross-entropy
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws NotFiniteException if a feature is NaN or infinite
   * @throws TrainingTooLargeException if the heap is too small, or an array would be too long
   */
  public MultiLabelClassifier fitMultiLabel(DataSet data, Consumer<TrainingRun> started) {
    Kernels chosen = kernels();
    return new MultiLabelClassifier(train(Head.LABELS, data, chosen, started), chosen, threads);
  }

  private Network train(Head head, DataSet data, Kernels kernels, Consumer<TrainingRun> started) {
    requireClassWeightsFit(head);
    NetworkSpec spec = spec(head, data);
    Minimizer planned = optimizer.minimizer(kernels, regularization);
    return onEngine(
        new Work(head, data, spec, epochPlan(data), planned, kernels),
        engine ->
            train(
                engine,
                head.network(spec, startParameters(spec), data),
                planned,
                kernels,
                started));
  }

  /** Refuses class weights where there are no classes. */
  void requireClassWeightsFit(Head head) {
    if (head != Head.CLASSES && !classWeights.areNone()) {
      throw new IllegalArgumentException(
          "there are class weights, but no classes; expected weights of samples, or none");
    }
  }

  /** The network that learns some data, which must fit it. */
  NetworkSpec spec(Head head, DataSet data) {
    int features = data.features().features();
    if (start != null) {
      start.requireFits(head == Head.CLASSES, features, data.targets().names());
    }
    int targets = data.targets().outputs();
    head.requireTargets(data, network.loss(head, targets));
    return spec(head, features, targets);
  }

  /**
   * What is to be done on this machine.
   *
   * @param head what the network is to predict
   * @param data the samples
   * @param spec the network
   * @param batches the batches
   * @param minimizer one that says what it needs
   * @param kernels the kernel set
   */
  record Work(
      Head head,
      DataSet data,
      NetworkSpec spec,
      EpochPlan batches,
      Minimizer minimizer,
      Kernels kernels) {}

  /** Does it on an engine that has threads and memory, if there are enough. */
  <T> T onEngine(Work work, Function<GradientEngine, T> body) {
    DataSet data = work.data;
    // Training would only tell that it has diverged.
    NotFiniteException.requireFinite(data.features());
    int workers = threads(data.samples());
    boolean weighted = data.weights().isPresent() || !classWeights.areNone();
    new TrainingMemory(
            data.features(),
            work.spec,
            work.kernels,
            workers,
            work.batches,
            work.minimizer,
            weighted)
        .require();
    try (WorkerTeam team = WorkerTeam.ofThreads(workers)) {
      LocalGradientEngine engine = new LocalGradientEngine(data, work.spec, work.kernels, team);
      if (work.head == Head.CLASSES) {
        weighClasses(engine, data.labels().classNames());
      }
      work.minimizer.reserve(engine, work.batches.batchSize());
      return body.apply(engine);
    }
  }

  /** The parameters at the start, in an array of their own. */
  float[] startParameters(NetworkSpec spec) {
    return start == null ? network.start(spec, seed()) : start.parameters(spec);
  }

  /** One epoch over some samples, whatever is said of the length. */
  EpochPlan onePass(int samples) {
    return epochPlan.onePass(samples);
  }

  /**
   * Trains a new network on the samples of an engine, wherever that computes. The result is that of
   * {@link #fit(DataSet)} on the same samples, bit for bit. So is what becomes of an interrupt, but
   * that it may break off the iteration being computed. What {@link #fit(DataSet, Consumer)} says
   * of failures holds here, too.
   *
   * @param engine what computes gradients, over all samples; stays the caller's
   * @param spec the network, those of the engine
   * @param classNames the names of the outputs
   * @param started gets the run before its first iteration
   * @return the classifier as it was trained when the run ended
   * @throws DivergedException if the cost or a parameter stops being finite
   * @throws EngineException if the engine fails
   * @throws IllegalArgumentException if there are not as many class names as outputs, {@link
   *     #epochPlan(int)} refuses the engine's samples, {@link ClassWeights#resolve} the classes, or
   *     the network to start from is another one
   * @hidden internal: engines are those of this program and of Spark
   */
  public Classifier fit(
      GradientEngine engine,
      NetworkSpec spec,
      ClassNames classNames,
      Consumer<TrainingRun> started) {
    requireStartFits(spec.inputs(), classNames.names());
    weighClasses(engine, classNames);
    Kernels chosen = kernels();
    Network first = new Network(spec, startParameters(spec), classNames.names());
    Minimizer minimizer = optimizer.minimizer(chosen, regularization);
    return new Classifier(train(engine, first, minimizer, chosen, started), chosen, threads);
  }

  private void weighClasses(GradientEngine engine, ClassNames classNames) {
    if (!classWeights.areNone()) {
      engine.weighClasses(classWeights.resolve(classNames, engine.classCounts()));
    }
  }

  private Network train(
      GradientEngine engine,
      Network first,
      Minimizer minimizer,
      Kernels kernels,
      Consumer<TrainingRun> started) {
    TrainingRun run =
        new TrainingRun(
            this, engine, ofPictures(engine, first), minimizer, kernels, TrainingMonitor.NONE);
    started.accept(run);
    return run.run().network();
  }

  /** A network that knows of an engine's samples whether they are pictures. */
  static Network ofPictures(GradientEngine engine, Network network) {
    return engine.pictureRows().isPresent()
        ? network.withPictureRows(engine.pictureRows().getAsInt())
        : network;
  }

  /**
   * Checks that the network to start from, if there is one, is for such data.
   *
   * @param features the features of a sample, 1 or more
   * @param classNames the names of the classes, in their order
   * @throws IllegalArgumentException if it has other features or classes
   */
  public void requireStartFits(int features, List<String> classNames) {
    if (start != null) {
      start.requireFits(true, features, classNames);
    }
  }

  /**
   * The network for classes, as {@link #fit(DataSet)} trains it: the features, the hidden layers,
   * an output for each class, or one for two.
   *
   * @param data the training samples
   * @return the network
   * @throws IllegalArgumentException if their targets or the loss aren't for classes, or the
   *     network is too large
   */
  public NetworkSpec spec(DataSet data) {
    return spec(data.features().features(), data.labels().classNames().size());
  }

  /**
   * The network for classes, as {@link #fit(DataSet)} trains it: the features, the hidden layers,
   * an output for each class, or one for two.
   *
   * @param features the features of a sample, 1 or more
   * @param classes the classes of the samples, 1 or more
   * @return the network
   * @throws IllegalArgumentException if the loss isn't for so many classes, or the network is too
   *     large: its parameters don't fit an array, or what predicts with it
   */
  public NetworkSpec spec(int features, int classes) {
    return spec(Head.CLASSES, features, classes);
  }

  /**
   * Checks that the loss is one for classes.
   *
   * @param classes the classes of the samples, 1 or more
   * @throws IllegalArgumentException if it isn't for so many classes
   */
  public void requireLossFor(int classes) {
    requireLoss(Head.CLASSES, classes);
  }

  void requireLoss(Head head, int targets) {
    Loss loss = network.loss(head, targets);
    head.requireLoss(loss, kernels(loss).loss(), targets);
  }

  private NetworkSpec spec(Head head, int features, int targets) {
    requireLoss(head, targets);
    NetworkSpec spec = network.spec(features, head, targets);
    // Here rather than when all is trained.
    ForwardPass.requireFits(spec);
    return spec;
  }

  /**
   * The batches, iterations and epochs for some data. A batch size of all samples or more is a full
   * batch.
   *
   * @param data the training samples
   * @return the epoch plan
   * @throws IllegalArgumentException if the epochs have 2³¹ iterations or more, or the optimizer or
   *     the schedule doesn't fit
   */
  public EpochPlan epochPlan(DataSet data) {
    return epochPlan(data.samples());
  }

  /**
   * The batches, iterations and epochs for a number of samples. A batch size of all samples or more
   * is a full batch.
   *
   * @param samples the training samples, 1 or more
   * @return the epoch plan
   * @throws IllegalArgumentException if the epochs have 2³¹ iterations or more, or the optimizer or
   *     the schedule doesn't fit
   */
  public EpochPlan epochPlan(int samples) {
    EpochPlan plan = epochPlan.epochPlan(samples);
    optimizer.requireFits(plan);
    schedule.start(learningRate(), plan);
    return plan;
  }

  /**
   * The kernel set that these settings choose.
   *
   * @return the kernels
   * @hidden internal
   */
  public Kernels kernels() {
    return kernels == null ? KernelSelection.logged(backend, vectorBits) : kernels;
  }

  /**
   * The kernels that networks of these settings for classes choose by name, whatever the data: the
   * loss is that of more than two classes if none is set.
   *
   * @return the kernels
   * @hidden internal
   */
  public NetworkKernels networkKernels() {
    return kernels(network.loss(Head.CLASSES, Integer.MAX_VALUE));
  }

  private NetworkKernels kernels(Loss loss) {
    return new NetworkKernels(kernels(), network.activationNames(), loss.name(), network.drops());
  }

  /**
   * The learning rate.
   *
   * @return the step per unit of mean gradient
   */
  public double learningRate() {
    return optimizer.learningRate();
  }

  /**
   * What updates the parameters.
   *
   * @return the optimizer with its settings
   */
  public OptimizerSettings optimizer() {
    return optimizer;
  }

  /**
   * What is done with gradients before that.
   *
   * @return the penalties and limits
   */
  public Regularization regularization() {
    return regularization;
  }

  /**
   * How much the samples of each class count.
   *
   * @return the class weights
   */
  public ClassWeights classWeights() {
    return classWeights;
  }

  /**
   * How the learning rate changes.
   *
   * @return the schedule
   */
  public Schedule schedule() {
    return schedule;
  }

  /**
   * The threads that were asked for.
   *
   * @return their number
   */
  public int threads() {
    return threads;
  }

  /**
   * The threads that train on some data: those that were asked for, but where that is more than
   * there are processors, no more than a batch has work for.
   *
   * @param samples the training samples, 1 or more
   * @return their number, 1 or more
   */
  public int threads(int samples) {
    int parts = LocalGradientEngine.mostParts(epochPlan.batch(samples));
    return Math.min(threads, Math.max(WorkerTeam.defaultThreads(), parts));
  }

  /**
   * The settings in one line.
   *
   * @return for example {@code Trainer[hidden [50], learning rate 0.1, 1000 iterations, seed 1, 2
   *     threads]}
   */
  @Override
  public String toString() {
    return "Trainer[hidden "
        + network.hidden()
        + ", learning rate "
        + learningRate()
        + (schedule.equals(Schedule.CONSTANT) ? "" : ", " + schedule)
        + ", "
        + epochPlan
        + ", seed "
        + seed()
        + ", "
        + threads
        + " threads]";
  }

  /**
   * What the result depends on, besides the data.
   *
   * @return all settings that were given, by the preset or one by one
   */
  public SettingValues settings() {
    return settings;
  }

  long seed() {
    return settings.get(Settings.SEED);
  }

  TrainingListener listener() {
    return listener;
  }
}
