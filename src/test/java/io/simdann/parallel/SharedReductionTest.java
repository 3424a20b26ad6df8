package io.simdann.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results are texts of what was added, so that a result in a wrong slot would show. */
class SharedReductionTest {
  private static final int MOST_RESULTS = 64;

  @Test
  void resultsFinishedInOrderMakeTheTreeInFewSlots() {
    for (int results = 1; results <= MOST_RESULTS; results++) {
      for (int threads : new int[] {1, 2, 3, 7, 100}) {
        int slots = SharedReduction.fewSlots(results, threads);
        assertEquals(tree(results), simulate(results, slots, threads, false, null));
      }
    }
    assertEquals(6, SharedReduction.fewSlots(63, 1));
    assertEquals(7, SharedReduction.fewSlots(63, 2));
    assertEquals(12, SharedReduction.fewSlots(63, 7));
    assertEquals(63, SharedReduction.fewSlots(63, 100));
    assertEquals(1, SharedReduction.fewSlots(1, 2));
  }

  @Test
  void withEnoughSlotsNobodyWaitsWhoeverIsOvertaken() {
    Random random = new Random(3);
    for (int results = 1; results <= MOST_RESULTS; results++) {
      for (int threads : new int[] {1, 2, 3, 7, 100}) {
        int slots = SharedReduction.enoughSlots(results, threads);
        for (int attempt = 0; attempt < 10; attempt++) {
          assertEquals(tree(results), simulate(results, slots, threads, false, random));
        }
      }
    }
    assertEquals(12, SharedReduction.enoughSlots(63, 2));
  }

  @Test
  void withTheFewestSlotsSomebodyAlwaysGoesOn() {
    Random random = new Random(4);
    for (int results = 1; results <= MOST_RESULTS; results++) {
      int slots = PairwiseReduction.slots(results);
      for (int threads : new int[] {2, 7, 100}) {
        assertEquals(tree(results), simulate(results, slots, threads, true, random));
      }
    }
  }

  /**
   * Some threads, of which each makes one result after the other.
   *
   * @param mayWait whether one may find no slot, as long as another has one
   * @param random which thread finishes next; null for the one that began first
   * @return the sum
   */
  private static String simulate(
      int results, int slotCount, int threads, boolean mayWait, Random random) {
    String[] slots = new String[slotCount];
    SharedReduction reduction = reduction(slots);
    reduction.begin(results, slotCount);
    List<Integer> inWork = new ArrayList<>();
    boolean more = true;
    while (more || !inWork.isEmpty()) {
      while (more && inWork.size() < threads) {
        int taken = reduction.tryTake();
        if (taken == SharedReduction.NO_SLOT) {
          assertTrue(mayWait && !inWork.isEmpty());
          break;
        }
        more = taken != SharedReduction.NONE;
        if (more) {
          inWork.add(taken);
        }
      }
      if (!inWork.isEmpty()) {
        int next = random == null ? 0 : random.nextInt(inWork.size());
        int result = inWork.remove(next);
        slots[reduction.slot(result)] = Integer.toString(result);
        reduction.finish(result);
      }
    }
    return sum(reduction, slots);
  }

  @Test
  @Timeout(60)
  void threadsMakeTheTreeWhateverTheSlots() {
    int results = 63;
    for (int threads : new int[] {1, 2, 5}) {
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        for (int slotCount : new int[] {6, 7, 12, 63}) {
          String[] slots = new String[slotCount];
          SharedReduction reduction = reduction(team, slots);
          for (int run = 0; run < 200; run++) {
            reduction.begin(results, slotCount);
            team.run(
                results,
                (task, worker) -> {
                  int result = reduction.take();
                  slots[reduction.slot(result)] = Integer.toString(result);
                  reduction.finish(result);
                });
            assertEquals(tree(results), sum(reduction, slots));
          }
        }
      }
    }
  }

  @Test
  @Timeout(60)
  void whoWaitsForASlotLeavesWhenAResultIsAbandoned() {
    IllegalStateException thrown = new IllegalStateException("no result");
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      SharedReduction reduction = reduction(team, new String[2]);
      reduction.begin(3, 2);
      CountDownLatch others = new CountDownLatch(2);
      AtomicInteger left = new AtomicInteger();
      Exception failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  team.run(
                      3,
                      (task, worker) -> {
                        int result = reduction.take();
                        if (result == SharedReduction.NONE) {
                          left.getAndIncrement();
                          return;
                        }
                        others.countDown();
                        if (result == 0) {
                          await(others);
                          reduction.abandon();
                          throw thrown;
                        }
                        // In its slot, with 0 in the other one: for 2 there is none.
                        reduction.finish(result);
                      }));
      assertEquals(thrown, failure);
      assertTrue(left.get() <= 1);
      assertEquals(SharedReduction.NONE, reduction.take());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
      // Long enough for the other thread to wait for a slot.
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsAddedAnyMoreWhenTheLastResultHasBeenTaken() {
    String[] slots = new String[4];
    SharedReduction reduction = reduction(slots);
    reduction.begin(4, 4);
    for (int result = 0; result < 4; result++) {
      assertEquals(result, reduction.tryTake());
      slots[reduction.slot(result)] = Integer.toString(result);
    }
    for (int result = 0; result < 4; result++) {
      reduction.finish(result);
      assertEquals(Integer.toString(result), slots[reduction.slot(result)]);
    }
    assertEquals("((0+1)+(2+3))", sum(reduction, slots));
    assertNotEquals(SharedReduction.NO_SLOT, reduction.tryTake());
  }

  private static SharedReduction reduction(String[] slots) {
    return reduction(null, slots);
  }

  private static SharedReduction reduction(WorkerTeam team, String[] slots) {
    return new SharedReduction(team, adding(slots));
  }

  private static PairwiseReduction.Addition adding(String[] values) {
    return (into, from) -> values[into] = "(" + values[into] + "+" + values[from] + ")";
  }

  private static String sum(SharedReduction reduction, String[] slots) {
    reduction.end();
    reduction.forEachLeft(adding(slots));
    return slots[reduction.slot(0)];
  }

  private static String tree(int results) {
    String[] all = new String[results];
    Arrays.setAll(all, Integer::toString);
    PairwiseReduction.forEachPair(results, adding(all));
    return all[0];
  }
}
