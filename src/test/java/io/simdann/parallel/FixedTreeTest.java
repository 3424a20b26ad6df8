package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedTreeTest {

  @Test
  void theOrderIsFixed() {
    assertEquals(List.of(), pairs(0));
    assertEquals(List.of(), pairs(1));
    assertEquals(List.of("0+1"), pairs(2));
    assertEquals(List.of("0+1", "0+2"), pairs(3));
    assertEquals(List.of("0+1", "2+3", "4+5", "0+2", "0+4"), pairs(6));
    assertEquals(List.of("0+1", "2+3", "4+5", "6+7", "0+2", "4+6", "0+4"), pairs(8));
  }

  @Test
  void everyResultArrivesInTheFirstOnce() {
    for (int results = 1; results <= 200; results++) {
      int[] count = new int[results];
      Arrays.fill(count, 1);
      int[] additions = new int[1];
      FixedTree.forEachPair(
          results,
          (into, from) -> {
            count[into] += count[from];
            count[from] = 0;
            additions[0]++;
          });
      assertEquals(results, count[0]);
      assertEquals(results - 1, additions[0]);
    }
  }

  @Test
  void additionsOfOneStrideTouchDifferentResults() {
    boolean[] touched = new boolean[63];
    int[] stride = {1};
    FixedTree.forEachPair(
        63,
        (into, from) -> {
          if (from - into != stride[0]) {
            assertEquals(2 * stride[0], from - into);
            stride[0] = from - into;
            Arrays.fill(touched, false);
          }
          assertEquals(false, touched[into] || touched[from]);
          touched[into] = true;
          touched[from] = true;
        });
    assertEquals(32, stride[0]);
  }

  @Test
  void aNegativeNumberOfResultsIsRefused() {
    Exception negative =
        assertThrows(
            IllegalArgumentException.class, () -> FixedTree.forEachPair(-1, (into, from) -> {}));
    assertEquals("results must be 0 or more, not -1", negative.getMessage());
  }

  private static List<String> pairs(int results) {
    List<String> pairs = new ArrayList<>();
    FixedTree.forEachPair(results, (into, from) -> pairs.add(into + "+" + from));
    return pairs;
  }
}
