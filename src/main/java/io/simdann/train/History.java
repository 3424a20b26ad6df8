package io.simdann.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a training run recorded, one entry per epoch, in order. With a full batch an epoch is an
 * iteration.
 *
 * <p>Its memory is bounded, however long the run. Up to {@value #MOST_ENTRIES} entries with an
 * accuracy and as many without one are all kept; of more, every second of their kind, then every
 * fourth and so on, so that at least half as many remain, evenly spread. The first entry and the
 * last are always there. A {@link TrainingListener} is told of every epoch.
 */
public final class History {

  /** Beyond this many entries of a kind, with an accuracy or without, some are left out. */
  public static final int MOST_ENTRIES = 20_000;

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
   * @param accuracy the fraction of all training samples classified correctly after the last
   *     update, where it was computed
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

  private final Thinned<Entry> withAccuracy = new Thinned<>(MOST_ENTRIES);
  private final Thinned<Entry> withoutAccuracy = new Thinned<>(MOST_ENTRIES);
  private Entry last;

  /** An empty history. */
  public History() {}

  /**
   * Appends an epoch.
   *
   * @param entry the epoch, later than those before
   */
  synchronized void add(Entry entry) {
    last = entry;
    (entry.accuracy().isPresent() ? withAccuracy : withoutAccuracy).add(entry);
  }

  /**
   * The entries so far: all of them, or those that are kept of very many.
   *
   * @return a copy, in the order of the epochs
   */
  public synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.addAll(withAccuracy.kept());
    entries.addAll(withoutAccuracy.kept());
    // Sorting merges two runs that are in order already.
    entries.sort(Comparator.comparingInt(Entry::epoch));
    if (last != null && entries.get(entries.size() - 1) != last) {
      entries.add(last);
    }
    return Collections.unmodifiableList(entries);
  }

  /**
   * Shows how much there is, and the latest.
   *
   * @return for example {@code History[2 epochs, …]} with the last epoch's entry
   */
  @Override
  public synchronized String toString() {
    return last == null
        ? "History[0 epochs]"
        : "History[" + (last.epoch() + 1) + " epochs, " + last + "]";
  }
}
