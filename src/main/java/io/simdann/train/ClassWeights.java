package io.simdann.train;

import io.simdann.data.ClassNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much the samples of each class count in training. A sample's weight is its own one, which is
 * 1 if it has none, times that of its class, in float64 and rounded to a float.
 *
 * <p>What is minimized is the mean by weight over a batch. A batch whose samples all have weight 0
 * has no gradient and no cost; its step is made all the same, so that momentum, weight decay and
 * penalties still move parameters.
 */
public final class ClassWeights {

  /** All classes count alike. */
  public static final ClassWeights NONE = new ClassWeights("none", Map.of());

  /**
   * Each class counts as much as every other, whatever its number of samples: with n samples of K
   * classes, the weight of a class of c samples is n / (K·c), so that the mean weight of all
   * samples is 1. This is {@code class_weight="balanced"} of scikit-learn. Samples are counted, not
   * their weights; K are the classes that have samples.
   */
  public static final ClassWeights BALANCED = new ClassWeights("balanced", Map.of());

  private final String name;
  private final Map<String, Double> byName;

  private ClassWeights(String name, Map<String, Double> byName) {
    this.name = name;
    this.byName = byName;
  }

  /**
   * A weight for each class.
   *
   * @param byName for the name of each class a finite number, 0 or greater; copied
   * @return the weights
   * @throws IllegalArgumentException if there is none, one is anything else, or all are 0
   */
  public static ClassWeights of(Map<String, Double> byName) {
    byName.forEach(
        (name, weight) -> {
          if (weight == null || !(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "weight %s of class %s, expected a finite number, 0 or greater",
                    weight,
                    ClassNames.shown(name)));
          }
        });
    if (byName.values().stream().allMatch(weight -> weight == 0)) {
      throw new IllegalArgumentException(
          byName.isEmpty()
              ? "no class weights, expected one for each class"
              : "all classes have weight 0, expected a greater one of at least one class");
    }
    return new ClassWeights("by name", new TreeMap<>(byName));
  }

  /**
   * Reads weights as they are written on the command line.
   *
   * @param text {@code none}, {@code balanced}, or for example {@code cat=0.5,dog=2}
   * @return the weights
   * @throws IllegalArgumentException if it is anything else, or {@link #of} refuses the numbers
   */
  public static ClassWeights parse(String text) {
    if (text.equals(NONE.name)) {
      return NONE;
    }
    if (text.equals(BALANCED.name)) {
      return BALANCED;
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      if (equals < 0) {
        throw new NumberFormatException(part);
      }
      if (weights.put(part.substring(0, equals), Double.valueOf(part.substring(equals + 1)))
          != null) {
        throw new NumberFormatException(part);
      }
    }
    return of(weights);
  }

  /**
   * Whether all classes count alike.
   *
   * @return true for {@link #NONE}
   */
  public boolean areNone() {
    return this == NONE;
  }

  /**
   * The weights of the classes of some samples.
   *
   * @param classNames the names of the classes
   * @param samples the number of samples of each class; of all together at least 1
   * @return a weight for each class; 1 for a class without samples if they are balanced
   * @throws IllegalArgumentException if a class has no weight, or there is a weight of a class that
   *     isn't among them
   */
  public double[] resolve(ClassNames classNames, long[] samples) {
    double[] weights = new double[classNames.size()];
    Arrays.fill(weights, 1);
    if (this == BALANCED) {
      balance(samples, weights);
    } else if (this != NONE) {
      for (String known : byName.keySet()) {
        if (classNames.indexOf(known) < 0) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "a weight of class %s, which is unknown, expected those of %s",
                  ClassNames.shown(known),
                  classNames));
        }
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = byName(classNames.name(i));
      }
    }
    return weights;
  }

  private static void balance(long[] samples, double[] weights) {
    long all = Arrays.stream(samples).sum();
    long classes = Arrays.stream(samples).filter(count -> count > 0).count();
    for (int i = 0; i < weights.length; i++) {
      if (samples[i] > 0) {
        weights[i] = all / ((double) classes * samples[i]);
      }
    }
  }

  private double byName(String className) {
    Double weight = byName.get(className);
    if (weight == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no weight of class %s, expected one for each class",
              ClassNames.shown(className)));
    }
    return weight;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassWeights that
        && name.equals(that.name)
        && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + byName.hashCode();
  }

  /**
   * Shows the weights as they are written on the command line.
   *
   * @return {@code none}, {@code balanced}, or for example {@code cat=0.5,dog=2.0}
   */
  @Override
  public String toString() {
    return byName.isEmpty()
        ? name
        : byName.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
  }
}
