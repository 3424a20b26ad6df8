package io.simdann.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a training run recorded, one entry per epoch, in order. With a full batch an epoch is an
 * iteration.
 */
public final class History {

  /** What an entry is about. */
  public enum Unit {
    /** An iteration over all samples. */
    ITERATION,

    /** A pass over all samples in batches. */
    EPOCH;

    /**
     * The number by which an entry goes.
     *
     * @param entry the entry
     * @return its iteration or its epoch
     */
    public int number(Entry entry) {
      return this == ITERATION ? entry.iteration() : entry.epoch();
    }

    /**
     * The unit's name.
     *
     * @return {@code iteration} or {@code epoch}
     */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One epoch, or what was done of it when the run ended within it.
   *
   * @param epoch its number, from 0
   * @param iteration the number of its last iteration, from 0
   * @param cost the mean over samples and classes of −Y·log(A + 1e-8), each batch before its update
   * @param accuracy the fraction of all training samples classified rightly after the last update,
   *     where it was computed
   * @param seconds from the start of the run to the epoch's end
   */
  public record Entry(
      int epoch, int iteration, double cost, OptionalDouble accuracy, double seconds) {

    /**
     * An iteration over all samples, which is an epoch.
     *
     * @param iteration its number, from 0
     * @param cost as above
     * @param accuracy as above
     * @param seconds as above
     */
    public Entry(int iteration, double cost, OptionalDouble accuracy, double seconds) {
      this(iteration, iteration, cost, accuracy, seconds);
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** An empty history. */
  public History() {}

  /**
   * Appends an epoch.
   *
   * @param entry the epoch
   */
  synchronized void add(Entry entry) {
    entries.add(entry);
  }

  /**
   * All entries so far.
   *
   * @return a copy
   */
  public synchronized List<Entry> entries() {
    return Collections.unmodifiableList(new ArrayList<>(entries));
  }

  /**
   * Shows how much there is, and the latest.
   *
   * @return for example {@code History[2 epochs, …]} with the last epoch's entry
   */
  @Override
  public synchronized String toString() {
    int count = entries.size();
    return "History["
        + count
        + " epochs"
        + (count == 0 ? "]" : ", " + entries.get(count - 1) + "]");
  }
}
