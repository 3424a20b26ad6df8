package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Kernels allocate nothing in a JVM in which another library has used the Vector API before them,
 * with either class of the widest vectors.
 */
class SharedJvmTest {
  private static final String MAXIMAL = "maximal";

  /** Most programs use this one. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void afterThePreferredSpecies() {
    assertKernelsAllocateNothing("false");
  }

  /** Netlib uses it, and Apache Spark netlib. Later JDKs don't tell that it is in use. */
  @Test
  @EnabledForJreRange(max = JRE.JAVA_21)
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void afterTheMaximalSpecies() {
    assertKernelsAllocateNothing("true");
  }

  private static void assertKernelsAllocateNothing(String maximal) {
    List<String> options = List.of(FreshJvm.WITH_VECTORS, "-D" + MAXIMAL + "=" + maximal);
    assertEquals(
        List.of(
            "another library: 0.0 bytes a call",
            "multiply: 0.0 bytes a call",
            "multiplyNarrow: 0.0 bytes a call"),
        AllocationMeter.lines(options, Program.class));
  }

  /** Multiplies as another library may, then with the kernels. */
  static final class Program {
    private static final VectorSpecies<Float> SPECIES =
        Boolean.getBoolean(MAXIMAL) ? FloatVector.SPECIES_MAX : FloatVector.SPECIES_PREFERRED;

    private static final int DEPTH = 64;

    public static void main(String[] arguments) {
      float[] values = RandomFloats.ordinary(1, DEPTH * SPECIES.length());
      float[] result = new float[SPECIES.length()];
      AllocationMeter.report("another library", () -> multiply(values, result));
      Kernels kernels = KernelSets.widest();
      int mr = kernels.mr();
      float[] a = RandomFloats.ordinary(2, DEPTH * mr);
      float[] b = RandomFloats.ordinary(3, DEPTH * kernels.nr());
      float[] c = new float[mr * kernels.nr()];
      AllocationMeter.report(
          "multiply", () -> kernels.multiply(DEPTH, a, 0, mr, b, 0, 1, DEPTH, c, 0, mr, c, 0, mr));
      AllocationMeter.report(
          "multiplyNarrow",
          () -> kernels.multiplyNarrow(DEPTH, a, 0, mr, b, 0, 1, DEPTH, c, 0, mr, c, 0, mr));
    }

    private static void multiply(float[] values, float[] result) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0; i < values.length; i += SPECIES.length()) {
        FloatVector value = FloatVector.fromArray(SPECIES, values, i);
        sum = value.fma(FloatVector.broadcast(SPECIES, values[i]), sum);
      }
      sum.intoArray(result, 0);
    }
  }
}
