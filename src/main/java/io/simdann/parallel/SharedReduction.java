package io.simdann.parallel;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The {@link PairwiseReduction} of results that the threads of a team make: each is added as soon
 * as the one beside it is there, so that few of them need memory at a time.
 *
 * <p>Results are handed out in order, each with a slot to be made in. Whoever finishes the second
 * of two that are to be added makes the addition, whose sum keeps the slot of the lower one, and
 * goes on with that sum. When the last result has been handed out no slot is wanted any more; what
 * additions are left then are left to the end, where the whole team may share them.
 *
 * <p>With {@link #fewSlots} nobody waits for a slot as long as results are finished in the order in
 * which they are taken, with {@link #enoughSlots} never.
 */
public final class SharedReduction {
  /** No result is left to be made. */
  public static final int NONE = -1;

  /** A result is left, but no slot. */
  static final int NO_SLOT = -2;

  private static final int MAX_SPINS = 1_000;
  private static final int MAX_YIELDS = 1_000;
  private static final long PARK_NANOS = 50_000;

  private final WorkerTeam team;
  private final PairwiseReduction.Addition addition;
  private final PairwiseReduction.Addition leave = this::leave;
  private int results;
  private int next;

  /** The slot of each result or sum, named by its first result; NONE if there is none. */
  private int[] slots = {};

  /** The distance to the result or sum that each waits for; 0 if it doesn't wait. */
  private int[] distances = {};

  private int[] free = {};
  private int freeCount;

  /** Into which slot and from which, for each addition that is left. */
  private int[] left = {};

  private int leftCount;

  /**
   * A reduction that has no results yet.
   *
   * @param team whose threads make the results
   * @param addition adds the content of one slot to that of another; called by any thread
   */
  public SharedReduction(WorkerTeam team, PairwiseReduction.Addition addition) {
    this.team = team;
    this.addition = addition;
  }

  /**
   * The slots for which nobody waits who isn't overtaken.
   *
   * @param results number of results
   * @param threads how many are made at a time
   * @return about log₂ results + threads, at most {@code results}
   */
  public static int fewSlots(int results, int threads) {
    return Math.min(results, PairwiseReduction.slots(results) + threads - 1);
  }

  /**
   * The slots for which nobody waits, however long a result takes: each that is being made keeps
   * one sum at each height of the tree from being added.
   *
   * @param results number of results
   * @param threads how many are made at a time
   * @return about log₂ results · threads, at most {@code results}
   */
  public static int enoughSlots(int results, int threads) {
    return (int) Math.min(results, (long) PairwiseReduction.slots(results) * threads);
  }

  /**
   * Begins anew; before the threads do.
   *
   * @param newResults number of results
   * @param slotCount the slots that there are, {@link PairwiseReduction#slots} or more
   */
  public void begin(int newResults, int slotCount) {
    if (slots.length < newResults) {
      slots = new int[newResults];
      distances = new int[newResults];
      left = new int[2 * newResults];
    }
    if (free.length < slotCount) {
      free = new int[slotCount];
    }
    results = newResults;
    next = 0;
    Arrays.fill(slots, NONE);
    Arrays.fill(distances, 0);
    freeCount = slotCount;
    for (int i = 0; i < slotCount; i++) {
      free[i] = slotCount - 1 - i;
    }
  }

  /**
   * Takes the next result to be made, and waits for its slot if need be.
   *
   * @return the result, to be {@linkplain #finish finished} or {@linkplain #abandon abandoned};
   *     {@link #NONE} if there is none or another was abandoned
   */
  public int take() {
    int taken = tryTake();
    for (int looks = 0; taken == NO_SLOT; looks++) {
      if (looks < MAX_SPINS) {
        Thread.onSpinWait();
      } else if (looks < MAX_SPINS + MAX_YIELDS) {
        Thread.yield();
      } else if (team.isDead()) {
        // A slot may have gone with the thread that had it.
        return NONE;
      } else {
        looks = MAX_SPINS + MAX_YIELDS;
        LockSupport.parkNanos(PARK_NANOS);
      }
      taken = tryTake();
    }
    return taken;
  }

  synchronized int tryTake() {
    if (next == results) {
      return NONE;
    }
    if (freeCount == 0) {
      return NO_SLOT;
    }
    // The one that was used last is the most likely to be in a cache.
    slots[next] = free[--freeCount];
    return next++;
  }

  /**
   * The slot of a result that was taken, or after the reduction of the sum.
   *
   * @param result the result; 0 for the sum
   * @return 0 or more
   */
  public int slot(int result) {
    return slots[result];
  }

  /**
   * Makes the additions for which a result was missing.
   *
   * @param result one that was taken and is now in its slot
   */
  public void finish(int result) {
    int sum = result;
    for (int distance = 1; distance < results; distance *= 2) {
      int into = sum & ~distance;
      int from = into + distance;
      if (from < results) {
        if (!joins(sum, sum == into ? from : into, distance)) {
          return;
        }
        addition.add(slots[into], slots[from]);
        release(from);
      }
      sum = into;
    }
  }

  /** Whether the other one is there, and nobody but the caller will add the two. */
  private synchronized boolean joins(int sum, int other, int distance) {
    if (next == results || distances[other] != distance) {
      distances[sum] = distance;
      return false;
    }
    distances[other] = 0;
    return true;
  }

  private synchronized void release(int result) {
    free[freeCount++] = slots[result];
    slots[result] = NONE;
  }

  /** Lets nobody take or wait for a result any more, since one that was taken won't be finished. */
  public synchronized void abandon() {
    next = results;
  }

  /** Finds out what additions are left, when all results are finished. */
  public void end() {
    leftCount = 0;
    PairwiseReduction.forEachPair(results, leave);
  }

  private void leave(int into, int from) {
    if (slots[from] != NONE) {
      left[leftCount++] = slots[into];
      left[leftCount++] = slots[from];
    }
  }

  /**
   * Calls for the additions that are left, in order; after {@link #end}, by any thread and any
   * number of times.
   *
   * @param any adds the content of one slot to that of another, or a part of it
   */
  public void forEachLeft(PairwiseReduction.Addition any) {
    for (int i = 0; i < leftCount; i += 2) {
      any.add(left[i], left[i + 1]);
    }
  }
}
