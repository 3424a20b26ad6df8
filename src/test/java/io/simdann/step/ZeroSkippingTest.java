package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.NotFiniteException;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.random.Shuffle;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether zeros are left out or kept, in sparse or in dense products, is not to be seen. */
class ZeroSkippingTest {

  static Stream<Arguments> densities() {
    return DoubleStream.of(0, 0.05, 0.5, 1)
        .boxed()
        .flatMap(density -> Stream.of(Arguments.of(density, true), Arguments.of(density, false)));
  }

  @ParameterizedTest
  @MethodSource("densities")
  void allFourWaysGiveTheCanonicalBits(double density, boolean bytes) {
    for (int[] sizes : new int[][] {{20, 10}, {33, 17, 5}, {17, 64, 16, 3}, {80, 81, 1}}) {
      NetworkSpec spec = NetworkSpec.of(sizes);
      for (int samples : new int[] {1, 16, 65, 161}) {
        DataSet data = SparseData.of(spec, samples, bytes, density, samples);
        CanonicalStep expected = CanonicalStep.of(spec, data);
        float[] parameters = Initialization.numpy(spec, 7);
        expected.run(parameters);
        for (Kernels kernels : Engines.all()) {
          if (!KernelSets.isEmulated(kernels) || samples == 65 && density == 0.5) {
            for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
              verify(spec, data, kernels, zeros, 1, parameters, expected);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNetworkWhoseWeightsAreSharedOutAmongThreadsGivesTheCanonicalBits(boolean bytes) {
    NetworkSpec spec = NetworkSpec.of(100, 129, 144, 10);
    DataSet data = SparseData.of(spec, 150, bytes, 0.5, 1);
    CanonicalStep expected = CanonicalStep.of(spec, data);
    float[] parameters = Initialization.numpy(spec, 7);
    expected.run(parameters);
    for (int threads : new int[] {1, 2, 7}) {
      for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
        verify(spec, data, Engines.best(), zeros, threads, parameters, expected);
      }
    }
  }

  /** From 641 samples on, shards have more than one tile of 80; from 1281 on, of 160. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shardsOfMoreThanATileGiveTheCanonicalBits(boolean bytes) {
    NetworkSpec spec = NetworkSpec.of(10, 17, 3);
    float[] parameters = Initialization.numpy(spec, 7);
    for (int samples : new int[] {640, 641, 1280, 1281, 2049, 16_385}) {
      DataSet data = SparseData.of(spec, samples, bytes, 0.4, samples);
      CanonicalStep expected = CanonicalStep.of(spec, data);
      expected.run(parameters);
      for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
        verify(spec, data, Engines.best(), zeros, 3, parameters, expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("densities")
  void ofManyStepsInBatchesAllFourWaysGiveTheSameParameters(double density, boolean bytes) {
    NetworkSpec spec = NetworkSpec.of(30, 65, 4);
    int samples = 200;
    DataSet data = SparseData.of(spec, samples, bytes, density, 3);
    float[] expected = null;
    for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
      float[] parameters = Initialization.numpy(spec, 7);
      try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
        GradientEngine engine =
            new LocalGradientEngine(data, spec, Engines.best(), team, zeros, CpuFacts.here());
        Descent descent = new Descent(0.5, Engines.best());
        Shuffle shuffle = new Shuffle(samples, 1);
        for (int epoch = 0; epoch < 5; epoch++) {
          engine.reorder(shuffle.order(epoch));
          for (int from = 0; from < samples; from += 37) {
            int to = Math.min(samples, from + 37);
            descent.update(engine, parameters, from, to, parameters);
          }
        }
      }
      expected = expected == null ? parameters.clone() : expected;
      Bits.assertSame(expected, parameters, zeros.toString());
    }
  }

  /** What a NaN does to gradients where zeros are left out is not defined; but it is noticed. */
  @Test
  void featuresThatOverflowMakeTheCostNaNWhateverIsLeftOut() {
    NetworkSpec spec = NetworkSpec.of(20, 3);
    DataSet data = SparseData.of(spec, 70, false, 0.3, 1);
    Arrays.fill(((FloatFeatures) data.features()).values(), 66 * 20 + 3, 66 * 20 + 5, 3e38f);
    float[] parameters = Initialization.numpy(spec, 7);
    Arrays.fill(parameters, 3 * 3, 5 * 3, 2f);
    for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
      try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
        GradientEngine engine =
            new LocalGradientEngine(data, spec, Engines.best(), team, zeros, CpuFacts.here());
        assertEquals(Double.NaN, engine.gradient(parameters, 0, 70, parameters.clone()));
      }
    }
  }

  @Test
  void nanInASampleIsRefusedWhateverIsLeftOut() {
    NetworkSpec spec = NetworkSpec.of(20, 5, 3);
    DataSet data = SparseData.of(spec, 70, false, 0.3, 1);
    ((FloatFeatures) data.features()).values()[66 * 20 + 3] = Float.NaN;
    for (PackedSamples.Zeros zeros : PackedSamples.Zeros.values()) {
      try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
        assertThrows(
            NotFiniteException.class,
            () ->
                new LocalGradientEngine(data, spec, Engines.best(), team, zeros, CpuFacts.here()));
      }
    }
  }

  private static void verify(
      NetworkSpec spec,
      DataSet data,
      Kernels kernels,
      PackedSamples.Zeros zeros,
      int threads,
      float[] parameters,
      CanonicalStep expected) {
    int samples = data.samples();
    String where = "%s, %s, %s, %d samples".formatted(spec, kernels.name(), zeros, samples);
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      GradientEngine engine =
          new LocalGradientEngine(data, spec, kernels, team, zeros, CpuFacts.here());
      float[] gradient = new float[parameters.length];
      Arrays.fill(gradient, Float.NaN);
      assertEquals(expected.cost, engine.gradient(parameters, 0, samples, gradient), where);
      Bits.assertSame(expected.gradient, gradient, where);
      Evaluation evaluation = engine.evaluate(parameters, 0, samples, samples);
      assertEquals(new Evaluation(expected.cost, expected.correct, samples), evaluation, where);
    }
  }
}
