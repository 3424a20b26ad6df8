package io.simdann.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The distinct labels of a data set in ascending order. A label's position is its class index: the
 * row of the network's output that stands for it.
 *
 * <p>Immutable; two instances are equal if they hold the same labels.
 */
public final class Categories {

  /** Labels that lie no farther apart are found by counting, which needs no sorting. */
  private static final int WIDEST_COUNTED = 1 << 16;

  /** Ascending, without duplicates. */
  private final int[] labels;

  /** Whether each label is 1 more than the one before. */
  private final boolean consecutive;

  private Categories(int[] labels) {
    this.labels = labels;
    this.consecutive = (long) labels[labels.length - 1] - labels[0] == labels.length - 1;
  }

  /**
   * Finds the categories in the labels of a data set.
   *
   * @param rawLabels one label per sample, any integers in any order; not kept
   * @return the distinct labels
   * @throws IllegalArgumentException if there is no label at all
   */
  public static Categories discover(int[] rawLabels) {
    if (rawLabels.length == 0) {
      throw new IllegalArgumentException("no labels to find categories in, expected at least one");
    }
    int least = rawLabels[0];
    int greatest = rawLabels[0];
    for (int label : rawLabels) {
      least = Math.min(least, label);
      greatest = Math.max(greatest, label);
    }
    boolean near = (long) greatest - least < WIDEST_COUNTED;
    return new Categories(near ? count(rawLabels, least, greatest) : sort(rawLabels));
  }

  private static int[] count(int[] rawLabels, int least, int greatest) {
    boolean[] occurs = new boolean[greatest - least + 1];
    for (int label : rawLabels) {
      occurs[label - least] = true;
    }
    int[] found = new int[occurs.length];
    int distinct = 0;
    for (int i = 0; i < occurs.length; i++) {
      if (occurs[i]) {
        found[distinct++] = least + i;
      }
    }
    return Arrays.copyOf(found, distinct);
  }

  private static int[] sort(int[] rawLabels) {
    int[] sorted = rawLabels.clone();
    Arrays.sort(sorted);
    int distinct = 1;
    for (int position = 1; position < sorted.length; position++) {
      if (sorted[position] != sorted[distinct - 1]) {
        sorted[distinct++] = sorted[position];
      }
    }
    return Arrays.copyOf(sorted, distinct);
  }

  /**
   * Returns the number of categories: the rows of the network's output.
   *
   * @return the number of distinct labels, at least 1
   */
  public int size() {
    return labels.length;
  }

  /**
   * Returns the class index of a label.
   *
   * @param rawLabel the label as it stands in the data
   * @return its index, from 0 to {@code size() - 1}, or -1 if there is no such category
   */
  public int indexOf(int rawLabel) {
    if (rawLabel < labels[0] || rawLabel > labels[labels.length - 1]) {
      return -1;
    }
    return consecutive ? rawLabel - labels[0] : Math.max(-1, Arrays.binarySearch(labels, rawLabel));
  }

  /**
   * Returns the label of a class index.
   *
   * @param index the class index, from 0 to {@code size() - 1}
   * @return the label as it stands in the data
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int label(int index) {
    return labels[index];
  }

  /**
   * Returns all labels.
   *
   * @return a copy of the labels, in ascending order
   */
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Categories that && Arrays.equals(labels, that.labels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(labels);
  }

  /**
   * Returns the labels in short.
   *
   * @return for example {@code {0, 1, 2}}; from the 21st label on only how many more there are
   */
  @Override
  public String toString() {
    int shown = 20;
    String more =
        labels.length > shown
            ? String.format(Locale.ROOT, ", … %d more", labels.length - shown)
            : "";
    return Arrays.stream(labels)
        .limit(shown)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "{", more + "}"));
  }
}
