package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.simdann.kernel.HeapBytes;
import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientSlotsTest {
  private static final int SHARDS = 63;

  @ParameterizedTest
  @CsvSource({"50, 1, 6", "50, 2, 12", "50, 100, 63", "1500, 1, 6", "1500, 2, 7", "1500, 7, 12"})
  void slotsAreFewAndApartAndTakeTheBytesThatWereTold(int inputs, int threads, int count) {
    GradientLayout layout = new GradientLayout(NetworkSpec.of(inputs, 1000), Engines.scalar(), 1f);
    GradientSlots slots = new GradientSlots(layout, Engines.scalar());
    slots.reserve(SHARDS, threads);
    assertEquals(count, slots.count());
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int slot = 0; slot < count; slot++) {
      fill(slots, layout, slot);
      arrays.add(slots.array(slot));
    }
    slots.add(2, 1);
    for (int slot = 0; slot < count; slot++) {
      int start = slots.offset(slot);
      float[] gradient = Arrays.copyOfRange(slots.array(slot), start, start + layout.size());
      float[] expected = new float[layout.size()];
      Arrays.fill(expected, slot == 2 ? 5 : slot + 1);
      assertArrayEquals(expected, gradient);
    }
    long bytes = arrays.stream().mapToLong(array -> HeapBytes.floats(array.length)).sum();
    assertEquals(bytes, GradientSlots.heapBytes(SHARDS, threads, layout.size()));
  }

  private static void fill(GradientSlots slots, GradientLayout layout, int slot) {
    int start = slots.offset(slot);
    Arrays.fill(slots.array(slot), start, start + layout.size(), slot + 1);
  }

  @Test
  void noneIsMadeAnewForFewerShards() {
    GradientLayout layout = new GradientLayout(NetworkSpec.of(9, 5), Engines.scalar(), 1f);
    GradientSlots slots = new GradientSlots(layout, Engines.scalar());
    slots.reserve(SHARDS, 2);
    float[] array = slots.array(11);
    slots.reserve(3, 2);
    assertEquals(12, slots.count());
    assertSame(array, slots.array(11));
  }
}
