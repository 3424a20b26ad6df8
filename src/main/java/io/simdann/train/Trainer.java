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
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.predict.Classifier;
import io.simdann.predict.ForwardPass;
import io.simdann.step.EngineException;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The settings of a training, and the way to start it. Immutable; made by {@link #builder}.
 *
 * <pre>{@code
 * Classifier classifier = Trainer.builder().hidden(50).iterations(1000).build().fit(data);
 * }</pre>
 */
public final class Trainer {
  private final NetworkSettings network;
  private final OptimizerSettings optimizer;
  private final Regularization regularization;
  private final EpochPlanSettings epochPlan;
  private final long seed;
  private final int threads;
  private final Backend backend;
  private final int vectorBits;
  private final Kernels kernels;
  private final TrainingListener listener;

  private Trainer(Builder builder) {
    this.network = builder.network();
    this.optimizer = builder.optimizer;
    this.regularization = builder.regularization;
    this.epochPlan =
        new EpochPlanSettings(
            builder.batchSize,
            builder.epochs,
            builder.iterations,
            builder.shuffle,
            builder.accuracyInterval);
    this.seed = builder.seed;
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
   * Trains a new network. An interrupt of the calling thread ends the training after the iteration
   * being computed: what is returned is the classifier as it was trained by then, and the thread's
   * interrupt status is still set. A thread that is interrupted when it calls this trains nothing.
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
   * @throws IllegalArgumentException if their targets aren't classes, or {@link #epochPlan} refuses
   *     the data
   */
  public Classifier fit(DataSet data, Consumer<TrainingRun> started) {
    NetworkSpec spec = spec(data);
    Kernels kernels = kernels();
    EpochPlan batches = epochPlan(data);
    // Training would only tell that it has diverged.
    NotFiniteException.requireFinite(data.features());
    int workers = threads(data.samples());
    Optimizer planned = optimizer.create(kernels, regularization);
    new TrainingMemory(data.features(), spec, kernels, workers, batches, planned).require();
    try (WorkerTeam team = WorkerTeam.ofThreads(workers)) {
      LocalGradientEngine engine = new LocalGradientEngine(data, spec, kernels, team);
      engine.reserve(batches.batchSize(), planned);
      return fit(engine, spec, data.labels().classNames(), kernels, started);
    }
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
   * @throws IllegalArgumentException if there are not as many class names as outputs, or {@link
   *     #epochPlan(int)} refuses the engine's samples
   * @hidden internal: engines are those of this program and of Spark
   */
  public Classifier fit(
      GradientEngine engine,
      NetworkSpec spec,
      ClassNames classNames,
      Consumer<TrainingRun> started) {
    return fit(engine, spec, classNames, kernels(), started);
  }

  private Classifier fit(
      GradientEngine engine,
      NetworkSpec spec,
      ClassNames classNames,
      Kernels kernels,
      Consumer<TrainingRun> started) {
    float[] parameters = network.start(spec, seed);
    Network start = new Network(spec, parameters, classNames.names());
    if (engine.pictureRows().isPresent()) {
      start = start.withPictureRows(engine.pictureRows().getAsInt());
    }
    TrainingRun run =
        new TrainingRun(
            this,
            engine,
            start,
            optimizer.create(kernels, regularization),
            new FiniteCheck(kernels),
            TrainingMonitor.NONE);
    started.accept(run);
    return new Classifier(run.run().network(), kernels, threads);
  }

  /**
   * The network for some data: its features, the hidden layers, its classes.
   *
   * @param data the training samples
   * @return the network
   * @throws IllegalArgumentException if their targets aren't classes, or the network is too large
   */
  public NetworkSpec spec(DataSet data) {
    return spec(data.features().features(), data.labels().classNames().size());
  }

  /**
   * The network for some data: its features, the hidden layers, its classes.
   *
   * @param features the features of a sample, 1 or more
   * @param classes the classes of the samples, 1 or more
   * @return the network
   * @throws IllegalArgumentException if the loss isn't for classes, or the network is too large:
   *     its parameters don't fit an array, or what predicts with it
   */
  public NetworkSpec spec(int features, int classes) {
    if (!networkKernels().loss().takesClasses()) {
      throw new IllegalArgumentException(
          "the loss "
              + network.loss()
              + " is for numbers, but samples have classes; expected "
              + Loss.SOFTMAX_CROSS_ENTROPY);
    }
    NetworkSpec spec = network.spec(features, classes);
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
   * @throws IllegalArgumentException if the epochs have 2³¹ iterations or more
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
   * @throws IllegalArgumentException if the epochs have 2³¹ iterations or more
   */
  public EpochPlan epochPlan(int samples) {
    return epochPlan.epochPlan(samples);
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
   * The kernels that networks of these settings choose by name, whatever the data.
   *
   * @return the kernels
   * @hidden internal
   */
  public NetworkKernels networkKernels() {
    return new NetworkKernels(
        kernels(), network.activationNames(), network.loss().name(), network.drops());
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
        + ", "
        + epochPlan
        + ", seed "
        + seed
        + ", "
        + threads
        + " threads]";
  }

  long seed() {
    return seed;
  }

  TrainingListener listener() {
    return listener;
  }

  /** Collects the settings of a {@link Trainer}. */
  public static final class Builder {
    private int[] hidden = {50};
    private List<Activation> activations = List.of(Activation.SIGMOID);
    private Loss loss = Loss.SOFTMAX_CROSS_ENTROPY;
    private List<Double> dropout = List.of(0.0);
    private double inputDropout;
    private Optional<Initializer> initializer = Optional.empty();
    private OptimizerSettings optimizer = new Sgd(0.1);
    private Regularization regularization = Regularization.NONE;
    private OptionalInt batchSize = OptionalInt.empty();
    private OptionalInt epochs = OptionalInt.empty();
    private OptionalInt iterations = OptionalInt.empty();
    private boolean shuffle = true;
    private long seed = 1;
    private int threads = WorkerTeam.defaultThreads();
    private Backend backend = Backend.AUTO;
    private int vectorBits = KernelSelection.WIDEST;
    private Kernels kernels;
    private OptionalInt accuracyInterval = OptionalInt.empty();
    private TrainingListener listener = entry -> {};

    private Builder() {}

    /**
     * The hidden layers.
     *
     * @param sizes the units of each, from the input side; none for a softmax regression. Default
     *     50
     * @return this builder
     */
    public Builder hidden(int... sizes) {
      for (int size : sizes) {
        requireAtLeast(1, size, "the size of a hidden layer");
      }
      this.hidden = sizes.clone();
      return this;
    }

    /**
     * The learning rate.
     *
     * @param rate the step per unit of mean gradient, finite and greater than 0. Default 0.1
     * @return this builder
     */
    public Builder learningRate(double rate) {
      this.optimizer = optimizer.withLearningRate(rate);
      return this;
    }

    /**
     * What the outputs of hidden layers go through.
     *
     * @param each one for all hidden layers, or one for each. Default the sigmoid
     * @return this builder
     */
    public Builder activation(Activation... each) {
      this.activations = List.of(each);
      return this;
    }

    /**
     * What is minimized.
     *
     * @param chosen a loss for classes. Default the cross-entropy of a softmax
     * @return this builder
     */
    public Builder loss(Loss chosen) {
      this.loss = Objects.requireNonNull(chosen, "loss");
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
      this.dropout = Arrays.stream(rates).map(Layer::requireDropout).boxed().toList();
      return this;
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
      this.inputDropout = Layer.requireDropout(rate);
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
      this.initializer = Optional.of(all);
      return this;
    }

    /**
     * What updates the parameters, the learning rate included.
     *
     * @param chosen the optimizer. Default gradient descent at a learning rate of 0.1
     * @return this builder
     */
    public Builder optimizer(OptimizerSettings chosen) {
      this.optimizer = Objects.requireNonNull(chosen, "optimizer");
      return this;
    }

    /**
     * What is done with gradients before the optimizer gets them.
     *
     * @param chosen penalties and limits. Default none
     * @return this builder
     */
    public Builder regularization(Regularization chosen) {
      this.regularization = Objects.requireNonNull(chosen, "regularization");
      return this;
    }

    private NetworkSettings network() {
      return new NetworkSettings(
          Arrays.stream(hidden).boxed().toList(),
          activations,
          loss,
          dropout,
          inputDropout,
          initializer);
    }

    /**
     * The samples of a batch: each iteration computes the gradient of one batch and makes one
     * update. An epoch takes all samples; its last batch is what is left of them.
     *
     * @param samples 1 or more; all samples or more make a full batch. Default all samples
     * @return this builder
     */
    public Builder batchSize(int samples) {
      this.batchSize = OptionalInt.of(requireAtLeast(1, samples, "batch size"));
      return this;
    }

    /**
     * The length of the training in epochs, each a pass over all samples; in place of {@link
     * #iterations}. With a full batch an epoch is an iteration.
     *
     * @param count 0 or more. Default 10 if there is a batch size, and no iterations
     * @return this builder
     */
    public Builder epochs(int count) {
      this.epochs = OptionalInt.of(requireAtLeast(0, count, "epochs"));
      return this;
    }

    /**
     * The length of the training in iterations, each an update from one batch; in place of {@link
     * #epochs}.
     *
     * @param count 0 or more. Default 1000 if there are neither a batch size nor epochs
     * @return this builder
     */
    public Builder iterations(int count) {
      this.iterations = OptionalInt.of(requireAtLeast(0, count, "iterations"));
      return this;
    }

    /**
     * Whether each epoch takes the samples in an order of its own, which depends on the seed, the
     * epoch and the number of samples alone. A full batch is never shuffled.
     *
     * @param each whether batches are shuffled. Default true
     * @return this builder
     */
    public Builder shuffle(boolean each) {
      this.shuffle = each;
      return this;
    }

    /**
     * The seed of the initial weights, NumPy's {@code numpy.random.seed}, and of the order of the
     * samples.
     *
     * @param value 0 to 2³² − 1. Default 1
     * @return this builder
     */
    public Builder seed(long value) {
      if (value < 0 || value > 0xffff_ffffL) {
        throw new IllegalArgumentException("seed must be from 0 to 4294967295, but was " + value);
      }
      this.seed = value;
      return this;
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
     * @throws IllegalArgumentException if both epochs and iterations were given
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
