package io.simdann.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** What a training run recorded, one entry per finished iteration, in order. */
public final class History {

  /**
   * One iteration.
   *
   * @param iteration its number, from 0
   * @param cost the mean over samples and classes of −Y·log(A + 1e-8), before the iteration's
   *     update
   * @param accuracy the fraction of training samples classified rightly after the update, where it
   *     was computed
   * @param seconds from the start of the run to the iteration's end
   */
  public record Entry(int iteration, double cost, OptionalDouble accuracy, double seconds) {}

  private final List<Entry> entries = new ArrayList<>();

  /** An empty history. */
  public History() {}

  /**
   * Appends an iteration.
   *
   * @param entry the iteration
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
}
