package io.simdann.train;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Collects the settings of a {@link Trainer}. Defaults that are told here are those of {@link
 * Trainer#builder}; {@link Trainer#classifier} and {@link Trainer#regressor} tell theirs.
 */
public final class TrainerBuilder {
  SettingValues values = SettingValues.NONE;
  WarmStart start;
  int threads = WorkerTeam.defaultThreads();
  Backend backend = Backend.AUTO;
  int vectorBits = KernelSelection.WIDEST;
  Kernels kernels;
  OptionalInt accuracyInterval = OptionalInt.empty();
  TrainingListener listener = entry -> {};

  TrainerBuilder() {}

  /**
   * Any setting.
   *
   * @param <T> the type of the value
   * @param setting an entry of {@link Settings}
   * @param value its value
   * @return this builder
   * @throws IllegalArgumentException if the value isn't allowed
   */
  public <T> TrainerBuilder set(Setting<T> setting, T value) {
    this.values = values.with(setting, value);
    return this;
  }

  /**
   * Some settings.
   *
   * @param others values in place of those that were set before
   * @return this builder
   */
  public TrainerBuilder set(SettingValues others) {
    this.values = values.with(others);
    return this;
  }

  /**
   * The hidden layers.
   *
   * @param sizes the units of each, from the input side; none for a softmax regression. Default 50
   * @return this builder
   */
  public TrainerBuilder hidden(int... sizes) {
    return set(Settings.HIDDEN, Arrays.stream(sizes).boxed().toList());
  }

  /**
   * The learning rate.
   *
   * @param rate the step per unit of mean gradient, finite and greater than 0. Default 0.1
   * @return this builder
   */
  public TrainerBuilder learningRate(double rate) {
    return set(Settings.LEARNING_RATE, rate);
  }

  /**
   * What the outputs of hidden layers go through.
   *
   * @param each one for all hidden layers, or one for each. Default the sigmoid
   * @return this builder
   */
  public TrainerBuilder activation(Activation... each) {
    return set(Settings.ACTIVATION, List.of(each));
  }

  /**
   * What is minimized.
   *
   * @param chosen a loss for what is to be predicted. Default the cross-entropy of a softmax; of
   *     {@link Trainer#classifier} for two classes, and for labels, that of sigmoids
   * @return this builder
   */
  public TrainerBuilder loss(Loss chosen) {
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
  public TrainerBuilder dropout(double... rates) {
    return set(Settings.DROPOUT, Arrays.stream(rates).boxed().toList());
  }

  /**
   * How many features of each sample are dropped at random in each step, as {@link #dropout} says.
   *
   * @param rate the probability of each feature to be dropped, from 0 to less than 1. Default 0
   * @return this builder
   * @throws IllegalArgumentException if the rate is anything else
   */
  public TrainerBuilder inputDropout(double rate) {
    return set(Settings.INPUT_DROPOUT, rate);
  }

  /**
   * The network with whose parameters training begins, in place of initial weights. Its hidden
   * layers, activations and loss, and its dropout unless another one is set, are then those of the
   * training; to set others, a loss afterwards, is refused by {@link #build}, and data of other
   * features, classes or outputs by what trains. The optimizer's state, the schedule and all counts
   * begin anew.
   *
   * @param trained the network, such as a classifier's or that of a model file; copied
   * @return this builder
   */
  public TrainerBuilder startFrom(Network trained) {
    this.start = WarmStart.of(trained);
    this.values = values.replace(Settings.LOSS, SettingValues.NONE).without(Settings.LOSS);
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
  public TrainerBuilder initializer(Initializer all) {
    return set(Settings.INIT, all);
  }

  /**
   * What updates the parameters, the learning rate included.
   *
   * @param chosen the optimizer. Default gradient descent at a learning rate of 0.1
   * @return this builder
   */
  public TrainerBuilder optimizer(OptimizerSettings chosen) {
    this.values = values.replace(Settings.OPTIMIZER, chosen.values());
    return this;
  }

  /**
   * What is done with gradients before the optimizer gets them.
   *
   * @param chosen penalties and limits. Default none
   * @return this builder
   */
  public TrainerBuilder regularization(Regularization chosen) {
    return set(chosen.values());
  }

  /**
   * How much the samples of each class count.
   *
   * @param chosen weights by name, or balanced ones. Default none
   * @return this builder
   */
  public TrainerBuilder classWeights(ClassWeights chosen) {
    return set(Settings.CLASS_WEIGHT, chosen);
  }

  /**
   * How the learning rate changes from iteration to iteration.
   *
   * @param chosen the schedule. Default {@link Schedule#CONSTANT}
   * @return this builder
   */
  public TrainerBuilder schedule(Schedule chosen) {
    this.values = values.replace(Settings.SCHEDULE, chosen.values());
    return this;
  }

  /**
   * The samples of a batch: each iteration computes the gradient of one batch and makes one update.
   * An epoch takes all samples; its last batch is what is left of them.
   *
   * @param samples 1 or more; all samples or more make a full batch. Default all samples
   * @return this builder
   */
  public TrainerBuilder batchSize(int samples) {
    return set(Settings.BATCH_SIZE, samples);
  }

  /**
   * The length of the training in epochs, each a pass over all samples; in place of {@link
   * #iterations}. With a full batch an epoch is an iteration.
   *
   * @param count 1 or more. Default 10 if there is a batch size, and no iterations
   * @return this builder
   */
  public TrainerBuilder epochs(int count) {
    return set(Settings.EPOCHS, count);
  }

  /**
   * The length of the training in iterations, each an update from one batch; in place of {@link
   * #epochs}.
   *
   * @param count 1 or more. Default 1000 if there are neither a batch size nor epochs
   * @return this builder
   */
  public TrainerBuilder iterations(int count) {
    return set(Settings.ITERATIONS, count);
  }

  /**
   * Whether each epoch takes the samples in an order of its own, which depends on the seed, the
   * epoch and the number of samples alone. A full batch is never shuffled.
   *
   * @param each whether batches are shuffled. Default true
   * @return this builder
   */
  public TrainerBuilder shuffle(boolean each) {
    return set(Settings.SHUFFLE, each);
  }

  /**
   * The seed of the initial weights, NumPy's {@code numpy.random.seed}, of the order of the samples
   * and of what is dropped.
   *
   * @param value 0 to 2³² − 1. Default 1
   * @return this builder
   */
  public TrainerBuilder seed(long value) {
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
  public TrainerBuilder threads(int count) {
    this.threads = requireAtLeast(1, count, "threads");
    return this;
  }

  /**
   * The kernel set; it doesn't change the result.
   *
   * @param choice auto, vector or scalar. Default auto
   * @return this builder
   */
  public TrainerBuilder backend(Backend choice) {
    this.backend = Objects.requireNonNull(choice, "backend");
    return this;
  }

  /**
   * The width of the SIMD vectors; it doesn't change the result.
   *
   * @param bits 128, 256, 512, or 0, the default, for the widest that the CPU has
   * @return this builder
   */
  public TrainerBuilder vectorBits(int bits) {
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
  public TrainerBuilder kernels(Kernels chosen) {
    this.kernels = Objects.requireNonNull(chosen, "kernels");
    return this;
  }

  /**
   * How often the accuracy on the training samples is computed.
   *
   * @param epochs after epoch 0 and then after every so many, which with a full batch are
   *     iterations. Default 100 with a full batch; else every epoch, or of more than 100 epochs so
   *     many that it is computed at most 100 times
   * @return this builder
   */
  public TrainerBuilder accuracyInterval(int epochs) {
    this.accuracyInterval = OptionalInt.of(requireAtLeast(1, epochs, "accuracy interval"));
    return this;
  }

  /**
   * Who is told of each finished epoch, which with a full batch is an iteration.
   *
   * @param newListener the listener. Default nobody
   * @return this builder
   */
  public TrainerBuilder listener(TrainingListener newListener) {
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
