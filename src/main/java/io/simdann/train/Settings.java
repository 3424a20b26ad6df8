package io.simdann.train;

import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import java.util.List;

/**
 * All settings that a training's result depends on: the one table of their names, types, ranges and
 * defaults. A new setting is an entry here, and the lines that use it.
 */
public final class Settings {
  /** What other settings are that aren't given. */
  public static final Setting<String> PRESET =
      new Setting<>(
              "preset",
              SettingKind.choice(Preset.NAMES),
              "What settings are that aren't given; modern stands for --hidden 100 --activation relu"
                  + " --optimizer adam --batch-size 128")
          .or(Preset.ARTICLE);

  /** The units of each hidden layer. */
  public static final Setting<List<Integer>> HIDDEN =
      new Setting<>(
              "hidden",
              SettingKind.list(
                  "SIZES",
                  "layer sizes from 1 up, such as 50 or 128,64, or none",
                  true,
                  SettingKind.count("UNITS", 1)),
              "Units of each hidden layer, from the input side; none for no hidden layer")
          .or(List.of(50));

  /** What the outputs of hidden layers go through. */
  public static final Setting<List<Activation>> ACTIVATION =
      new Setting<>(
              "activation",
              SettingKind.list(
                  "NAMES", "names such as relu or relu,tanh", false, SettingKind.ACTIVATION),
              "What the outputs of hidden layers go through, one for all layers or one for each:"
                  + " identity, sigmoid, tanh, relu, leaky_relu, elu, gelu or silu")
          .or(List.of(Activation.SIGMOID));

  /** What training drops of hidden layers. */
  public static final Setting<List<Double>> DROPOUT =
      new Setting<>(
              "dropout",
              SettingKind.list(
                  "RATES",
                  "rates from 0 to less than 1, such as 0.2 or 0.2,0.5",
                  false,
                  SettingKind.FRACTION),
              "The part of its outputs that training drops of a hidden layer, one for all layers or"
                  + " one for each")
          .or(List.of(0.0));

  /** What training drops of the inputs. */
  public static final Setting<Double> INPUT_DROPOUT =
      new Setting<>(
              "input_dropout", SettingKind.FRACTION, "The part of the inputs that training drops")
          .or(0.0);

  /** How weights start. */
  public static final Setting<Initializer> INIT =
      new Setting<>("init", SettingKind.INITIALIZER, "How weights start")
          .orElse(
              "article for sigmoids alone; else he_normal for relu, leaky_relu, elu, gelu and silu,"
                  + " and glorot_uniform for other layers");

  /** What is minimized. */
  public static final Setting<String> LOSS =
      new Setting<>(
              "loss",
              SettingKind.LOSS,
              "What is minimized: for classes softmax_cross_entropy, or for two classes"
                  + " sigmoid_cross_entropy, which is for labels, too; for numbers squared_error,"
                  + " absolute_error, huber, quantile or poisson")
          .or("softmax_cross_entropy")
          .orElse(
              "softmax_cross_entropy; with --preset modern for two classes, unless labels are smoothed,"
                  + " sigmoid_cross_entropy");

  /** Where Huber's loss goes from a parabola to a line. */
  public static final Setting<Double> DELTA =
      new Setting<>("delta", SettingKind.POSITIVE, "The error at which Huber's loss becomes linear")
          .or(1.0)
          .onlyFor(LOSS, "huber");

  /** Which quantile is to be predicted. */
  public static final Setting<Double> TAU =
      new Setting<>("tau", SettingKind.FLOAT_BETWEEN, "The quantile that is predicted")
          .or(0.5)
          .onlyFor(LOSS, "quantile");

  /** What part of a target is spread over all classes. */
  public static final Setting<Double> LABEL_SMOOTHING =
      new Setting<>(
              "label_smoothing",
              SettingKind.FRACTION,
              "What part of a target is spread over all classes")
          .or(0.0)
          .onlyFor(LOSS, "softmax_cross_entropy");

  /** How much the samples of each class count. */
  public static final Setting<ClassWeights> CLASS_WEIGHT =
      new Setting<>(
              "class_weight",
              SettingKind.CLASS_WEIGHTS,
              "How much the samples of each class count; balanced: all classes together alike")
          .or(ClassWeights.NONE);

  /** What updates the parameters. */
  public static final Setting<String> OPTIMIZER =
      new Setting<>(
              "optimizer",
              SettingKind.choice(OptimizerSettings.NAMES),
              "What updates the parameters")
          .or("sgd");

  /** The step per unit of mean gradient. */
  public static final Setting<Double> LEARNING_RATE =
      new Setting<>("learning_rate", SettingKind.POSITIVE, "Step per unit of mean gradient")
          .orElse("0.1 with sgd, 0.001 with the others")
          .onlyFor(OPTIMIZER, "sgd", "rmsprop", "adam", "adamw");

  /** The momentum of sgd. */
  public static final Setting<Double> MOMENTUM =
      new Setting<>("momentum", SettingKind.FRACTION, "Momentum of sgd")
          .or(0.0)
          .onlyFor(OPTIMIZER, "sgd");

  /** Whether that is Nesterov's. */
  public static final Setting<Boolean> NESTEROV =
      new Setting<>("nesterov", SettingKind.FLAG, "The momentum of sgd is Nesterov's")
          .or(false)
          .onlyFor(OPTIMIZER, "sgd");

  /** The decay of the squares of rmsprop. */
  public static final Setting<Double> RHO =
      new Setting<>("rho", SettingKind.FRACTION, "Decay of the squares of rmsprop")
          .or(0.9)
          .onlyFor(OPTIMIZER, "rmsprop");

  /** The decay of the means of adam. */
  public static final Setting<Double> BETA_1 =
      new Setting<>("beta_1", SettingKind.FRACTION, "Decay of the means of adam")
          .or(0.9)
          .onlyFor(OPTIMIZER, "adam", "adamw");

  /** The decay of the squares of adam. */
  public static final Setting<Double> BETA_2 =
      new Setting<>("beta_2", SettingKind.FRACTION, "Decay of the squares of adam")
          .or(0.999)
          .onlyFor(OPTIMIZER, "adam", "adamw");

  /** The decoupled decay of weights. */
  public static final Setting<Double> WEIGHT_DECAY =
      new Setting<>("weight_decay", SettingKind.NOT_NEGATIVE, "Decoupled decay of weights of adamw")
          .or(0.01)
          .onlyFor(OPTIMIZER, "adamw");

  /** The steps from which L-BFGS knows the curvature. */
  public static final Setting<Integer> HISTORY_SIZE =
      new Setting<>(
              "history_size",
              SettingKind.count("STEPS", 1),
              "The last steps from which lbfgs knows the curvature")
          .or(10)
          .onlyFor(OPTIMIZER, "lbfgs");

  /** The gradient at which L-BFGS ends. */
  public static final Setting<Double> TOLERANCE =
      new Setting<>(
              "tolerance",
              SettingKind.NOT_NEGATIVE,
              "The largest magnitude of the gradient at which lbfgs ends")
          .or(1e-5)
          .onlyFor(OPTIMIZER, "lbfgs");

  /** How the learning rate changes. */
  public static final Setting<String> SCHEDULE =
      new Setting<>(
              "schedule", SettingKind.choice(Schedules.NAMES), "How the learning rate changes")
          .or("constant");

  /** The iterations in which the learning rate rises. */
  public static final Setting<Integer> WARMUP =
      new Setting<>(
              "warmup",
              SettingKind.count("ITERATIONS", 0),
              "Iterations in which the learning rate rises, before the schedule")
          .or(0);

  /** The epochs between reductions. */
  public static final Setting<Integer> STEP_SIZE =
      new Setting<>(
              "step_size",
              SettingKind.count("EPOCHS", 1),
              "Epochs from one reduction of the learning rate to the next")
          .or(10)
          .onlyFor(SCHEDULE, "step");

  /** The factor of a reduction. */
  public static final Setting<Double> GAMMA =
      new Setting<>(
              "gamma",
              SettingKind.FACTOR,
              "The factor of the learning rate, at each step or in each epoch")
          .orElse("0.1 with step, 0.95 with exponential")
          .onlyFor(SCHEDULE, "step", "exponential");

  /** The smallest learning rate. */
  public static final Setting<Double> MIN_RATE =
      new Setting<>("min_rate", SettingKind.NOT_NEGATIVE, "The smallest learning rate")
          .or(0.0)
          .onlyFor(SCHEDULE, "cosine", "cosine_restarts", "plateau");

  /** The epochs up to the first restart. */
  public static final Setting<Integer> PERIOD =
      new Setting<>("period", SettingKind.count("EPOCHS", 1), "Epochs up to the first restart")
          .or(10)
          .onlyFor(SCHEDULE, "cosine_restarts");

  /** By what periods grow. */
  public static final Setting<Integer> PERIOD_MULTIPLIER =
      new Setting<>(
              "period_multiplier",
              SettingKind.count("COUNT", 1),
              "How many times as long each period is as the one before")
          .or(1)
          .onlyFor(SCHEDULE, "cosine_restarts");

  /** The part of a one-cycle schedule that rises. */
  public static final Setting<Double> PCT_START =
      new Setting<>(
              "pct_start",
              SettingKind.BETWEEN,
              "The part of the iterations in which the rate rises")
          .or(0.3)
          .onlyFor(SCHEDULE, "one_cycle");

  /** By what a one-cycle schedule divides at first. */
  public static final Setting<Double> DIV_FACTOR =
      new Setting<>(
              "div_factor", SettingKind.DIVISOR, "By what the learning rate is divided at first")
          .or(25.0)
          .onlyFor(SCHEDULE, "one_cycle");

  /** By what a one-cycle schedule divides that at last. */
  public static final Setting<Double> FINAL_DIV_FACTOR =
      new Setting<>(
              "final_div_factor", SettingKind.DIVISOR, "By what the first rate is divided at last")
          .or(1e4)
          .onlyFor(SCHEDULE, "one_cycle");

  /** The factor on a plateau. */
  public static final Setting<Double> PLATEAU_FACTOR =
      new Setting<>(
              "plateau_factor", SettingKind.BETWEEN, "The factor of the learning rate on a plateau")
          .or(0.1)
          .onlyFor(SCHEDULE, "plateau");

  /** The epochs that make a plateau. */
  public static final Setting<Integer> PLATEAU_PATIENCE =
      new Setting<>(
              "plateau_patience",
              SettingKind.count("EPOCHS", 0),
              "Epochs that may be no better than the best before")
          .or(10)
          .onlyFor(SCHEDULE, "plateau");

  /** The improvement that counts. */
  public static final Setting<Double> PLATEAU_THRESHOLD =
      new Setting<>(
              "plateau_threshold",
              SettingKind.FRACTION,
              "The least relative improvement that counts")
          .or(1e-4)
          .onlyFor(SCHEDULE, "plateau");

  /** The factor of the penalty on magnitudes. */
  public static final Setting<Double> L1 =
      new Setting<>("l1", SettingKind.NOT_NEGATIVE, "Factor of the penalty on |w|, without biases")
          .or(0.0);

  /** The factor of the penalty on squares. */
  public static final Setting<Double> L2 =
      new Setting<>("l2", SettingKind.NOT_NEGATIVE, "Factor of the penalty on w²/2, without biases")
          .or(0.0);

  /** The largest magnitude of a value of the gradient. */
  public static final Setting<Double> CLIP_VALUE =
      new Setting<>("clip_value", SettingKind.LIMIT, "Largest magnitude of a value of the gradient")
          .or(Double.POSITIVE_INFINITY)
          .orElse("any");

  /** The largest norm of the gradient. */
  public static final Setting<Double> CLIP_NORM =
      new Setting<>("clip_norm", SettingKind.LIMIT, "Largest 2-norm of the whole gradient")
          .or(Double.POSITIVE_INFINITY)
          .orElse("any");

  /** The length in updates. */
  public static final Setting<Integer> ITERATIONS =
      new Setting<>(
              "iterations",
              SettingKind.count("COUNT", 1),
              "Updates, each from all samples or one batch")
          .orElse("1000 without --batch-size and --epochs");

  /** The length in passes over all samples. */
  public static final Setting<Integer> EPOCHS =
      new Setting<>(
              "epochs",
              SettingKind.count("COUNT", 1),
              "Passes over all samples, in place of --iterations; without --batch-size"
                  + " each is one iteration")
          .orElse("10 with --batch-size");

  /** The samples of a batch. */
  public static final Setting<Integer> BATCH_SIZE =
      new Setting<>(
              "batch_size",
              SettingKind.count("SAMPLES", 1),
              "Samples to a batch; the last batch of an epoch is what is left")
          .orElse("all samples");

  /** Whether the samples are taken in another order in every epoch. */
  public static final Setting<Boolean> SHUFFLE =
      new Setting<>(
              "shuffle",
              SettingKind.FLAG,
              "Take the samples in the order of the data in every epoch")
          .or(true);

  /** The seed of all that is random. */
  public static final Setting<Long> SEED =
      new Setting<>(
              "seed",
              SettingKind.SEED,
              "Seed of the initial weights, as for numpy.random.seed, of the shuffling and of dropout")
          .or(1L);

  private static final List<Setting<?>> ALL =
      List.of(
          PRESET,
          HIDDEN,
          ACTIVATION,
          DROPOUT,
          INPUT_DROPOUT,
          INIT,
          LOSS,
          DELTA,
          TAU,
          LABEL_SMOOTHING,
          CLASS_WEIGHT,
          OPTIMIZER,
          LEARNING_RATE,
          MOMENTUM,
          NESTEROV,
          RHO,
          BETA_1,
          BETA_2,
          WEIGHT_DECAY,
          HISTORY_SIZE,
          TOLERANCE,
          SCHEDULE,
          WARMUP,
          STEP_SIZE,
          GAMMA,
          MIN_RATE,
          PERIOD,
          PERIOD_MULTIPLIER,
          PCT_START,
          DIV_FACTOR,
          FINAL_DIV_FACTOR,
          PLATEAU_FACTOR,
          PLATEAU_PATIENCE,
          PLATEAU_THRESHOLD,
          L1,
          L2,
          CLIP_VALUE,
          CLIP_NORM,
          ITERATIONS,
          EPOCHS,
          BATCH_SIZE,
          SHUFFLE,
          SEED);

  private Settings() {}

  /**
   * The table.
   *
   * @return every setting, in the order of the command line's help
   */
  public static List<Setting<?>> all() {
    return ALL;
  }
}
