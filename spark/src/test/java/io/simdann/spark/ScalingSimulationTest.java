package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.Shards;
import io.simdann.spark.ScalingSimulation.Machines;
import io.simdann.spark.ScalingSimulation.Reduction;
import io.simdann.step.GradientLayout;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingSimulationTest {
  private static final NetworkSpec MNIST = NetworkSpec.of(784, 50, 10);

  private static ScalingSimulation simulation(
      Machines machines, long samples, int shards, Reduction reduction) {
    return new ScalingSimulation(machines, MNIST, samples, shards, reduction);
  }

  @Test
  void whatWasMeasuredIsPredicted() {
    ScalingSimulation mnist = simulation(Machines.measured(), 60_000, 64, Reduction.AT_THE_DRIVER);

    assertEquals(73.0e-3, mnist.secondsPerIteration(1), 0.1 * 73.0e-3);
    assertEquals(55.2e-3, mnist.secondsPerIteration(2), 0.1 * 55.2e-3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 511, 2048, 16_000, 60_000, 1_000_000, Integer.MAX_VALUE})
  void shardsAreThoseOfTheEngine(int samples) {
    assertEquals(
        Shards.of(samples).count(),
        simulation(Machines.cluster(), samples, 64, Reduction.AT_THE_DRIVER).shards());
  }

  @Test
  void aGradientIsAsLargeAsInTheEngine() {
    for (NetworkSpec spec : new NetworkSpec[] {MNIST, NetworkSpec.of(9, 130, 64, 3)}) {
      assertEquals(
          4.0 * new GradientLayout(spec, KernelSelection.logged(Backend.AUTO, 0), 1f).size(),
          new ScalingSimulation(Machines.cluster(), spec, 1, 64, Reduction.AT_THE_DRIVER)
              .gradientBytes());
    }
  }

  @Test
  void withNothingButWorkTheTimeIsThatOfTheLargestTask() {
    Machines free = new Machines(1e9, 0, 0, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
    ScalingSimulation simulation = simulation(free, 65_536, 64, Reduction.AT_THE_DRIVER);
    double alone = 65_536 * MNIST.trainingFlopPerSample() / 1e9;

    assertEquals(alone, simulation.secondsPerIteration(1), 1e-9);
    assertEquals(alone / 2, simulation.secondsPerIteration(2), 1e-9);
    assertEquals(alone * 22 / 64, simulation.secondsPerIteration(3), 1e-9);
    assertEquals(alone / 64, simulation.secondsPerIteration(64), 1e-9);
    assertEquals(alone / 64, simulation.secondsPerIteration(1000), 1e-9);
    assertEquals(alone, simulation.secondsPerIteration(1, 4), 1e-9);
  }

  @Test
  void theDriversCardTakesOneGradientAfterTheOther() {
    Machines slow = new Machines(Double.POSITIVE_INFINITY, 0, 0, 1e6, 0, Double.POSITIVE_INFINITY);
    ScalingSimulation simulation = simulation(slow, 65_536, 64, Reduction.AT_THE_DRIVER);
    double weights = 4.0 * MNIST.parameterCount() / 1e6;
    double gradient = simulation.gradientBytes() / 1e6;

    assertEquals(weights + gradient, simulation.secondsPerIteration(1), 1e-9);
    // Gradients are larger than weights, so the way back is never idle.
    assertEquals(weights + 64 * gradient, simulation.secondsPerIteration(64), 1e-9);
  }

  @Test
  void aTreeOvertakesTheDriverWhenThereAreManyLargeGradients() {
    NetworkSpec large = NetworkSpec.of(784, 2048, 2048, 10);
    double[] seconds = new double[2];
    for (Reduction reduction : Reduction.values()) {
      seconds[reduction.ordinal()] =
          new ScalingSimulation(Machines.cluster(), large, 1_000_000_000, 4096, reduction)
              .secondsPerIteration(1000);
    }
    assertTrue(seconds[1] < seconds[0]);
    double few =
        simulation(Machines.cluster(), 1_000_000, 64, Reduction.AT_THE_DRIVER)
            .secondsPerIteration(4);
    assertTrue(
        few
            < simulation(Machines.cluster(), 1_000_000, 64, Reduction.IN_A_TREE)
                .secondsPerIteration(4));
  }

  @Test
  void thePrintedTablesHaveAllSizes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ScalingSimulation.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String text = bytes.toString(StandardCharsets.UTF_8);

    assertEquals(8, text.lines().filter(line -> line.contains("seconds per iteration")).count());
    assertEquals(8 * 5, text.lines().filter(line -> line.strip().startsWith("1e+")).count());
  }
}
