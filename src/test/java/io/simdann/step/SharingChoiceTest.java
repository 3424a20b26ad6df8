package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SharingChoiceTest {
  private static final int SAMPLES = 128;

  @Test
  void beginsBySharingOut() {
    assertTrue(new SharingChoice().shared(SAMPLES));
  }

  @Test
  void takesTheFasterWay() {
    assertTrue(shared(new SharingChoice(), 1000, 50, 80) > 950);
    assertTrue(shared(new SharingChoice(), 1000, 80, 50) < 150);
  }

  @Test
  void followsAMachineThatChanges() {
    SharingChoice choice = new SharingChoice();
    for (int turn = 0; turn < 6; turn++) {
      boolean apart = turn % 2 == 1;
      shared(choice, 5000, apart ? 170 : 100, 160);
      int shared = shared(choice, 100, apart ? 170 : 100, 160);
      assertTrue(apart ? shared <= 8 : shared >= 92, "turn " + turn + ": " + shared);
    }
  }

  @Test
  void triesTheOtherWayEverMoreRarely() {
    SharingChoice choice = new SharingChoice();
    shared(choice, 20_000, 100, 160);
    int tried = 20_000 - shared(choice, 20_000, 100, 160);
    assertTrue(tried > 0 && tried < 100, tried + " steps");
  }

  @Test
  void leavesAMuchSlowerWayAfterItsFirstStepsThatCount() {
    SharingChoice choice = new SharingChoice();
    assertEquals(64, shared(choice, 64, 100, 1000));
    int tried = 20 - shared(choice, 20, 100, 1000);
    assertTrue(tried >= 4 && tried < 8, tried + " steps");
  }

  /** Else it would go to and fro between two ways that are alike. */
  @Test
  void staysWhereTheOtherWayIsHardlyFaster() {
    assertTrue(shared(new SharingChoice(), 10_000, 100, 97) > 9900);
  }

  /** An interruption makes steps longer, never shorter. */
  @Test
  void stepsThatWereInterruptedDontCount() {
    SharingChoice choice = new SharingChoice();
    int shared = 0;
    for (int step = 0; step < 10_000; step++) {
      boolean now = choice.shared(SAMPLES);
      shared += now ? 1 : 0;
      choice.took(SAMPLES, (now ? 100 : 160) * (step % 3 == 0 ? 50 : 1));
    }
    assertTrue(shared > 9800, shared + " steps");
  }

  @Test
  void theFirstStepsOfATrialMayBeSlow() {
    SharingChoice choice = new SharingChoice();
    LongUnaryOperator alone = since -> since < 3 ? 500 : 100;
    int sinceChange = 0;
    boolean before = true;
    int shared = 0;
    for (int step = 0; step < 1000; step++) {
      boolean now = choice.shared(SAMPLES);
      sinceChange = now == before ? sinceChange + 1 : 0;
      before = now;
      shared += now ? 1 : 0;
      choice.took(SAMPLES, now ? 160 : alone.applyAsLong(sinceChange));
    }
    assertTrue(shared < 200, shared + " steps");
  }

  /** The last batch of each epoch is smaller. */
  @Test
  void stepsOnSmallerBatchesDontCount() {
    SharingChoice choice = new SharingChoice();
    int shared = 0;
    for (int step = 0; step < 10_000; step++) {
      boolean last = step % 5 == 4;
      boolean now = choice.shared(last ? 20 : SAMPLES);
      shared += now ? 1 : 0;
      long nanos = now ? 100 : 160;
      choice.took(last ? 20 : SAMPLES, last ? nanos / 4 : nanos);
    }
    assertTrue(shared > 9800, shared + " steps");
  }

  @Test
  void largerBatchesBeginAnew() {
    SharingChoice choice = new SharingChoice();
    shared(choice, 1000, 80, 50);
    assertFalse(choice.shared(SAMPLES));
    assertTrue(choice.shared(SAMPLES + 1));
  }

  /** How many of some steps are shared, where they take so long. */
  private static int shared(SharingChoice choice, int steps, long shared, long alone) {
    int count = 0;
    for (int step = 0; step < steps; step++) {
      boolean now = choice.shared(SAMPLES);
      count += now ? 1 : 0;
      choice.took(SAMPLES, now ? shared : alone);
    }
    return count;
  }
}
