package io.simdann.train;

import java.util.List;

/** The schedules by name, made of settings. */
final class Schedules {
  private static final double STEP_GAMMA = 0.1;
  private static final double EXPONENTIAL_GAMMA = 0.95;

  /** The schedules' names. */
  static final List<String> NAMES =
      List.of(
          "constant", "step", "exponential", "cosine", "cosine_restarts", "one_cycle", "plateau");

  private Schedules() {}

  /** The schedule that some settings make. */
  static Schedule of(SettingValues values) {
    int warmup = values.get(Settings.WARMUP);
    Schedule schedule = withoutWarmup(values);
    return warmup == 0 ? schedule : schedule.withWarmup(warmup);
  }

  private static Schedule withoutWarmup(SettingValues values) {
    String name = values.get(Settings.SCHEDULE);
    return switch (name) {
      case "constant" -> Schedule.CONSTANT;
      case "step" ->
          new StepDecay(values.get(Settings.STEP_SIZE), values.get(Settings.GAMMA, STEP_GAMMA));
      case "exponential" -> new ExponentialDecay(values.get(Settings.GAMMA, EXPONENTIAL_GAMMA));
      case "cosine" -> new CosineDecay(values.get(Settings.MIN_RATE));
      case "cosine_restarts" ->
          new CosineRestarts(
              values.get(Settings.PERIOD),
              values.get(Settings.PERIOD_MULTIPLIER),
              values.get(Settings.MIN_RATE));
      case "one_cycle" ->
          new OneCycle(
              values.get(Settings.PCT_START),
              values.get(Settings.DIV_FACTOR),
              values.get(Settings.FINAL_DIV_FACTOR));
      case "plateau" ->
          new ReduceOnPlateau(
              values.get(Settings.PLATEAU_FACTOR),
              values.get(Settings.PLATEAU_PATIENCE),
              values.get(Settings.PLATEAU_THRESHOLD),
              values.get(Settings.MIN_RATE));
      default -> throw new IllegalArgumentException("there is no schedule " + name);
    };
  }
}
