package io.simdann.spark;

import io.simdann.data.Features;
import io.simdann.data.SampleWeights;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.EngineException;
import io.simdann.step.SampleTargets;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The packed partitions of a data set, one element each. An executor packs a partition when it
 * first works on it and keeps it in the engine's {@link PartitionStore}; if it is lost, another
 * packs it anew from the shuffled blocks, which Spark itself rebuilds if need be.
 *
 * <p>Not an RDD that Spark caches: a cached element may be sent to another executor, which a packed
 * partition is not made for. Instead the driver remembers where each one is and asks for its tasks
 * to run there ({@link TaskLocations}).
 */
final class PackedRdd extends RDD<PackedPartition> {

  private static final long serialVersionUID = 1L;
  private static final ClassTag<PackedPartition> ELEMENT =
      ClassTag$.MODULE$.apply(PackedPartition.class);
  private static final ClassTag<Tuple2<Integer, SampleBlock>> BLOCK =
      ClassTag$.MODULE$.apply(Tuple2.class);

  private final int number;
  private final BatchLayout layout;
  private final NetworkTexts network;
  private final Broadcast<int[]> order;
  private final SampleForm form;
  private final ExecutorKernels kernels;
  private final long engine;
  private final OpenEngines open;

  /** Where each partition is to be worked on at present. */
  private String[] locations;

  /** Null if all are 1. */
  private double[] classWeights;

  /**
   * Partitions of blocks.
   *
   * @param blocks the samples of each partition; as many partitions as the layout has
   * @param number the number of the layout, greater than that of earlier ones of the engine
   * @param layout where samples go
   * @param network the network
   * @param order the sample at each position; null if it is the data set's own order, or nothing is
   *     dropped
   * @param form what samples consist of
   * @param kernels which kernels to use
   * @param engine the number of the engine for which executors keep what they packed
   */
  PackedRdd(
      RDD<Tuple2<Integer, SampleBlock>> blocks,
      int number,
      BatchLayout layout,
      NetworkTexts network,
      Broadcast<int[]> order,
      SampleForm form,
      ExecutorKernels kernels,
      long engine) {
    super(blocks, ELEMENT);
    this.number = number;
    this.layout = layout;
    this.network = network;
    this.order = order;
    this.form = form;
    this.kernels = kernels;
    this.engine = engine;
    this.open = OpenEngines.now();
    this.locations = new String[layout.partitions()];
  }

  /** Asks for the next tasks to run at some places; null where any will do. */
  void workAt(String[] wanted) {
    locations = wanted;
  }

  /**
   * Gives classes weights, before the first task.
   *
   * @param weights one for each class; null if all are 1
   */
  void weighClasses(double[] weights) {
    classWeights = weights;
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(BLOCK).partitions();
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    String location = locations[split.index()];
    return location == null
        ? super.getPreferredLocations(split)
        : CollectionConverters.asScala(List.of(location)).toSeq();
  }

  @Override
  public Iterator<PackedPartition> compute(Partition split, TaskContext context) {
    String here = Executors.location();
    PackedPartition packed =
        PartitionStore.of(engine, open)
            .get(
                number,
                split.index(),
                other -> locations[other] != null && !locations[other].equals(here),
                () -> pack(split.index(), blocks(split, context)));
    return CollectionConverters.asScala(List.of(packed).iterator());
  }

  private java.util.Iterator<Tuple2<Integer, SampleBlock>> blocks(
      Partition split, TaskContext context) {
    return CollectionConverters.asJava(firstParent(BLOCK).iterator(split, context));
  }

  private PackedPartition pack(
      int partition, java.util.Iterator<Tuple2<Integer, SampleBlock>> blocks) {
    NetworkSpec spec = network.spec();
    int samples = layout.partitionSamples(partition);
    long length = (long) samples * spec.inputs();
    if (length > Integer.MAX_VALUE - 8) {
      throw new EngineException(
          String.format(
              Locale.ROOT,
              "partition %d has %d values, an array at most 2^31 - 9: use more than %d partitions",
              partition,
              length,
              layout.partitions()),
          null);
    }
    int weightArrays = (form.weighted() ? 1 : 0) + (classWeights == null ? 0 : 1);
    PartitionMemory memory =
        new PartitionMemory(layout, partition, spec, form.bytes(), weightArrays);
    long buffers = memory.network() + memory.results();
    long reserved = 0;
    try {
      reserved = reserve(partition, memory, memory.gathered() + buffers, buffers);
      Serializable all = ValueArrays.create(form.bytes(), (int) length);
      int[] classIndices = new int[samples];
      float[] weights = form.weighted() ? new float[samples] : null;
      // These count as used from here on.
      HeapReservations.HERE.release(memory.gathered());
      reserved = buffers;
      gather(partition, blocks, all, classIndices, weights);
      long checksum = checksum(all, classIndices, weights);
      if (classWeights != null) {
        weights = SampleWeights.products(weights, classIndices, classWeights);
      }
      Features values = ValueArrays.features(all, spec.inputs(), samples);
      Kernels selected = kernels.select(spec);
      buffers += memory.packed(values, selected);
      HeapReservations.HERE.release(reserved);
      reserved = 0;
      reserved = reserve(partition, memory, buffers, buffers);
      SampleTargets targets = SampleTargets.ofClasses(classIndices).weighted(weights);
      int[] numbers = spec.hasDropout() ? numbers(partition, samples) : null;
      return new PackedPartition(
          layout, partition, spec, values, targets, numbers, checksum, selected);
    } catch (OutOfMemoryError e) {
      throw tooLittleMemory(partition, memory, buffers, e);
    } finally {
      HeapReservations.HERE.release(reserved);
    }
  }

  /** The numbers in the data set of a partition's samples. */
  private int[] numbers(int partition, int samples) {
    int[] numbers = new int[samples];
    for (int place = 0; place < samples; place++) {
      int position = layout.position(place, partition);
      numbers[place] = order == null ? position : order.value()[position];
    }
    return numbers;
  }

  /** Returns the bytes that were reserved, which are those needed. */
  private long reserve(int partition, PartitionMemory memory, long needed, long buffers) {
    try {
      if (!HeapReservations.HERE.reserve(needed)) {
        throw tooLittleMemory(partition, memory, buffers, null);
      }
      return needed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(
          String.format(Locale.ROOT, "interrupted while partition %d waited for memory", partition),
          e);
    }
  }

  private EngineException tooLittleMemory(
      int partition, PartitionMemory memory, long buffers, Throwable cause) {
    return new EngineException(
        String.format(
            Locale.ROOT,
            "too little memory to pack partition %d of %d, %d MB of samples, with %d MB for their"
                + " packed form, the network and classes: %s has %s; raise spark.executor.memory,"
                + " or cut the samples into more partitions and spread them over more executors",
            partition,
            layout.partitions(),
            Executors.megabytes(memory.gathered()),
            Executors.megabytes(buffers),
            Executors.here(),
            Executors.memory()),
        cause);
  }

  /** Puts each sample in its place. */
  private void gather(
      int partition,
      java.util.Iterator<Tuple2<Integer, SampleBlock>> blocks,
      Serializable all,
      int[] classIndices,
      float[] weights) {
    int features = form.features();
    Arrays.fill(classIndices, -1);
    int found = 0;
    while (blocks.hasNext()) {
      SampleBlock block = blocks.next()._2();
      for (int i = 0; i < block.places.length; i++) {
        int place = block.places[i];
        found += classIndices[place] < 0 ? 1 : 0;
        classIndices[place] = block.classIndices[i];
        if (weights != null) {
          weights[place] = block.weight(i);
        }
        System.arraycopy(block.values, i * features, all, place * features, features);
      }
    }
    if (found < classIndices.length) {
      throw new EngineException(
          String.format(
              Locale.ROOT,
              "partition %d has %d samples where there were %d: the data were other ones when Spark"
                  + " computed them again; save the data frame first, and train on what was saved",
              partition,
              found,
              classIndices.length),
          null);
    }
  }

  private static long checksum(Serializable all, int[] classIndices, float[] weights) {
    CRC32C sum = new CRC32C();
    if (all instanceof byte[] values) {
      sum.update(values);
    } else {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      float[] values = (float[]) all;
      for (int start = 0; start < values.length; start += buffer.capacity() / Float.BYTES) {
        int count = Math.min(buffer.capacity() / Float.BYTES, values.length - start);
        buffer.clear();
        buffer.asFloatBuffer().put(values, start, count);
        sum.update(buffer.limit(count * Float.BYTES));
      }
    }
    int labels = 31 * Arrays.hashCode(classIndices) + Arrays.hashCode(weights);
    return sum.getValue() << Integer.SIZE | labels & 0xffff_ffffL;
  }
}
