package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.Bits;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SparseTile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One shard of any number of samples, in tiles of 80 and of 160, against plain loops. */
class ShardPassTest {
  private static final int SAMPLES = 340;

  /** The first place of a shard is a multiple of 16, as tiles that are kept want it. */
  private static final int FROM = 16;

  /** Around 16 lanes and ways, 64, and one and two tiles of either size. */
  private static final int[] LENGTHS = {
    1, 15, 16, 17, 63, 64, 65, 79, 80, 81, 96, 159, 160, 161, 240, 321
  };

  private static final int[] FEW_LENGTHS = {1, 17, 81, 161};

  /** Tiles of 80 samples, blocks of 8 features and of 64 steps; then of 160, 256, and 512. */
  private static final List<CpuFacts> CPUS =
      List.of(
          new CpuFacts("small", 1, 1 << 10, 1 << 10),
          new CpuFacts("large", 1, 128 << 10, 64 << 20));

  /** Which zeros are left out by their density, another test shows. */
  private static final List<PackedSamples.Zeros> ZEROS =
      List.of(PackedSamples.Zeros.LEFT_OUT, PackedSamples.Zeros.KEPT, PackedSamples.Zeros.DENSE);

  /** Every stride of rows, one lane, lanes − 1 and + 1; wide on narrow and narrow on wide. */
  private static final int[][] SIZES = {
    {17, 1, 64, 10},
    {80, 10},
    {16, 65, 80, 3},
    {64, 16, 129, 1},
    {1, 17, 2},
    {129, 100, 16},
    {10, 144, 17, 81, 65},
    {30, 50, 10}
  };

  static Stream<Arguments> networks() {
    return Stream.of(SIZES)
        .flatMap(
            sizes ->
                Stream.of(
                    Arguments.of(NetworkSpec.of(sizes), true),
                    Arguments.of(NetworkSpec.of(sizes), false)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aShardOfAnyLengthGivesTheCanonicalBits(NetworkSpec spec, boolean bytes) {
    Subject subject = new Subject(spec, bytes, 0.3);
    List<Variant> variants = subject.variants(List.of(KernelSets.widest()));
    for (int length : LENGTHS) {
      subject.verify(variants, length);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyKernelSetGivesTheCanonicalBits(NetworkSpec spec, boolean bytes) {
    Subject subject = new Subject(spec, bytes, 0.3);
    List<Kernels> sets = new ArrayList<>();
    KernelSets.all()
        .map(set -> set.getPayload())
        .filter(set -> !KernelSets.isEmulated(set) || spec.parameterCount() < 1000)
        .forEach(sets::add);
    List<Variant> variants = subject.variants(sets);
    for (int length : FEW_LENGTHS) {
      subject.verify(variants, length);
    }
  }

  @Test
  void denseSamplesGiveTheCanonicalBits() {
    for (boolean bytes : new boolean[] {true, false}) {
      Subject subject = new Subject(NetworkSpec.of(16, 65, 3), bytes, 1);
      List<Variant> variants = subject.variants(List.of(KernelSets.widest()));
      for (int length : FEW_LENGTHS) {
        subject.verify(variants, length);
      }
    }
  }

  /** In the order of the data floats are read where they lie, but for the last of them. */
  @Test
  void neighboursGiveTheCanonicalBits() {
    for (int[] sizes : new int[][] {{30, 50, 10}, {129, 100, 16}, {80, 10}, {33, 64, 3}}) {
      Subject subject = new Subject(NetworkSpec.of(sizes), false, 1);
      Arrays.setAll(subject.order, place -> place);
      List<Variant> variants = subject.variants(List.of(KernelSets.widest()));
      for (int length : new int[] {1, 81, 161, 319, 323, SAMPLES - FROM}) {
        subject.verify(variants, length);
      }
    }
  }

  @Test
  void theTilesOfABatchThatComesAgainAreTransposedOnce() {
    Subject subject = new Subject(NetworkSpec.of(16, 10, 3), true, 0.3);
    Variant variant =
        new Variant(subject, KernelSets.widest(), CPUS.get(0), PackedSamples.Zeros.LEFT_OUT);
    TileCache cache = variant.inputs.newTileCache(SAMPLES);
    variant.train(
        new Batch(subject.order, SampleTargets.ofClasses(subject.labels), cache), FROM, FROM + 170);
    List<SparseTile> tiles = new ArrayList<>();
    for (int tile = FROM; tile < FROM + 170; tile += 80) {
      assertNotNull(cache.get(tile));
      tiles.add(cache.get(tile));
    }
    assertNull(cache.get(0));
    assertNull(cache.get(FROM + 16));
    variant.train(
        new Batch(subject.order, SampleTargets.ofClasses(subject.labels), cache), FROM, FROM + 170);
    for (int tile = 0; tile < 3; tile++) {
      assertSame(tiles.get(tile), cache.get(FROM + tile * 80));
    }
  }

  /** A network and its samples, in an order of their own. */
  private static final class Subject {
    final NetworkSpec spec;
    final DataSet data;
    final Features values;
    final int[] labels;
    final int[] order = new int[SAMPLES];
    final float[] parameters;

    Subject(NetworkSpec spec, boolean bytes, double density) {
      this.spec = spec;
      this.data = SparseData.of(spec, SAMPLES, bytes, density, 5);
      this.values = data.features();
      this.labels = data.labels().classIndices();
      this.parameters = Initialization.numpy(spec, 3);
      // Biases are not zero after the first step.
      Random random = new Random(1);
      for (int layer = 1; layer <= spec.layers(); layer++) {
        for (int output = 0; output < spec.size(layer); output++) {
          parameters[spec.biasOffset(layer) + output] = random.nextFloat() - 0.5f;
        }
      }
      Arrays.setAll(order, place -> (place * 101 + 7) % SAMPLES);
    }

    List<Variant> variants(List<Kernels> sets) {
      List<Variant> variants = new ArrayList<>();
      for (Kernels kernels : sets) {
        for (CpuFacts cpu : CPUS) {
          for (PackedSamples.Zeros zeros : ZEROS) {
            variants.add(new Variant(this, kernels, cpu, zeros));
          }
        }
      }
      return variants;
    }

    void verify(List<Variant> variants, int length) {
      int to = FROM + length;
      CanonicalStep expected = CanonicalStep.of(spec, data, Arrays.copyOfRange(order, FROM, to));
      expected.runAsOneShard(parameters);
      for (Variant variant : variants) {
        String where = variant + ", " + length + " samples";
        Batch once = new Batch(order, SampleTargets.ofClasses(labels), null);
        variant.verify(once, to, expected, where);
        Batch again =
            new Batch(order, SampleTargets.ofClasses(labels), variant.inputs.newTileCache(SAMPLES));
        variant.verify(again, to, expected, where + ", tiles are kept");
        variant.verify(again, to, expected, where + ", tiles were kept");
        SampleScores scores = new SampleScores();
        scores.reserve(length, false);
        assertEquals(
            expected.correct,
            variant.pass.evaluate(once, FROM, to, variant.weights, scores, 0),
            "correct, " + where);
        double cost = Costs.sum(scores.costs(), 0, length, new double[Kernels.SUM_WAYS]);
        assertEquals(expected.cost, cost, "evaluated, " + where);
      }
    }
  }

  /** One of the ways to the same bits. */
  private static final class Variant {
    private static final float GUARD = -12345f;

    final Subject subject;
    final String name;
    final PackedSamples inputs;
    final TrainingWeights weights;
    final GradientLayout layout;
    final ShardPass pass;
    final float[] gradient;
    double cost;

    Variant(Subject subject, Kernels kernels, CpuFacts cpu, PackedSamples.Zeros zeros) {
      this.subject = subject;
      this.name = kernels.name() + ", " + cpu.model() + ", " + zeros;
      NetworkSpec spec = subject.spec;
      BlockSizes sizes = BlockSizes.of(kernels, cpu);
      try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
        this.inputs = PackedSamples.of(subject.values, zeros, kernels, sizes, cpu, team);
      }
      float scale = subject.values.scale();
      this.weights = new TrainingWeights(spec, kernels, inputs.panelLanes(), scale);
      for (int task = 0; task < weights.tasks(); task++) {
        weights.pack(task, subject.parameters);
      }
      this.layout = new GradientLayout(spec, kernels, scale);
      this.pass = new ShardPass(spec, kernels, sizes, inputs, cpu, layout);
      this.gradient = new float[subject.parameters.length];
    }

    /** Over what was in the array, and with nothing written around the shard's own place. */
    void train(Batch batch, int from, int to) {
      int offset = 12;
      float[] sum = new float[offset + layout.size() + 3];
      Arrays.fill(sum, GUARD);
      cost = pass.train(batch, from, to, weights, sum, offset);
      for (int task = 0; task < layout.tasks(); task++) {
        layout.unpack(task, sum, offset, gradient, layout.parameterStart(task));
      }
      Arrays.fill(sum, offset, offset + layout.size(), GUARD);
      for (float value : sum) {
        assertEquals(GUARD, value);
      }
    }

    void verify(Batch batch, int to, CanonicalStep expected, String where) {
      Arrays.fill(gradient, Float.NaN);
      train(batch, FROM, to);
      assertEquals(expected.cost, cost, where);
      Bits.assertSame(expected.gradient, gradient, where);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
