package io.simdann.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The elements of a sequence that may be of any length, in bounded memory: all of them as long as
 * they are few, then every second, every fourth and so on, from the first.
 *
 * @param <T> the elements' type
 */
final class Thinned<T> {

  private final int most;
  private final List<T> kept = new ArrayList<>();

  /** Of the sequence's elements, one in so many is kept: a power of two. */
  private long interval = 1;

  private long seen;

  /**
   * An empty sequence.
   *
   * @param most how many elements are kept at most, 2 or more
   */
  Thinned(int most) {
    this.most = most;
  }

  void add(T element) {
    if (seen++ % interval != 0) {
      return;
    }
    kept.add(element);
    if (kept.size() > most) {
      int half = (kept.size() + 1) / 2;
      for (int i = 0; i < half; i++) {
        kept.set(i, kept.get(2 * i));
      }
      kept.subList(half, kept.size()).clear();
      interval *= 2;
    }
  }

  /** Returns the elements kept, in their order; a view. */
  List<T> kept() {
    return kept;
  }
}
