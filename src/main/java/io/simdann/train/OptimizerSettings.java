package io.simdann.train;

import io.simdann.kernel.Kernels;
import java.util.List;

/** Which optimizer a training uses, with its settings: immutable, equal by value. */
public sealed interface OptimizerSettings permits FirstOrderSettings, Lbfgs {

  /** The optimizers' names. */
  List<String> NAMES = List.of("sgd", "rmsprop", "adam", "adamw", "lbfgs");

  /**
   * The optimizer that some settings make.
   *
   * @param values the settings
   * @return the optimizer
   * @hidden internal
   */
  static OptimizerSettings of(SettingValues values) {
    String name = values.get(Settings.OPTIMIZER);
    return switch (name) {
      case "sgd" -> Sgd.of(values);
      case "rmsprop" -> Rmsprop.of(values);
      case "adam", "adamw" -> Adam.of(values);
      case "lbfgs" -> Lbfgs.of(values);
      default -> throw new IllegalArgumentException("there is no optimizer " + name);
    };
  }

  /**
   * The settings.
   *
   * @return its name and all that is a part of it
   */
  SettingValues values();

  /**
   * The name.
   *
   * @return lower case, for example {@code adam}
   */
  String name();

  /**
   * The learning rate, before any schedule.
   *
   * @return the step per unit of mean gradient, finite and greater than 0
   */
  double learningRate();

  /**
   * Whether the learning rate matters.
   *
   * @return true, unless the optimizer finds its steps itself
   */
  default boolean hasLearningRate() {
    return true;
  }

  /**
   * The same optimizer with another learning rate.
   *
   * @param rate finite and greater than 0
   * @return the settings
   * @throws IllegalArgumentException if it is anything else
   */
  OptimizerSettings withLearningRate(double rate);

  /**
   * Refuses what the optimizer can't do.
   *
   * @param regularization what is done with gradients before
   * @param schedule how the learning rate changes
   * @param drops whether there is dropout
   * @throws IllegalArgumentException if it can't do with one of them
   * @hidden internal
   */
  default void requireFits(Regularization regularization, Schedule schedule, boolean drops) {}

  /**
   * Refuses batches that the optimizer can't take.
   *
   * @param plan the batches
   * @throws IllegalArgumentException if it can't take them
   * @hidden internal
   */
  default void requireFits(EpochPlan plan) {}

  /**
   * What makes the iterations of a run.
   *
   * @param kernels the kernel set
   * @param regularization what is done with gradients before
   * @return one for one run
   * @hidden internal
   */
  Minimizer minimizer(Kernels kernels, Regularization regularization);
}
