package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlignedFloatsTest {
  private static final int REGION = 2 << 20;

  @Test
  void anArrayHoldsWhatIsToBeUsedAndAWholeTileMore() {
    for (int length : new int[] {0, 1, 15, 16, 17, 1000, 3_000_000}) {
      float[] floats = AlignedFloats.allocate(length);
      assertTrue(floats.length >= AlignedFloats.FIRST + length + Kernels.WIDE_LANES);
      Bits.assertSame(new float[floats.length], floats, "a new array");
    }
  }

  @Test
  void theFirstFloatInUseIsOnACacheLineIfTheArrayIs() {
    int header = 16;
    assertEquals(64, header + AlignedFloats.FIRST * Float.BYTES);
  }

  @Test
  void lengthsThatNoArrayHasAreRefused() {
    for (long length : new long[] {Integer.MAX_VALUE - 8L, Integer.MAX_VALUE, 1L << 40}) {
      assertEquals(
          AlignedFloats.FIRST
              + length
              + 64
              + " floats don't fit an array, expected at most 2^31 - 9: use smaller layers or smaller batches",
          assertThrows(IllegalArgumentException.class, () -> AlignedFloats.allocate(length))
              .getMessage());
    }
  }

  @Test
  void underG1EvenASmallArrayIsOneThatStartsARegion() {
    List<String> lines =
        FreshJvm.run(List.of("-XX:+UseG1GC", "-XX:G1HeapRegionSize=" + REGION), Program.class);
    assertEquals(1, lines.size());
    assertTrue(Long.parseLong(lines.get(0)) * Float.BYTES + 16 >= REGION / 2, lines::toString);
  }

  @Test
  void underAnotherCollectorASmallArrayIsSmall() {
    List<String> lines = FreshJvm.run(List.of("-XX:+UseSerialGC"), Program.class);
    assertEquals(1, lines.size());
    assertTrue(Long.parseLong(lines.get(0)) < 100, lines::toString);
  }

  /** Prints how long an array for one float is. */
  static final class Program {
    public static void main(String[] arguments) {
      System.out.println(AlignedFloats.allocate(1).length);
    }
  }
}
