package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.MoreActivations;
import io.simdann.nn.Activation;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.random.SplitMix64;
import io.simdann.step.CanonicalStep;
import io.simdann.step.StepWay;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All activations but the sigmoid, and one that only this test knows, as plain loops: by every way
 * of a batch, on scalar and vector kernels and any number of threads they give the bits of the
 * canonical program.
 */
class OtherActivationsTest {
  private static final int LAST_SEED = 400;
  private static final int FEW = 4;
  private static final int TRAININGS_OF_A_WAY = 1;
  private static final List<Kernels> KERNELS =
      List.of(
          MoreActivations.added(KernelSets.scalar()), MoreActivations.added(KernelSets.widest()));

  @ParameterizedTest
  @ValueSource(
      strings = {"identity", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softsign"})
  void trainingEqualsTheCanonicalProgramByEveryWay(String activation) {
    Map<StepWay, Integer> ways = new EnumMap<>(StepWay.class);
    for (long seed = 1; seed <= LAST_SEED; seed++) {
      SmallTraining training = training(seed, activation);
      if (training.spec().hidden().isEmpty()
          || ways.merge(training.way(KERNELS.get(0)), 1, Integer::sum) > TRAININGS_OF_A_WAY) {
        continue;
      }
      SmallTraining.Outcome expected = training.canonical();
      for (Kernels kernels : KERNELS) {
        for (int threads : new int[] {1, 2, 7}) {
          String where = "%s on %s, %d threads".formatted(training, kernels.name(), threads);
          SmallTraining.Outcome actual = training.trained(kernels, threads);
          Bits.assertSame(expected.parameters(), actual.parameters(), where);
          assertEquals(expected.costs(), actual.costs(), where);
        }
      }
    }
    assertEquals(EnumSet.allOf(StepWay.class), ways.keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"identity", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softsign"})
  void predictionEqualsTheCanonicalProgram(String activation) {
    for (long seed = 1; seed <= FEW; seed++) {
      SmallTraining training = training(seed, activation);
      NetworkSpec spec = training.spec();
      float[] parameters = training.canonical().parameters();
      float[] expected = CanonicalStep.of(spec, training.data()).probabilities(parameters);
      Network network =
          new Network(
              spec,
              parameters,
              IntStream.range(0, spec.outputs()).mapToObj(Integer::toString).toList());
      for (Kernels kernels : KERNELS) {
        float[] actual =
            new Classifier(network, kernels, 2).probabilities(training.data().features()).toArray();
        Bits.assertSame(expected, actual, training + " on " + kernels.name());
      }
    }
  }

  private static SmallTraining training(long seed, String activation) {
    return new RandomTraining(new SplitMix64(seed)).next(seed).with(new Activation(activation));
  }
}
