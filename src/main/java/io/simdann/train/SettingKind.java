package io.simdann.train;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What values a setting takes, and how they are written. Classes rather than functions: at the
 * start of a JVM these take less time.
 *
 * @param <T> the type of the values
 */
abstract class SettingKind<T> {
  /** Above 0, but finite. */
  static final SettingKind<Double> POSITIVE =
      new Number("finite and greater than 0", Double.MIN_VALUE, Double.MAX_VALUE);

  /** A limit, which may be infinite. */
  static final SettingKind<Double> LIMIT =
      new Number("greater than 0", Double.MIN_VALUE, Double.POSITIVE_INFINITY);

  /** 0 or more, but finite. */
  static final SettingKind<Double> NOT_NEGATIVE =
      new Number("finite and 0 or more", 0, Double.MAX_VALUE);

  /** 0 included, 1 excluded. */
  static final SettingKind<Double> FRACTION =
      new Number("from 0 to less than 1", 0, Math.nextDown(1f));

  /** 0 and 1 excluded. */
  static final SettingKind<Double> BETWEEN =
      new Number("between 0 and 1", Double.MIN_VALUE, Math.nextDown(1.0));

  /** 0 and 1 excluded, as floats, too. */
  static final SettingKind<Double> FLOAT_BETWEEN =
      new Number("between 0 and 1", Float.MIN_NORMAL, Math.nextDown(1f));

  /** What makes no larger. */
  static final SettingKind<Double> FACTOR =
      new Number("greater than 0 and at most 1", Double.MIN_VALUE, 1);

  /** What makes no larger when divided by. */
  static final SettingKind<Double> DIVISOR =
      new Number("finite and 1 or more", 1, Double.MAX_VALUE);

  /** Whether or not. */
  static final SettingKind<Boolean> FLAG = new Flag();

  /** A seed of NumPy's generator. */
  static final SettingKind<Long> SEED = new Seed();

  /** Names of activations. */
  static final SettingKind<Activation> ACTIVATION = new Activations();

  /** The name of a loss. */
  static final SettingKind<String> LOSS = new LossName();

  /** How much classes count. */
  static final SettingKind<ClassWeights> CLASS_WEIGHTS = new OfClasses();

  /** An initializer. */
  static final SettingKind<Initializer> INITIALIZER = new Initializers();

  private final String placeholder;
  private final String expected;

  private SettingKind(String placeholder, String expected) {
    this.placeholder = placeholder;
    this.expected = expected;
  }

  /** What stands for a value in help. */
  final String placeholder() {
    return placeholder;
  }

  /** Which values are allowed, in the words of a refusal. */
  final String expected() {
    return expected;
  }

  /** Reads a text; null or a {@link NumberFormatException} if it is no value. */
  abstract T parse(String text);

  /** Whether a value is allowed. */
  abstract boolean allows(T value);

  /** Whole numbers from some number up. */
  static SettingKind<Integer> count(String placeholder, int least) {
    return new Count(placeholder, least);
  }

  /** One of some names. */
  static SettingKind<String> choice(List<String> names) {
    return new Choice(names);
  }

  /** Several values, separated by commas. */
  static <E> SettingKind<List<E>> list(
      String placeholder, String expected, boolean mayBeEmpty, SettingKind<E> element) {
    return new ListOf<>(placeholder, expected, mayBeEmpty, element);
  }

  /** As it is written on the command line. */
  static String show(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? ListOf.NONE
          : list.stream().map(SettingKind::show).collect(Collectors.joining(","));
    }
    String text = String.valueOf(value);
    return value instanceof Enum<?> ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static final class Number extends SettingKind<Double> {
    private final double least;
    private final double most;

    Number(String expected, double least, double most) {
      super("NUMBER", expected);
      this.least = least;
      this.most = most;
    }

    @Override
    Double parse(String text) {
      return Double.valueOf(text);
    }

    @Override
    boolean allows(Double value) {
      return value >= least && value <= most;
    }
  }

  private static final class Count extends SettingKind<Integer> {
    private final int least;

    Count(String placeholder, int least) {
      super(placeholder, "a whole number, at least " + least);
      this.least = least;
    }

    @Override
    Integer parse(String text) {
      return Integer.valueOf(text);
    }

    @Override
    boolean allows(Integer value) {
      return value >= least;
    }
  }

  private static final class Seed extends SettingKind<Long> {
    private static final long MOST = 0xffff_ffffL;

    Seed() {
      super("NUMBER", "from 0 to " + MOST);
    }

    @Override
    Long parse(String text) {
      return Long.valueOf(text);
    }

    @Override
    boolean allows(Long value) {
      return value >= 0 && value <= MOST;
    }
  }

  private static final class Flag extends SettingKind<Boolean> {

    Flag() {
      super("", "true or false");
    }

    @Override
    Boolean parse(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> null;
      };
    }

    @Override
    boolean allows(Boolean value) {
      return true;
    }
  }

  private static final class Choice extends SettingKind<String> {
    private final List<String> names;

    Choice(List<String> names) {
      super("NAME", "one of: " + String.join(", ", names));
      this.names = names;
    }

    @Override
    String parse(String text) {
      return text;
    }

    @Override
    boolean allows(String value) {
      return names.contains(value);
    }
  }

  private static final class ListOf<E> extends SettingKind<List<E>> {
    /** How an empty list is written. */
    private static final String NONE = "none";

    private final boolean mayBeEmpty;
    private final SettingKind<E> element;

    ListOf(String placeholder, String expected, boolean mayBeEmpty, SettingKind<E> element) {
      super(placeholder, expected);
      this.mayBeEmpty = mayBeEmpty;
      this.element = element;
    }

    @Override
    List<E> parse(String text) {
      List<E> values = new ArrayList<>();
      if (!text.equals(NONE)) {
        for (String part : text.split(",", -1)) {
          E value = element.parse(part);
          if (value == null) {
            return null;
          }
          values.add(value);
        }
      }
      return List.copyOf(values);
    }

    @Override
    boolean allows(List<E> values) {
      for (E value : values) {
        if (!element.allows(value)) {
          return false;
        }
      }
      return mayBeEmpty || !values.isEmpty();
    }
  }

  /** The scalar kernels are complete, and their refusal lists what there is. */
  private static Kernels allKernels() {
    return KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels();
  }

  private static final class OfClasses extends SettingKind<ClassWeights> {

    OfClasses() {
      super("WEIGHTS", "none, balanced, or a weight for each class such as cat=0.5,dog=2");
    }

    @Override
    ClassWeights parse(String text) {
      return ClassWeights.parse(text);
    }

    @Override
    boolean allows(ClassWeights value) {
      return true;
    }
  }

  private static final class LossName extends SettingKind<String> {

    LossName() {
      super("NAME", "the name of a loss");
    }

    @Override
    String parse(String text) {
      return allKernels().loss(text).name();
    }

    @Override
    boolean allows(String value) {
      return true;
    }
  }

  private static final class Activations extends SettingKind<Activation> {

    Activations() {
      super("NAME", "the name of an activation");
    }

    @Override
    Activation parse(String text) {
      return new Activation(allKernels().activation(text).name());
    }

    @Override
    boolean allows(Activation value) {
      return true;
    }
  }

  private static final class Initializers extends SettingKind<Initializer> {

    Initializers() {
      super(
          "NAME",
          "one of: "
              + Arrays.stream(Initializer.values())
                  .map(SettingKind::show)
                  .collect(Collectors.joining(", ")));
    }

    @Override
    Initializer parse(String text) {
      for (Initializer initializer : Initializer.values()) {
        if (show(initializer).equals(text)) {
          return initializer;
        }
      }
      return null;
    }

    @Override
    boolean allows(Initializer value) {
      return true;
    }
  }
}
