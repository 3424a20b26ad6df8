package io.simdann.data;

import java.util.Arrays;
import java.util.List;

/** The distinct ones of many integers, found and looked up without a text of each. */
final class DistinctIntegers {

  /** Integers that lie no farther apart are found by counting, which needs no sorting. */
  private static final int WIDEST_COUNTED = 1 << 16;

  /** Ascending, without duplicates. */
  private final int[] values;

  /** Whether each is 1 more than the one before. */
  private final boolean consecutive;

  private DistinctIntegers(int[] values) {
    this.values = values;
    this.consecutive = (long) values[values.length - 1] - values[0] == values.length - 1;
  }

  /** Finds those in an array, which must not be empty. */
  static DistinctIntegers in(int[] all) {
    if (all.length == 0) {
      throw new IllegalArgumentException("no labels, expected at least one");
    }
    int least = all[0];
    int greatest = all[0];
    for (int value : all) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    boolean near = (long) greatest - least < WIDEST_COUNTED;
    return new DistinctIntegers(near ? count(all, least, greatest) : sort(all));
  }

  private static int[] count(int[] all, int least, int greatest) {
    boolean[] occurs = new boolean[greatest - least + 1];
    for (int value : all) {
      occurs[value - least] = true;
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

  private static int[] sort(int[] all) {
    int[] sorted = all.clone();
    Arrays.sort(sorted);
    int distinct = 1;
    for (int position = 1; position < sorted.length; position++) {
      if (sorted[position] != sorted[distinct - 1]) {
        sorted[distinct++] = sorted[position];
      }
    }
    return Arrays.copyOf(sorted, distinct);
  }

  /** The integers as texts, ascending. */
  ClassNames names() {
    List<String> texts = Arrays.stream(values).mapToObj(Integer::toString).toList();
    return ClassNames.of(texts);
  }

  /** The class index of each integer among some names, ascending; -1 of those it isn't among. */
  int[] indicesIn(ClassNames names) {
    return Arrays.stream(values).map(value -> names.indexOf(Integer.toString(value))).toArray();
  }

  /** The place of one of the integers among them. */
  int positionOf(int value) {
    return consecutive ? value - values[0] : Arrays.binarySearch(values, value);
  }
}
