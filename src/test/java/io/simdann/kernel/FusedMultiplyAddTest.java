package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Double arithmetic gives the bits of {@link Math#fma}, an instruction or BigDecimal. */
class FusedMultiplyAddTest {
  private static final float[] CORNERS = {
    0f,
    Float.MIN_VALUE,
    3 * Float.MIN_VALUE,
    0x1p-127f,
    Float.MIN_NORMAL,
    0x1p-75f,
    0x1p-74f,
    0x1p-64f,
    0x1p-24f,
    0x1p-23f,
    0.5f,
    1f,
    3f,
    0x1p23f,
    0x1p24f,
    0x1p63f,
    0x1p64f,
    0x1p103f,
    0x1p127f,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };

  private static final int NEIGHBOURS = 3;

  @Test
  void cornersAndTheirNeighbours() {
    FmaCases cases = new FmaCases(0);
    float[] values = withNeighboursAndSigns();
    for (float a : values) {
      for (float b : values) {
        for (float c : values) {
          cases.compare(a, b, c);
        }
      }
    }
  }

  /** Each corner, the float on either side of it, and all of them negated. */
  private static float[] withNeighboursAndSigns() {
    float[] values = new float[CORNERS.length * NEIGHBOURS * 2];
    for (int i = 0; i < values.length; i++) {
      int step = i / 2 % NEIGHBOURS - 1;
      int bits = Float.floatToRawIntBits(CORNERS[i / 2 / NEIGHBOURS]) + step;
      values[i] = Float.intBitsToFloat(i % 2 == 0 ? bits : bits ^ Integer.MIN_VALUE);
    }
    return values;
  }

  @Test
  void anyBits() {
    new FmaCases(1).compareAny(5_000_000);
  }

  @Test
  void sumsNextToHalfwayBetweenTwoFloats() {
    FmaCases cases = new FmaCases(2);
    cases.compareNearTies(3_000_000);
    assertTrue(cases.hard() > 20_000, "only " + cases.hard() + " would be wrong if rounded twice");
  }

  @Test
  void whatLiesToTheSidesOfATieIsToldFromIt() {
    // The products are 2⁴⁶ + 1 and 2⁴⁷ − 1; half of the distance between floats is 2⁴⁶ and 2⁴⁷.
    float above = FusedMultiplyAdd.inDoubles(8384513f, 8392705f, 0x1p70f);
    Bits.assertSame(0x1.000002p70f, above, "above");
    float below = FusedMultiplyAdd.inDoubles(13264529f, 10610063f, 0x1.000002p71f);
    Bits.assertSame(0x1.000002p71f, below, "below");
  }

  @Test
  void kernelsAndElementaryFunctionsHaveTheSameBitsWithoutTheInstruction() {
    List<String> with = FreshJvm.run(List.of(), FmaProbe.class);
    List<String> without = FreshJvm.run(List.of("-XX:-UseFMA"), FmaProbe.class);
    assertEquals("scalar-no-fma", without.get(0));
    assertEquals(with.subList(1, with.size()), without.subList(1, without.size()));
  }
}
