package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairwiseReductionTest {

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
      PairwiseReduction.forEachPair(
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
    PairwiseReduction.forEachPair(
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
  void resultsThatComeOneAfterTheOtherAreAddedAsSoonAsTheyCanBe() {
    assertEquals(List.of(), pairsOf(0, 6));
    assertEquals(List.of("0+1"), pairsOf(1, 6));
    assertEquals(List.of(), pairsOf(2, 6));
    assertEquals(List.of("2+3", "0+2"), pairsOf(3, 6));
    assertEquals(List.of(), pairsOf(4, 6));
    assertEquals(List.of("4+5", "0+4"), pairsOf(5, 6));
    assertEquals(List.of("0+4"), pairsOf(4, 5));
  }

  /** In strings of what was added, so that a result in a wrong slot would show. */
  @Test
  void resultsThatComeOneAfterTheOtherMakeTheSameTreeInFewSlots() {
    for (int results = 1; results <= 200; results++) {
      String[] all = new String[results];
      Arrays.setAll(all, Integer::toString);
      PairwiseReduction.forEachPair(
          results, (into, from) -> all[into] = "(" + all[into] + "+" + all[from] + ")");
      String[] slots = new String[PairwiseReduction.slots(results)];
      for (int result = 0; result < results; result++) {
        slots[PairwiseReduction.slot(result)] = Integer.toString(result);
        PairwiseReduction.forEachPairOf(
            result,
            results,
            (into, from) -> {
              int slot = PairwiseReduction.slot(into);
              slots[slot] = "(" + slots[slot] + "+" + slots[PairwiseReduction.slot(from)] + ")";
            });
      }
      assertEquals(all[0], slots[0]);
    }
  }

  @Test
  void slotsGrowWithTheLogarithm() {
    assertEquals(0, PairwiseReduction.slots(0));
    assertEquals(1, PairwiseReduction.slots(1));
    assertEquals(2, PairwiseReduction.slots(2));
    assertEquals(2, PairwiseReduction.slots(3));
    assertEquals(3, PairwiseReduction.slots(4));
    assertEquals(3, PairwiseReduction.slots(7));
    assertEquals(4, PairwiseReduction.slots(8));
    assertEquals(7, PairwiseReduction.slots(64));
  }

  @Test
  void numbersAreAddedInThatOrder() {
    Random random = new Random(1);
    for (int results = 1; results < 70; results++) {
      double[] expected = random.doubles(results).toArray();
      double[] numbers = Arrays.copyOf(expected, results + 1);
      PairwiseReduction.forEachPair(results, (into, from) -> expected[into] += expected[from]);
      assertEquals(expected[0], PairwiseReduction.sum(numbers, results));
    }
  }

  @Test
  void aNegativeNumberOfResultsIsRefused() {
    Exception negative =
        assertThrows(
            IllegalArgumentException.class,
            () -> PairwiseReduction.forEachPair(-1, (into, from) -> {}));
    assertEquals("results must be 0 or more, not -1", negative.getMessage());
  }

  private static List<String> pairsOf(int result, int results) {
    List<String> pairs = new ArrayList<>();
    PairwiseReduction.forEachPairOf(result, results, (into, from) -> pairs.add(into + "+" + from));
    return pairs;
  }

  private static List<String> pairs(int results) {
    List<String> pairs = new ArrayList<>();
    PairwiseReduction.forEachPair(results, (into, from) -> pairs.add(into + "+" + from));
    return pairs;
  }
}
