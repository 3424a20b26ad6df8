package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.Backend;
import io.simdann.kernel.HeapBytes;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.sparse.SparseSamples;
import io.simdann.step.SampleTargets;
import io.simdann.step.Tuning;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Heap in use after a step, against what was said before packing. */
class PartitionMemoryTest {
  private static final long MEGABYTE = 1L << 20;
  private static final int TRIES = 3;
  private static final Kernels KERNELS =
      KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST);

  @Test
  void theDigitsTakeNoMoreThanSaid() throws IOException {
    requireTold(EmbeddedMnist.load().train(), 1, NetworkSpec.of(784, 50, 10));
  }

  @Test
  void oneOfManyPartitionsTakesNoMoreThanSaid() throws IOException {
    requireTold(EmbeddedMnist.load().train(), 3, NetworkSpec.of(784, 300, 100, 10));
  }

  @Test
  void aTableOfFloatsTakesNoMoreThanSaid() {
    requireTold(Samples.floats(100_000, 20, 0), 1, NetworkSpec.of(20, 16, 4));
  }

  @Test
  void aTableOfFloatsWithManyZerosTakesNoMoreThanSaid() {
    requireTold(Samples.floats(100_000, 20, 0.7), 1, NetworkSpec.of(20, 16, 4));
  }

  @Test
  void aPartitionSendsAGradientForEachSubtree() {
    NetworkSpec spec = NetworkSpec.of(10, 5);
    // A row of 16 floats for each input and one for the biases, three copies of each gradient.
    long gradient = 3 * HeapBytes.floats(11 * 16);
    assertEquals(gradient, results(new BatchLayout(128, 128, 1), 0, spec));
    // Three shards of 64: the first two are a subtree, unless they are of different partitions.
    assertEquals(gradient, results(new BatchLayout(192, 192, 1), 0, spec));
    assertEquals(gradient, results(new BatchLayout(192, 192, 2), 0, spec));
    assertEquals(gradient, results(new BatchLayout(192, 192, 2), 1, spec));
    // Shards 3 and 4 of seven are no subtree.
    assertEquals(2 * gradient, results(new BatchLayout(448, 448, 3), 1, spec));
  }

  private static long results(BatchLayout layout, int partition, NetworkSpec spec) {
    return new PartitionMemory(layout, partition, spec, true, 0).results();
  }

  private static void requireTold(DataSet data, int partitions, NetworkSpec spec) {
    int samples = data.samples();
    BatchLayout layout = new BatchLayout(samples, samples, partitions);
    boolean bytes = data.features() instanceof ByteFeatures;
    PartitionMemory memory = new PartitionMemory(layout, 0, spec, bytes, 0);
    float[] parameters = new float[spec.parameterCount()];
    // Kernels and whatever else stays in the JVM.
    packed(data, layout, spec).gradient(parameters, 0);

    long used = 0;
    long told = 0;
    // What other tests left behind may be collected between two looks at the heap.
    for (int attempt = 0; attempt < TRIES && !isTold(used, told); attempt++) {
      long before = usedHeap();
      told = memory.network();
      Features values = values(data, layout, spec.inputs());
      long ofPacking = memory.packed(values, KERNELS);
      boolean dense = SparseSamples.density(values) > Tuning.DENSEST_SPARSE;
      values = null;
      PackedPartition partition = packed(data, layout, spec);
      partition.gradient(parameters, 0);
      used = usedHeap() - before;
      assertTrue(partition.checksum() == 1);
      // Gathered samples without zeros are let go when they are packed.
      told += ofPacking + (dense ? memory.gathered() : 0);
    }
    assertTrue(isTold(used, told), "%d bytes used, %d told".formatted(used, told));
  }

  private static boolean isTold(long used, long told) {
    return used > 0 && used <= told && told <= used * 5 / 4 + 8 * MEGABYTE;
  }

  private static PackedPartition packed(DataSet data, BatchLayout layout, NetworkSpec spec) {
    return new PackedPartition(
        layout,
        0,
        spec,
        values(data, layout, spec.inputs()),
        SampleTargets.ofClasses(
            Arrays.copyOf(data.labels().classIndices(), layout.partitionSamples(0))),
        null,
        1,
        KERNELS);
  }

  /** A copy of the first samples. */
  private static Features values(DataSet data, BatchLayout layout, int features) {
    int samples = layout.partitionSamples(0);
    Serializable all = ValueArrays.of(data.features());
    return ValueArrays.features(
        ValueArrays.copyOfRange(all, 0, samples * features), features, samples);
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
