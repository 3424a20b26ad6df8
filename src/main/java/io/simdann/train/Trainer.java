package io.simdann.train;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NetworkKernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
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

  private Trainer(Builder builder) {
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
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder with usual settings for classes: one hidden layer of 100 with ReLU, initial weights
   * of He, Adam at a learning rate of 0.001, batches of 128; for two classes one sigmoid output,
   * for more a softmax, which is decided when the data are known.
   *
   * @return a new builder
   */
  public static Builder classifier() {
    return new Builder().set(Settings.PRESET, Preset.MODERN);
  }

  /**
   * A builder with usual settings for numbers: those of {@link #classifier}, and the squared error.
   * It is for {@link #fitRegressor}.
   *
   * @return a new builder
   */
  public static Builder regressor() {
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
        engine -> train(engine, head.network(spec, startParameters(spec), data), kernels, started));
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
    return new Classifier(train(engine, first, chosen, started), chosen, threads);
  }

  private void weighClasses(GradientEngine engine, ClassNames classNames) {
    if (!classWeights.areNone()) {
      engine.weighClasses(classWeights.resolve(classNames, engine.classCounts()));
    }
  }

  private Network train(
      GradientEngine engine, Network first, Kernels kernels, Consumer<TrainingRun> started) {
    TrainingRun run =
        new TrainingRun(
            this,
            engine,
            ofPictures(engine, first),
            optimizer.minimizer(kernels, regularization),
            new FiniteCheck(kernels),
            TrainingMonitor.NONE);
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

  /** Collects the settings of a {@link Trainer}. */
  public static final class Builder {
    private SettingValues values = SettingValues.NONE;
    private WarmStart start;
    private int threads = WorkerTeam.defaultThreads();
    private Backend backend = Backend.AUTO;
    private int vectorBits = KernelSelection.WIDEST;
    private Kernels kernels;
    private OptionalInt accuracyInterval = OptionalInt.empty();
    private TrainingListener listener = entry -> {};

    private Builder() {}

    /**
     * Any setting.
     *
     * @param <T> the type of the value
     * @param setting an entry of {@link Settings}
     * @param value its value
     * @return this builder
     * @throws IllegalArgumentException if the value isn't allowed
     */
    public <T> Builder set(Setting<T> setting, T value) {
      this.values = values.with(setting, value);
      return this;
    }

    /**
     * Some settings.
     *
     * @param others values in place of those that were set before
     * @return this builder
     */
    public Builder set(SettingValues others) {
      this.values = values.with(others);
      return this;
    }

    /**
     * The hidden layers.
     *
     * @param sizes the units of each, from the input side; none for a softmax regression. Default
     *     50
     * @return this builder
     */
    public Builder hidden(int... sizes) {
      return set(Settings.HIDDEN, Arrays.stream(sizes).boxed().toList());
    }

    /**
     * The learning rate.
     *
     * @param rate the step per unit of mean gradient, finite and greater than 0. Default 0.1
     * @return this builder
     */
    public Builder learningRate(double rate) {
      return set(Settings.LEARNING_RATE, rate);
    }

    /**
     * What the outputs of hidden layers go through.
     *
     * @param each one for all hidden layers, or one for each. Default the sigmoid
     * @return this builder
     */
    public Builder activation(Activation... each) {
      return set(Settings.ACTIVATION, List.of(each));
    }

    /**
     * What is minimized.
     *
     * @param chosen a loss for what is to be predicted. Default the cross-entropy of a softmax; of
     *     {@link Trainer#classifier} for two classes, and for labels, that of sigmoids
     * @return this builder
     */
    public Builder loss(Loss chosen) {
      this.values = values.replace(Settings.LOSS, Losses.values(chosen));
      return this;
    }

    /**
     * How many outputs of the hidden layers are dropped at random in each step; what is kept is
     * divided by 1 − rate. Predictions and evaluations drop nothing, but the cost of a step is that
     * of what is kept.
     *
     * @param rates the probability of each output to be dropped, from 0 to less than 1: one for all
     *     hidden layers, or one for each. Default 0
     * @return this builder
     * @throws IllegalArgumentException if a rate is anything else
     */
    public Builder dropout(double... rates) {
      return set(Settings.DROPOUT, Arrays.stream(rates).boxed().toList());
    }

    /**
     * How many features of each sample are dropped at random in each step, as {@link #dropout}
     * says.
     *
     * @param rate the probability of each feature to be dropped, from 0 to less than 1. Default 0
     * @return this builder
     * @throws IllegalArgumentException if the rate is anything else
     */
    public Builder inputDropout(double rate) {
      return set(Settings.INPUT_DROPOUT, rate);
    }

    /**
     * The network with whose parameters training begins, in place of initial weights. Its hidden
     * layers, activations and loss, and its dropout unless another one is set, are then those of
     * the training; to set others is refused by {@link #build}, and data of other features, classes
     * or outputs by what trains. The optimizer's state, the schedule and all counts begin anew.
     *
     * @param trained the network, such as a classifier's or that of a model file; copied
     * @return this builder
     */
    public Builder startFrom(Network trained) {
      this.start = WarmStart.of(trained);
      return this;
    }

    /**
     * How weights start.
     *
     * @param all the initializer of all layers. Default: for networks of sigmoids that of the
     *     article; else that of He for layers of ReLU and its kin, and Glorot's uniform one for
     *     others
     * @return this builder
     */
    public Builder initializer(Initializer all) {
      return set(Settings.INIT, all);
    }

    /**
     * What updates the parameters, the learning rate included.
     *
     * @param chosen the optimizer. Default gradient descent at a learning rate of 0.1
     * @return this builder
     */
    public Builder optimizer(OptimizerSettings chosen) {
      this.values = values.replace(Settings.OPTIMIZER, chosen.values());
      return this;
    }

    /**
     * What is done with gradients before the optimizer gets them.
     *
     * @param chosen penalties and limits. Default none
     * @return this builder
     */
    public Builder regularization(Regularization chosen) {
      return set(chosen.values());
    }

    /**
     * How much the samples of each class count.
     *
     * @param chosen weights by name, or balanced ones. Default none
     * @return this builder
     */
    public Builder classWeights(ClassWeights chosen) {
      return set(Settings.CLASS_WEIGHT, chosen);
    }

    /**
     * How the learning rate changes from iteration to iteration.
     *
     * @param chosen the schedule. Default {@link Schedule#CONSTANT}
     * @return this builder
     */
    public Builder schedule(Schedule chosen) {
      this.values = values.replace(Settings.SCHEDULE, Schedules.values(chosen));
      return this;
    }

    /**
     * The samples of a batch: each iteration computes the gradient of one batch and makes one
     * update. An epoch takes all samples; its last batch is what is left of them.
     *
     * @param samples 1 or more; all samples or more make a full batch. Default all samples
     * @return this builder
     */
    public Builder batchSize(int samples) {
      return set(Settings.BATCH_SIZE, samples);
    }

    /**
     * The length of the training in epochs, each a pass over all samples; in place of {@link
     * #iterations}. With a full batch an epoch is an iteration.
     *
     * @param count 1 or more. Default 10 if there is a batch size, and no iterations
     * @return this builder
     */
    public Builder epochs(int count) {
      return set(Settings.EPOCHS, count);
    }

    /**
     * The length of the training in iterations, each an update from one batch; in place of {@link
     * #epochs}.
     *
     * @param count 1 or more. Default 1000 if there are neither a batch size nor epochs
     * @return this builder
     */
    public Builder iterations(int count) {
      return set(Settings.ITERATIONS, count);
    }

    /**
     * Whether each epoch takes the samples in an order of its own, which depends on the seed, the
     * epoch and the number of samples alone. A full batch is never shuffled.
     *
     * @param each whether batches are shuffled. Default true
     * @return this builder
     */
    public Builder shuffle(boolean each) {
      return set(Settings.SHUFFLE, each);
    }

    /**
     * The seed of the initial weights, NumPy's {@code numpy.random.seed}, and of the order of the
     * samples.
     *
     * @param value 0 to 2³² − 1. Default 1
     * @return this builder
     */
    public Builder seed(long value) {
      return set(Settings.SEED, value);
    }

    /**
     * The threads; their number doesn't change the result. More than there are processors are never
     * faster, and of those there are no more than a {@linkplain Trainer#threads(int) batch has work
     * for}.
     *
     * @param count at least 1. Default all processors
     * @return this builder
     */
    public Builder threads(int count) {
      this.threads = requireAtLeast(1, count, "threads");
      return this;
    }

    /**
     * The kernel set; it doesn't change the result.
     *
     * @param choice auto, vector or scalar. Default auto
     * @return this builder
     */
    public Builder backend(Backend choice) {
      this.backend = Objects.requireNonNull(choice, "backend");
      return this;
    }

    /**
     * The width of the SIMD vectors; it doesn't change the result.
     *
     * @param bits 128, 256, 512, or 0, the default, for the widest that the CPU has
     * @return this builder
     */
    public Builder vectorBits(int bits) {
      this.vectorBits = bits;
      return this;
    }

    /**
     * A kernel set that is chosen already, in place of {@link #backend} and {@link #vectorBits}.
     *
     * @param chosen the kernel set. Default: chosen by backend and vector width
     * @return this builder
     * @hidden internal
     */
    public Builder kernels(Kernels chosen) {
      this.kernels = Objects.requireNonNull(chosen, "kernels");
      return this;
    }

    /**
     * How often the accuracy on the training samples is computed.
     *
     * @param epochs after epoch 0 and then after every so many, which with a full batch are
     *     iterations. Default 100 with a full batch; else every epoch, or of more than 100 epochs
     *     so many that it is computed at most 100 times
     * @return this builder
     */
    public Builder accuracyInterval(int epochs) {
      this.accuracyInterval = OptionalInt.of(requireAtLeast(1, epochs, "accuracy interval"));
      return this;
    }

    /**
     * Who is told of each finished epoch, which with a full batch is an iteration.
     *
     * @param newListener the listener. Default nobody
     * @return this builder
     */
    public Builder listener(TrainingListener newListener) {
      this.listener = Objects.requireNonNull(newListener, "listener");
      return this;
    }

    /**
     * The trainer with the settings so far.
     *
     * @return a new trainer
     * @throws IllegalArgumentException if settings don't fit each other
     */
    public Trainer build() {
      return new Trainer(this);
    }

    private static int requireAtLeast(int least, int value, String what) {
      if (value < least) {
        throw new IllegalArgumentException(
            what + " must be at least " + least + ", but was " + value);
      }
      return value;
    }
  }
}
