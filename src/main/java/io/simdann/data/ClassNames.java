package io.simdann.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of classes, in order: texts, be they integers. A name's position is its class index:
 * the row of the network's output that stands for it.
 *
 * <p>Names that are found in data are in ascending order: of numbers if all are integers, written
 * as {@link Integer#toString(int)} writes them, else of code points. Names that are given stay in
 * their order. A name has 1 to {@value #LONGEST} characters, none of which is a control character.
 *
 * <p>Immutable; two instances are equal if they hold the same names in the same order.
 */
public final class ClassNames {

  /** The most characters of a name. */
  public static final int LONGEST = 1000;

  /** What a name is, in words. */
  public static final String EXPECTED =
      "1 to " + LONGEST + " characters without control characters";

  /** What of a long name is shown in messages. */
  private static final int SHOWN = 80;

  /** What isn't a character of one line: controls, ends of lines, halves of surrogate pairs. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]*");

  private final List<String> names;
  private final Map<String, Integer> indices;

  private ClassNames(List<String> names) {
    this.names = names;
    this.indices = new HashMap<>(2 * names.size());
    for (int index = 0; index < names.size(); index++) {
      indices.put(names.get(index), index);
    }
  }

  /**
   * Names in a given order.
   *
   * @param names the names
   * @return the same
   * @throws IllegalArgumentException if there is none, one is there twice, or one can't be a name
   */
  public static ClassNames of(List<String> names) {
    return new ClassNames(requireDistinct(names, "class names"));
  }

  /**
   * Names in a given order.
   *
   * @param names the names
   * @return the same
   * @throws IllegalArgumentException if there is none, one is there twice, or one can't be a name
   */
  public static ClassNames of(String... names) {
    return of(Arrays.asList(names));
  }

  /**
   * Finds the names in the labels of a data set.
   *
   * @param labels labels in any order, such as one per sample; not kept
   * @return the distinct labels, ascending
   * @throws IllegalArgumentException if there is no label at all, or one can't be a name
   */
  public static ClassNames discover(Collection<String> labels) {
    Set<String> distinct = new HashSet<>(labels);
    distinct.forEach(label -> requireName(label, "class names"));
    boolean integers = distinct.stream().allMatch(ClassNames::isInteger);
    Comparator<String> order = integers ? ClassNames::compareIntegers : ClassNames::compareTexts;
    return of(distinct.stream().sorted(order).toList());
  }

  /**
   * Finds the names in integer labels.
   *
   * @param labels labels in any order, such as one per sample; not kept
   * @return the distinct labels as texts, ascending
   * @throws IllegalArgumentException if there is no label at all
   */
  public static ClassNames discover(int... labels) {
    return DistinctIntegers.in(labels).names();
  }

  private static boolean isInteger(String name) {
    return INTEGER.matcher(name).matches();
  }

  private static int compareIntegers(String a, String b) {
    boolean negative = a.startsWith("-");
    if (negative != b.startsWith("-")) {
      return negative ? -1 : 1;
    }
    int length = Integer.compare(a.length(), b.length());
    int magnitude = length == 0 ? a.compareTo(b) : length;
    return negative ? -magnitude : magnitude;
  }

  /** UTF-8 keeps the order of code points, UTF-16 doesn't. */
  private static int compareTexts(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks names, of classes or of anything else.
   *
   * @param names the names
   * @param what what messages call them, for example {@code class names}
   * @return a copy, immutable
   * @throws IllegalArgumentException if there is none, one is there twice, or one can't be a name
   * @hidden internal
   */
  public static List<String> requireDistinct(List<String> names, String what) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no " + what + ", expected at least one");
    }
    Set<String> before = new HashSet<>(2 * names.size());
    for (String name : names) {
      requireName(name, what);
      if (!before.add(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: \"%s\" is there twice, expected distinct ones",
                what,
                shown(name)));
      }
    }
    return List.copyOf(names);
  }

  private static void requireName(String name, String what) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: \"%s\", expected %s", what, shown(name), EXPECTED));
    }
  }

  /**
   * Whether a text can be a name.
   *
   * @param text any text, or null
   * @return true for {@link #EXPECTED}
   */
  public static boolean isName(String text) {
    return text != null
        && !text.isEmpty()
        && text.length() <= LONGEST
        && !CONTROL.matcher(text).find();
  }

  /**
   * A text for a message of one line: cut if it is long, and without control characters.
   *
   * @param text any text, or null
   * @return what to show of it
   * @hidden internal
   */
  public static String shown(String text) {
    String all = String.valueOf(text);
    String cut = all.length() <= SHOWN ? all : all.substring(0, SHOWN) + "…";
    return CONTROL.matcher(cut).replaceAll("�");
  }

  /**
   * Returns the number of classes: the rows of the network's output.
   *
   * @return the number of names, at least 1
   */
  public int size() {
    return names.size();
  }

  /**
   * Returns the class index of a name.
   *
   * @param name a label as it stands in the data
   * @return its index, from 0 to {@code size() - 1}, or -1 if there is no such class
   */
  public int indexOf(String name) {
    return indices.getOrDefault(name, -1);
  }

  /**
   * Returns the name of a class.
   *
   * @param index the class index, from 0 to {@code size() - 1}
   * @return its name
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public String name(int index) {
    return names.get(index);
  }

  /**
   * Returns all names.
   *
   * @return an immutable list, in the order of the class indices
   */
  public List<String> names() {
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassNames that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  /**
   * Returns the names in short.
   *
   * @return for example {@code {0, 1, 2}}; from the 21st name on only how many more there are
   */
  @Override
  public String toString() {
    int most = 20;
    String more =
        names.size() > most ? String.format(Locale.ROOT, ", … %d more", names.size() - most) : "";
    return names.stream()
        .limit(most)
        .map(ClassNames::shown)
        .collect(Collectors.joining(", ", "{", more + "}"));
  }
}
