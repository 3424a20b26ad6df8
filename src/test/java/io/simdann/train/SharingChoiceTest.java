package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharingChoiceTest {

  @Test
  void beginsAsItIsTold() {
    assertTrue(new SharingChoice(true).shared());
    assertFalse(new SharingChoice(false).shared());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesTheFasterWayWhicheverItBeganWith(boolean first) {
    assertTrue(sharedOf(run(new SharingChoice(first), 1000, 50, 80)) > 850);
    assertTrue(sharedOf(run(new SharingChoice(first), 1000, 80, 50)) < 150);
  }

  @Test
  void followsAMachineThatChanges() {
    SharingChoice choice = new SharingChoice(true);
    for (int turn = 0; turn < 6; turn++) {
      boolean apart = turn % 2 == 1;
      run(choice, 5000, apart ? 170 : 100, 160);
      int shared = sharedOf(run(choice, 100, apart ? 170 : 100, 160));
      assertTrue(apart ? shared <= 8 : shared >= 92, "turn " + turn + ": " + shared);
    }
  }

  @Test
  void triesTheOtherWayEverMoreRarely() {
    SharingChoice choice = new SharingChoice(true);
    run(choice, 20_000, 100, 160);
    int tried = 20_000 - sharedOf(run(choice, 20_000, 100, 160));
    assertTrue(tried > 0 && tried < 100, tried + " steps");
  }

  /** Else it would go to and fro between two ways that are alike. */
  @Test
  void staysWhereTheOtherWayIsHardlyFaster() {
    assertTrue(sharedOf(run(new SharingChoice(true), 10_000, 100, 97)) > 9900);
  }

  /** An interruption makes steps longer, never shorter. */
  @Test
  void stepsThatWereInterruptedDontCount() {
    SharingChoice choice = new SharingChoice(true);
    int shared = 0;
    for (int step = 0; step < 10_000; step++) {
      boolean now = choice.shared();
      shared += now ? 1 : 0;
      choice.took((now ? 100 : 160) * (step % 3 == 0 ? 50 : 1));
    }
    assertTrue(shared > 9800, shared + " steps");
  }

  @Test
  void theFirstStepsOfATrialMayBeSlow() {
    SharingChoice choice = new SharingChoice(false);
    int sinceChange = 0;
    boolean before = false;
    int shared = 0;
    for (int step = 0; step < 1000; step++) {
      boolean now = choice.shared();
      sinceChange = now == before ? sinceChange + 1 : 0;
      before = now;
      shared += now ? 1 : 0;
      choice.took(now ? sinceChange < 3 ? 500 : 100 : 160);
    }
    assertTrue(shared > 800, shared + " steps");
  }

  /** Which of some steps are shared, where they take so long. */
  private static boolean[] run(SharingChoice choice, int steps, long shared, long alone) {
    boolean[] were = new boolean[steps];
    for (int step = 0; step < steps; step++) {
      were[step] = choice.shared();
      choice.took(were[step] ? shared : alone);
    }
    return were;
  }

  private static int sharedOf(boolean[] were) {
    int shared = 0;
    for (boolean was : were) {
      shared += was ? 1 : 0;
    }
    return shared;
  }
}
