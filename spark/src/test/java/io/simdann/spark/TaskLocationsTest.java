package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskLocationsTest {

  @Test
  void partitionsAreSpreadEvenlyFromTheBeginning() {
    TaskLocations locations = new TaskLocations(5);
    locations.update(List.of());
    assertArrayEquals(new String[5], locations.toArray());
    locations.update(List.of("b", "a"));
    assertArrayEquals(new String[] {"a", "b", "a", "b", "a"}, locations.toArray());
  }

  @Test
  void anExecutorInPlaceOfALostOneGetsItsShare() {
    TaskLocations locations = new TaskLocations(4);
    locations.update(List.of("a", "b"));
    locations.update(List.of("b"));
    assertArrayEquals(new String[] {"b", "b", "b", "b"}, locations.toArray());
    locations.update(List.of("b", "c"));
    assertArrayEquals(new String[] {"b", "b", "c", "c"}, locations.toArray());
  }

  @Test
  void onlyWhatMustMoves() {
    TaskLocations locations = new TaskLocations(6);
    locations.update(List.of("a", "b"));
    String[] before = locations.toArray();
    locations.update(List.of("a", "b", "c"));
    String[] after = locations.toArray();
    for (String executor : List.of("a", "b", "c")) {
      assertEquals(2, Arrays.stream(after).filter(executor::equals).count());
    }
    for (int partition = 0; partition < 6; partition++) {
      if (!after[partition].equals("c")) {
        assertEquals(before[partition], after[partition]);
      }
    }
  }

  @Test
  void whereAPartitionWasWorkedOnItStaysUntilExecutorsChange() {
    TaskLocations locations = new TaskLocations(2);
    locations.update(List.of("a", "b"));
    locations.workedOn(1, "a");
    locations.update(List.of("b", "a"));
    assertArrayEquals(new String[] {"a", "a"}, locations.toArray());
    locations.update(List.of("a", "c"));
    assertArrayEquals(new String[] {"a", "c"}, locations.toArray());
  }
}
