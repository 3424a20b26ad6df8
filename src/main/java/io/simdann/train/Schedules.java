package io.simdann.train;

import java.util.List;

/** Schedules and the settings that make them. */
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

  /** The settings that make a schedule. */
  static SettingValues values(Schedule schedule) {
    if (schedule instanceof Warmup warmup) {
      return values(warmup.then()).with(Settings.WARMUP, warmup.iterations());
    }
    SettingValues values =
        SettingValues.NONE.with(Settings.SCHEDULE, schedule.name()).with(Settings.WARMUP, 0);
    if (schedule instanceof StepDecay step) {
      return values.with(Settings.STEP_SIZE, step.stepSize()).with(Settings.GAMMA, step.gamma());
    }
    if (schedule instanceof ExponentialDecay exponential) {
      return values.with(Settings.GAMMA, exponential.gamma());
    }
    if (schedule instanceof CosineDecay cosine) {
      return values.with(Settings.MIN_RATE, cosine.minRate());
    }
    if (schedule instanceof CosineRestarts restarts) {
      return values
          .with(Settings.PERIOD, restarts.firstPeriod())
          .with(Settings.PERIOD_MULTIPLIER, restarts.multiplier())
          .with(Settings.MIN_RATE, restarts.minRate());
    }
    if (schedule instanceof OneCycle cycle) {
      return values
          .with(Settings.PCT_START, cycle.pctStart())
          .with(Settings.DIV_FACTOR, cycle.div())
          .with(Settings.FINAL_DIV_FACTOR, cycle.finalDiv());
    }
    if (schedule instanceof ReduceOnPlateau plateau) {
      return values
          .with(Settings.PLATEAU_FACTOR, plateau.factor())
          .with(Settings.PLATEAU_PATIENCE, plateau.patience())
          .with(Settings.PLATEAU_THRESHOLD, plateau.threshold())
          .with(Settings.MIN_RATE, plateau.minRate());
    }
    return values;
  }
}
