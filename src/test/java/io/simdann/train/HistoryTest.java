package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final OptionalDouble HALF = OptionalDouble.of(0.5);

  /** The history of iterations, of which some have an accuracy. */
  private static History history(int count, int accuracyInterval) {
    History history = new History();
    for (int i = 0; i < count; i++) {
      OptionalDouble accuracy = i % accuracyInterval == 0 ? HALF : OptionalDouble.empty();
      history.add(new History.Entry(i, 0.25, accuracy, i));
    }
    return history;
  }

  private static List<Integer> iterations(List<History.Entry> entries) {
    return entries.stream().map(History.Entry::iteration).toList();
  }

  @Test
  void twentyThousandEntriesAreAllKept() {
    int count = History.MOST_ENTRIES;

    assertEquals(
        IntStream.range(0, count).boxed().toList(), iterations(history(count, 100).entries()));
  }

  @Test
  void ofMoreEverySecondOfItsKindIsKept() {
    // 20,226 without an accuracy, 205 with one.
    List<History.Entry> entries = history(20_431, 100).entries();

    List<History.Entry> accurate =
        entries.stream().filter(entry -> entry.accuracy().isPresent()).toList();
    assertEquals(
        IntStream.rangeClosed(0, 204).mapToObj(i -> 100 * i).toList(), iterations(accurate));
    List<History.Entry> others =
        entries.stream().filter(entry -> entry.accuracy().isEmpty()).toList();
    assertEquals(List.of(1, 3, 5, 7), iterations(others.subList(0, 4)));
    assertEquals(20_430, entries.get(entries.size() - 1).iteration());
  }

  @Test
  void theLastIsKeptWhateverTheirNumber() {
    History history = history(3 * History.MOST_ENTRIES, Integer.MAX_VALUE);
    for (int i = 0; i < 50; i++) {
      int iteration = 3 * History.MOST_ENTRIES + i;
      history.add(new History.Entry(iteration, 0.25, OptionalDouble.empty(), iteration));

      List<History.Entry> entries = history.entries();
      assertEquals(iteration, entries.get(entries.size() - 1).iteration());
      assertEquals(0, entries.get(0).iteration());
      assertEquals(entries.size(), entries.stream().distinct().count());
    }
  }

  @Test
  void memoryIsBounded() {
    for (int interval : new int[] {1, 2, 100}) {
      int size = history(5_000_000, interval).entries().size();

      assertTrue(size >= History.MOST_ENTRIES / 2, size + " entries");
      assertTrue(size <= 2 * History.MOST_ENTRIES + 1, size + " entries");
    }
  }
}
