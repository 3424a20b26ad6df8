package io.simdann.train;

import io.simdann.random.SplitMix64;
import io.simdann.train.HashedSamples.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws the trainings of {@code numerics-1.txt} from all settings. The main method prints the file,
 * with the hashes of this program. Choices come from decks that are shuffled anew when they are
 * used up, so that no choice is left out for lack of luck. A new setting is for trainings after the
 * ones that there are, whose hashes must not change.
 */
public final class RandomSettings {
  /** The lines of the file. */
  static final int TRAININGS = 40;

  /** The multiply-adds of the forward passes of a training: some 20 ms in plain loops. */
  private static final long MOST_WORK = 20_000_000;

  private static final int PIXELS = 196;
  private static final String UNSET = "";

  private final SplitMix64 random = new SplitMix64(1);

  private final Deck target =
      deck("digits", "digits", "digits", "parity", "parity", "numbers", "numbers", "labels");
  private final Deck form =
      deck("bytes", "floats", "dense-bytes", "bytes", "floats", "dense-floats");
  private final Deck samples = deck("65", "129", "300", "513", "700", "1030");
  private final Deck weights = deck("alike", "alike", "cycle", "gap");
  private final Deck layers = deck("1", "1", "2", "2", "3", "0");
  private final Deck units = deck("1", "5", "15", "16", "17", "31", "33", "63", "64", "65", "100");
  private final Deck activation =
      deck("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu");
  private final Deck init =
      deck(UNSET, UNSET, "article", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform");
  private final Deck numbersLoss =
      deck("squared_error", "absolute_error", "huber", "quantile", "poisson");
  private final Deck smoothing = deck(UNSET, "0.1", "0.3");
  private final Deck classWeight = deck(UNSET, "balanced", UNSET, "given");
  private final Deck optimizer =
      deck("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "lbfgs");
  private final Deck schedule =
      deck(UNSET, "step", "exponential", "cosine", "cosine_restarts", "one_cycle", "plateau");
  private final Deck dropout = deck(UNSET, UNSET, "all", "each");
  private final Deck inputDropout = deck(UNSET, UNSET, UNSET, "0.1");
  private final Deck batch = deck(UNSET, "7", "16", "64", "100", "300");

  /** Choices in an order at random, each as often as it was given. */
  private final class Deck {
    private final List<String> all;
    private final List<String> left = new ArrayList<>();

    Deck(List<String> all) {
      this.all = all;
    }

    String draw() {
      if (left.isEmpty()) {
        left.addAll(all);
      }
      return left.remove(random.nextInt(left.size()));
    }
  }

  private Deck deck(String... choices) {
    return new Deck(List.of(choices));
  }

  /** The trainings of the file, without hashes. */
  static List<HashedTraining> all() {
    RandomSettings settings = new RandomSettings();
    return Stream.generate(settings::next).limit(TRAININGS).toList();
  }

  private HashedTraining next() {
    HashedSamples drawn =
        HashedSamples.parse(
            String.join(" ", target.draw(), form.draw(), samples.draw(), weights.draw()));
    String chosen = optimizer.draw();
    Options options = new Options();
    boolean modern = random.nextInt(6) == 0;
    if (modern) {
      options.add("preset", "modern");
    }
    int hidden = network(options, modern);
    loss(options, drawn.target(), modern);
    if (drawn.target().isClass()) {
      classWeights(options, drawn.target());
    }
    optimizer(options, chosen, drawn.target());
    boolean lbfgs = chosen.equals("lbfgs");
    if (maybe()) {
      options.add("l2", pick("0.0001", "0.01"));
    }
    if (!lbfgs) {
      stochastic(options, hidden);
    }
    length(options, drawn.samples(), lbfgs, modern);
    options.add("seed", Long.toString(3L * random.nextInt(1 << 30)));
    return new HashedTraining(drawn, options.values(), UNSET);
  }

  /** Adds the layers, and tells how many of them are hidden. */
  private int network(Options options, boolean modern) {
    int hidden = Integer.parseInt(layers.draw());
    if (modern && hidden < 2) {
      return 1;
    }
    options.add("hidden", hidden == 0 ? "none" : repeated(hidden, units));
    if (hidden > 0) {
      options.add("activation", repeated(maybe() ? 1 : hidden, activation));
    }
    options.addUnlessUnset("init", init.draw());
    return hidden;
  }

  private static String repeated(int count, Deck deck) {
    return Stream.generate(deck::draw).limit(count).collect(Collectors.joining(","));
  }

  private void loss(Options options, Target target, boolean modern) {
    switch (target) {
      case DIGITS -> options.addUnlessUnset("label_smoothing", smoothing.draw());
      case PARITY -> {
        if (!modern) {
          options.add("loss", pick("softmax_cross_entropy", "sigmoid_cross_entropy"));
        }
      }
      case LABELS -> options.add("loss", "sigmoid_cross_entropy");
      case NUMBERS -> {
        String loss = numbersLoss.draw();
        options.add("loss", loss);
        if (loss.equals("huber")) {
          options.add("delta", pick("0.25", "1.5"));
        }
        if (loss.equals("quantile")) {
          options.add("tau", pick("0.1", "0.75"));
        }
      }
    }
  }

  private void classWeights(Options options, Target target) {
    String chosen = classWeight.draw();
    if (!chosen.equals("given")) {
      options.addUnlessUnset("class_weight", chosen);
      return;
    }
    String names = target == Target.DIGITS ? "0123456789" : "eo";
    options.add(
        "class_weight",
        IntStream.range(0, names.length())
            .mapToObj(i -> names.charAt(i) + "=" + random.nextInt(12) / 4.0)
            .collect(Collectors.joining(",")));
  }

  private void optimizer(Options options, String chosen, Target target) {
    boolean sgd = List.of("sgd", "momentum", "nesterov").contains(chosen);
    options.add("optimizer", sgd ? "sgd" : chosen);
    if (sgd) {
      options.add(
          "learning_rate", target == Target.NUMBERS ? pick("0.001", "0.005") : pick("0.02", "0.1"));
    } else if (!chosen.equals("lbfgs")) {
      options.addUnlessUnset("learning_rate", pick(UNSET, "0.005"));
    }
    switch (chosen) {
      case "momentum" -> options.add("momentum", pick("0.5", "0.9"));
      case "nesterov" -> {
        options.add("momentum", pick("0.5", "0.9"));
        options.add("nesterov", "true");
      }
      case "rmsprop" -> options.add("rho", pick("0.8", "0.99"));
      case "adam", "adamw" -> {
        options.add("beta_1", pick("0.8", "0.95"));
        options.add("beta_2", pick("0.99", "0.9999"));
        if (chosen.equals("adamw")) {
          options.add("weight_decay", pick("0.05", "0.3"));
        }
      }
      case "lbfgs" -> {
        options.add("history_size", pick("1", "3", "20"));
        options.add("tolerance", pick("0.0", "0.0001"));
      }
      default -> {
        // Plain.
      }
    }
  }

  /** What L-BFGS doesn't take. */
  private void stochastic(Options options, int hidden) {
    if (maybe()) {
      options.add("l1", pick("0.0001", "0.001"));
    }
    if (maybe()) {
      options.add("clip_value", pick("0.01", "0.1"));
    }
    if (maybe()) {
      options.add("clip_norm", pick("0.1", "0.5"));
    }
    String rates = hidden == 0 ? UNSET : dropout.draw();
    if (!rates.equals(UNSET)) {
      Deck rate = deck("0.1", "0.25", "0.5", "0.7");
      options.add("dropout", repeated(rates.equals("all") ? 1 : hidden, rate));
    }
    options.addUnlessUnset("input_dropout", inputDropout.draw());
    schedule(options, schedule.draw());
  }

  private void schedule(Options options, String chosen) {
    options.addUnlessUnset("schedule", chosen);
    switch (chosen) {
      case "step" -> {
        options.add("step_size", pick("1", "2"));
        options.add("gamma", "0.3");
      }
      case "exponential" -> options.add("gamma", "0.7");
      case "cosine" -> options.add("min_rate", pick("0.0", "0.0005"));
      case "cosine_restarts" -> {
        options.add("period", pick("1", "2"));
        options.add("period_multiplier", pick("1", "2"));
        options.add("min_rate", "0.0001");
      }
      case "one_cycle" -> {
        options.add("pct_start", pick("0.25", "0.4"));
        options.add("div_factor", "10.0");
        options.add("final_div_factor", "100.0");
      }
      case "plateau" -> {
        options.add("plateau_factor", "0.5");
        options.add("plateau_patience", pick("0", "1"));
        options.add("plateau_threshold", "0.2");
        options.add("min_rate", "0.0001");
      }
      default -> {
        // Constant.
      }
    }
    if (!chosen.equals("one_cycle") && maybe()) {
      options.add("warmup", pick("1", "2"));
    }
  }

  /** Adds batches and updates: three passes or more, but of small batches some two dozen. */
  private void length(Options options, int samples, boolean lbfgs, boolean modern) {
    String size = lbfgs ? UNSET : batch.draw();
    if (modern && !lbfgs) {
      size = "128";
    } else {
      options.addUnlessUnset("batch_size", size);
    }
    int of = size.equals(UNSET) ? samples : Math.min(samples, Integer.parseInt(size));
    int least = of == samples ? 5 : 3 * ((samples + of - 1) / of);
    long work = (long) PIXELS * 64 * of;
    if (least > 24 || of == samples) {
      int most = (int) Math.max(5, Math.min(24, MOST_WORK / work));
      options.add("iterations", Integer.toString(most - random.nextInt(3)));
    } else {
      options.add("epochs", pick("3", "4"));
    }
    if (of < samples && maybe()) {
      options.add("shuffle", "false");
    }
  }

  private boolean maybe() {
    return random.nextInt(3) == 0;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Values by the names of settings. */
  private static final class Options {
    private SettingValues values = SettingValues.of();

    void add(String name, String text) {
      Settings.all().stream()
          .filter(setting -> setting.name().equals(name))
          .forEach(setting -> put(setting, text));
    }

    private <T> void put(Setting<T> setting, String text) {
      values = values.with(setting, setting.parse(text));
    }

    void addUnlessUnset(String name, String text) {
      if (!text.equals(UNSET)) {
        add(name, text);
      }
    }

    SettingValues values() {
      return values;
    }
  }

  /**
   * Prints the file.
   *
   * @param arguments none
   */
  public static void main(String... arguments) {
    for (HashedTraining training : all()) {
      String hash = training.trained(Trainer.builder());
      System.out.println(training.with(hash));
    }
  }
}
