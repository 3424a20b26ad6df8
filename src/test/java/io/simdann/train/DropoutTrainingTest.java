package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.random.SplitMix64;
import io.simdann.step.PackedSamples;
import io.simdann.step.SparseData;
import io.simdann.step.StepWay;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trainings with dropout: by every way of a batch, on scalar and vector kernels and any number of
 * threads they give the bits of the canonical program.
 */
class DropoutTrainingTest {
  private static final int LAST_SEED = 400;
  private static final int TRAININGS_OF_A_WAY = 2;

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid", "relu", "gelu"})
  void hiddenLayersEqualTheCanonicalProgramByEveryWay(String activation) {
    assertEquals(EnumSet.allOf(StepWay.class), waysOfTrainings(activation, 0, 0.3));
  }

  /** Of which samples are dense, however many zeros they have. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void inputsEqualTheCanonicalProgramByEveryDenseWay(double ofHidden) {
    EnumSet<StepWay> dense = EnumSet.of(StepWay.DENSE, StepWay.BATCH_DENSE);
    assertEquals(dense, waysOfTrainings("relu", 0.2, ofHidden));
  }

  /** Compares some trainings of each way with the canonical program, and tells which there were. */
  private static EnumSet<StepWay> waysOfTrainings(
      String activation, double ofInputs, double ofHidden) {
    Map<StepWay, Integer> ways = new EnumMap<>(StepWay.class);
    for (long seed = 1; seed <= LAST_SEED; seed++) {
      SmallTraining training =
          new RandomTraining(new SplitMix64(seed))
              .next(seed)
              .with(new Activation(activation))
              .dropping(ofInputs, ofHidden);
      if (!training.spec().hidden().isEmpty()
          && ways.merge(training.way(), 1, Integer::sum) <= TRAININGS_OF_A_WAY) {
        assertSameAsCanonical(training);
      }
    }
    return EnumSet.copyOf(ways.keySet());
  }

  private static void assertSameAsCanonical(SmallTraining training) {
    SmallTraining.Outcome expected = training.canonical();
    for (Kernels kernels : List.of(KernelSets.scalar(), KernelSets.widest())) {
      for (int threads : new int[] {1, 2, 7}) {
        String where = "%s on %s, %d threads".formatted(training, kernels.name(), threads);
        SmallTraining.Outcome actual = training.trained(kernels, threads);
        Bits.assertSame(expected.parameters(), actual.parameters(), where);
        assertEquals(expected.costs(), actual.costs(), where);
      }
    }
  }

  @Test
  void everyWidthOfVectorsGivesTheSameBits() {
    SmallTraining training =
        new SmallTraining(
            new int[] {37, 50, 17, 5},
            new Activation("tanh"),
            true,
            0.5,
            40,
            30,
            true,
            3,
            0.5,
            8,
            PackedSamples.Zeros.BY_DENSITY,
            new double[] {0.1, 0.4},
            1 << 20,
            false);
    float[] expected = training.canonical().parameters();
    for (int bits : new int[] {128, 256, 512}) {
      Kernels kernels = KernelSelection.emulated(bits);
      Bits.assertSame(expected, training.trained(kernels, 2).parameters(), kernels.name());
    }
  }

  @Test
  void aRateOfZeroIsNoDropoutAndAnotherIsSome() {
    DataSet data = SparseData.of(NetworkSpec.of(20, 33, 4), 150, true, 0.5, 7);
    float[] without = parameters(Trainer.builder(), data);
    Bits.assertSame(without, parameters(Trainer.builder().dropout(0).inputDropout(0), data), "0");
    float[] some = parameters(Trainer.builder().dropout(0.2), data);
    assertFalse(Arrays.equals(without, some));
    assertFalse(Arrays.equals(some, parameters(Trainer.builder().inputDropout(0.2), data)));
  }

  private static float[] parameters(TrainerBuilder builder, DataSet data) {
    return builder.hidden(33).batchSize(64).epochs(3).build().fit(data).network().parameters();
  }

  @Test
  void theTrainerSetsTheRatesOfEachLayer() {
    Trainer one = Trainer.builder().hidden(5, 4).dropout(0.25).inputDropout(0.1).build();
    assertEquals(spec(0.1, 0.25, 0.25), one.spec(3, 2));
    Trainer each = Trainer.builder().hidden(5, 4).dropout(0.25, 0).build();
    assertEquals(spec(0, 0.25, 0), each.spec(3, 2));
    assertEquals(spec(0, 0, 0), Trainer.builder().hidden(5, 4).build().spec(3, 2));
  }

  private static NetworkSpec spec(double ofInputs, double first, double second) {
    List<Layer> hidden =
        List.of(new Layer(5, Activation.SIGMOID, first), new Layer(4, Activation.SIGMOID, second));
    return NetworkSpec.of(3, hidden, Loss.SOFTMAX_CROSS_ENTROPY, 2).withInputDropout(ofInputs);
  }

  @Test
  void otherRatesAndNumbersOfRatesAreRefused() {
    TrainerBuilder builder = Trainer.builder().hidden(5, 4, 3);
    assertRefused(
        "dropout must be rates from 0 to less than 1, such as 0.2 or 0.2,0.5, but was 1.0",
        () -> builder.dropout(1));
    assertRefused(
        "input dropout must be from 0 to less than 1, but was -0.1",
        () -> builder.inputDropout(-0.1));
    assertRefused(
        "dropout must be rates from 0 to less than 1, such as 0.2 or 0.2,0.5, but was 0.0,NaN",
        () -> builder.dropout(0, Double.NaN));
    assertRefused(
        "2 rates of dropout for 3 hidden layers, expected one for all, or one for each",
        () -> builder.dropout(0.1, 0.2).build());
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
