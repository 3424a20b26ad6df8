package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is chosen in JVMs of other options than this one's. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KernelFallbackTest {
  private static final String MODULE_IS_MISSING =
      "the module jdk.incubator.vector is missing; start java with --add-modules"
          + " jdk.incubator.vector to run 10 to 100 times faster";
  private static final String NO_FMA =
      "the JVM has no fused multiply-add (UseFMA is off), so each is several double operations:"
          + " the main job takes 45 to 70 times as long as on 512-bit vectors, to the same bits; remove"
          + " -XX:-UseFMA and -XX:UseAVX, or give the virtual machine its host's CPU";
  private static final String C2_IS_OFF = "the C2 compiler is off; remove -XX:TieredStopAtLevel=1";

  @Test
  void withoutTheModuleKernelsAreScalar() {
    assertScalar(MODULE_IS_MISSING, probe("AUTO", 0));
  }

  @Test
  void withoutTheModuleAWidthIsOfNoUse() {
    assertScalar(MODULE_IS_MISSING, probe("AUTO", 512));
  }

  @Test
  void withoutTheModuleVectorsAreRefused() {
    assertEquals(
        List.of("refused: vector kernels can't run: " + MODULE_IS_MISSING), probe("VECTOR", 0));
  }

  @Test
  void withoutTheModuleScalarKernelsAreFineIfAskedFor() {
    assertEquals(
        List.of(
            "scalar, sigmoid(1) = 0.7310586",
            "reason: scalar kernels, because they were asked for",
            "warning: none"),
        probe("SCALAR", 0));
  }

  @Test
  void inTheInterpreterKernelsAreScalar() {
    assertScalar(
        "the JVM only interprets; remove -Xint", probe("AUTO", 0, FreshJvm.WITH_VECTORS, "-Xint"));
  }

  @Test
  void withoutC2KernelsAreScalar() {
    assertScalar(C2_IS_OFF, probe("AUTO", 0, FreshJvm.WITH_VECTORS, "-XX:TieredStopAtLevel=1"));
  }

  @Test
  void withoutC2VectorsAreRefused() {
    assertEquals(
        List.of("refused: vector kernels can't run: " + C2_IS_OFF),
        probe("VECTOR", 0, FreshJvm.WITH_VECTORS, "-XX:TieredStopAtLevel=1"));
  }

  @Test
  void withC2AloneVectorsRun() {
    List<String> lines = probe("VECTOR", 0, FreshJvm.WITH_VECTORS, "-XX:-TieredCompilation");
    assertTrue(lines.get(0).startsWith("vector-"), lines.toString());
    assertEquals("warning: none", lines.get(2));
  }

  @Test
  void aWidthBeyondTheCpusIsNarrowed() {
    List<String> lines = probe("AUTO", 512, FreshJvm.WITH_VECTORS, "-XX:MaxVectorSize=16");
    assertEquals(
        List.of(
            "vector-128, sigmoid(1) = 0.7310586",
            "reason: 128-bit vector kernels, the widest this CPU and JVM have",
            "warning: this CPU and JVM have no 512-bit vectors, using 128 bits (every width gives"
                + " the same bits)"),
        lines);
  }

  @Test
  void vectorsTooNarrowForKernelsAreAnObstacle() {
    List<String> lines = probe("AUTO", 0, FreshJvm.WITH_VECTORS, "-XX:MaxVectorSize=8");
    assertEquals("scalar, sigmoid(1) = 0.7310586", lines.get(0));
    assertTrue(lines.get(2).contains("the JVM uses vectors of 64 bits"), lines.toString());
  }

  @Test
  void withoutFusedMultiplyAddKernelsAreScalarAndSaySo() {
    for (String option : List.of("-XX:-UseFMA", "-XX:UseAVX=0")) {
      List<String> lines = probe("AUTO", 0, FreshJvm.WITH_VECTORS, option);
      assertEquals(
          List.of(
              "scalar-no-fma, sigmoid(1) = 0.7310586",
              "reason: scalar kernels, because " + NO_FMA,
              "warning: running on slow scalar kernels: " + NO_FMA),
          lines);
    }
  }

  @Test
  void withoutFusedMultiplyAddVectorsAreRefused() {
    assertEquals(
        List.of("refused: vector kernels can't run: " + NO_FMA),
        probe("VECTOR", 0, FreshJvm.WITH_VECTORS, "-XX:-UseFMA"));
  }

  @Test
  void withoutFusedMultiplyAddScalarKernelsThatAreAskedForAreWarnedOf() {
    assertEquals(
        List.of(
            "scalar-no-fma, sigmoid(1) = 0.7310586",
            "reason: scalar kernels, because they were asked for",
            "warning: running on slow scalar kernels: " + NO_FMA),
        probe("SCALAR", 0, "-XX:-UseFMA"));
  }

  private static void assertScalar(String obstacle, List<String> lines) {
    assertEquals(
        List.of(
            "scalar, sigmoid(1) = 0.7310586",
            "reason: scalar kernels, because " + obstacle,
            "warning: running on slow scalar kernels: " + obstacle),
        lines);
  }

  /** The lines that {@link SelectionProbe} prints in a JVM with these options. */
  private static List<String> probe(String backend, int vectorBits, String... options) {
    return FreshJvm.run(
        List.of(options), SelectionProbe.class, backend, Integer.toString(vectorBits));
  }
}
