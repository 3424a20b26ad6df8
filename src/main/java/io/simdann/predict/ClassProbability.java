package io.simdann.predict;

import java.util.ArrayList;
import java.util.List;

/**
 * How probable it is that a sample is of a class.
 *
 * @param name the name of the class
 * @param probability 0 to 1
 */
public record ClassProbability(String name, float probability) {

  /** The most probable ones, descending; of equally probable ones the first. */
  static List<ClassProbability> top(List<String> names, float[] probabilities, int count) {
    int[] best = new int[count];
    int found = 0;
    for (int index = 0; index < probabilities.length; index++) {
      int place = found;
      while (place > 0 && probabilities[index] > probabilities[best[place - 1]]) {
        place--;
      }
      if (place < count) {
        found = Math.min(found + 1, count);
        System.arraycopy(best, place, best, place + 1, found - 1 - place);
        best[place] = index;
      }
    }
    List<ClassProbability> top = new ArrayList<>(count);
    for (int index : best) {
      top.add(new ClassProbability(names.get(index), probabilities[index]));
    }
    return List.copyOf(top);
  }
}
