package io.simdann.spark;

import io.simdann.data.Categories;
import io.simdann.gemm.SampleValues;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Architecture;
import io.simdann.nn.GradientLayout;
import io.simdann.parallel.FixedTree;
import io.simdann.parallel.Shards;
import io.simdann.train.EngineException;
import io.simdann.train.GradientEngine;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/**
 * Gradients on a Spark cluster: each task works off whole shards of the batch, the same shards as
 * on one machine, with the same kernels, and the driver adds their gradients in the same fixed
 * tree. So the bits are those of {@link io.simdann.train.LocalGradientEngine}, whatever the
 * executors.
 *
 * <p>The samples are brought to the partitions once, packed by the executor that first works on
 * them, and kept there. An executor that is lost costs one slow step: others pack its partitions
 * anew.
 *
 * <p>A gradient is that of a batch, in the size that the engine was made for, since the partitions
 * have whole shards of these. Every {@link #reorder} moves the samples through a shuffle. An engine
 * serves one caller at a time. It is to be closed, so that executors let go of the samples.
 */
public final class SparkGradientEngine implements GradientEngine, AutoCloseable {
  private final JavaSparkContext context;
  private final Categories categories;
  private final Architecture architecture;
  private final boolean bytes;
  private final Kernels kernels;
  private final ExecutorKernels executorKernels;
  private final GradientLayout gradientLayout;
  private final BatchLayout layout;
  private final Broadcast<PartitionStore> store;

  /** The samples in their own order. */
  private final JavaPairRDD<Integer, SampleBlock> blocks;

  private int layouts;
  private PackedRdd packed;
  private Broadcast<int[]> positions;

  /** The checksums of the present layout's partitions that have been packed at least once. */
  private Long[] checksums;

  /**
   * An engine over a data set.
   *
   * @param data the samples and their classes
   * @param architecture the layer sizes; inputs and outputs must be those of the data
   * @param batchSize the samples of a batch, 1 or more; all samples or more make a full batch
   * @param partitions into how many parts the samples are cut; more than the 64 shards of a batch
   *     or the cores of the executors gain nothing. 0 for as many as Spark has cores
   * @param backend the kernels of the executors
   * @param vectorBits 128, 256, 512, or {@link KernelSelection#WIDEST}
   * @throws IllegalArgumentException if the data doesn't match the architecture, or a number is out
   *     of its range
   * @throws EngineException if Spark fails
   */
  public SparkGradientEngine(
      SparkDataSet data,
      Architecture architecture,
      int batchSize,
      int partitions,
      Backend backend,
      int vectorBits) {
    if (data.features() != architecture.inputs()
        || data.categories().size() != architecture.outputs()) {
      throw new IllegalArgumentException(
          "data of %d features and %d classes doesn't fit a network of sizes %s"
              .formatted(data.features(), data.categories().size(), architecture));
    }
    if (batchSize < 1 || partitions < 0) {
      throw new IllegalArgumentException(
          "batch size %d and %d partitions, expected 1 or more and 0 or more"
              .formatted(batchSize, partitions));
    }
    this.context = data.context();
    this.categories = data.categories();
    this.architecture = architecture;
    this.bytes = data.isBytes();
    this.kernels = KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST);
    this.executorKernels = new ExecutorKernels(backend, vectorBits);
    this.gradientLayout =
        new GradientLayout(architecture, kernels, bytes ? SampleValues.BYTE_SCALE : 1f);
    int batch = Math.min(batchSize, data.samples());
    int most = Shards.of(batch).count();
    int wanted =
        partitions > 0 ? partitions : SparkFailures.translated(context::defaultParallelism);
    this.layout = new BatchLayout(data.samples(), batch, Math.min(wanted, most));
    this.store = SparkFailures.translated(() -> context.broadcast(new PartitionStore()));
    this.blocks = SparkFailures.translated(() -> shuffled(data.blocks(layout)));
    layOut(blocks);
  }

  /**
   * Into how many parts the samples are cut.
   *
   * @return the tasks of a step
   */
  public int partitions() {
    return layout.partitions();
  }

  @Override
  public int samples() {
    return layout.samples();
  }

  @Override
  public void reorder(int[] order) {
    int[] newPositions = inverse(order);
    Broadcast<int[]> before = positions;
    positions = SparkFailures.translated(() -> context.broadcast(newPositions));
    layOut(SparkFailures.translated(() -> shuffled(relocated(positions))));
    if (before != null) {
      destroy(before);
    }
  }

  private JavaPairRDD<Integer, SampleBlock> relocated(Broadcast<int[]> newPositions) {
    return blocks.mapPartitionsToPair(
        new Relocation(layout, newPositions, architecture.inputs(), bytes));
  }

  private JavaPairRDD<Integer, SampleBlock> shuffled(JavaPairRDD<Integer, SampleBlock> sent) {
    return sent.partitionBy(new HashPartitioner(layout.partitions()));
  }

  /** Frees memory; if Spark can't, it has been stopped, and has nothing any more. */
  private void destroy(Broadcast<?> broadcast) {
    try {
      broadcast.destroy();
    } catch (Exception e) {
      if (!context.sc().isStopped()) {
        throw SparkFailures.translate(e);
      }
    }
  }

  private int[] inverse(int[] order) {
    int samples = layout.samples();
    if (order.length != samples) {
      throw new IllegalArgumentException(
          "an order of %d samples, expected one of all %d".formatted(order.length, samples));
    }
    int[] inverse = new int[samples];
    Arrays.fill(inverse, -1);
    for (int position = 0; position < samples; position++) {
      int sample = order[position];
      if (sample < 0 || sample >= samples || inverse[sample] >= 0) {
        throw new IllegalArgumentException(
            "the order has sample %d at position %d, expected each of 0 to %d once"
                .formatted(sample, position, samples - 1));
      }
      inverse[sample] = position;
    }
    return inverse;
  }

  private void layOut(JavaPairRDD<Integer, SampleBlock> shuffled) {
    packed =
        new PackedRdd(
            shuffled.rdd(), ++layouts, layout, architecture.sizes(), bytes, executorKernels, store);
    checksums = new Long[layout.partitions()];
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    int batch = layout.batch(from, to);
    List<PartialGradient> parts = step(partition -> partition.gradient(parameters, batch));
    int shards = layout.shards(batch).count();
    float[][] gradients = new float[shards][];
    double[] costs = new double[shards];
    for (PartialGradient part : parts) {
      for (int i = 0; i < part.firstShards.length; i++) {
        gradients[part.firstShards[i]] = part.gradients[i];
        costs[part.firstShards[i]] = part.costs[i];
      }
    }
    FixedTree.forEachPair(
        shards,
        (into, added) -> {
          // What isn't there was added within its subtree.
          if (gradients[added] != null) {
            kernels.add(gradients[into], 0, gradients[added], 0, gradientLayout.size());
            costs[into] += costs[added];
          }
        });
    for (int task = 0; task < gradientLayout.tasks(); task++) {
      gradientLayout.unpack(task, gradients[0], 0, gradient, gradientLayout.parameterStart(task));
    }
    return costs[0];
  }

  @Override
  public int countCorrect(float[] parameters, int from, int to) {
    if (from < 0 || to > layout.samples() || from >= to) {
      throw new IllegalArgumentException(
          "samples %d to %d are not within 0 to %d".formatted(from, to, layout.samples()));
    }
    return step(partition -> partition.countCorrect(parameters, from, to)).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Lets go of the samples on all executors. The engine can't be used any more. */
  @Override
  public void close() {
    destroy(store);
    if (positions != null) {
      destroy(positions);
    }
  }

  /** What a task does with its partition. */
  @FunctionalInterface
  private interface Step<R> extends Serializable {
    R apply(PackedPartition partition);
  }

  /** Has all partitions worked on; their results are in the order of the partitions. */
  private <R extends Serializable> List<R> step(Step<R> step) {
    Function2<Integer, Iterator<PackedPartition>, Iterator<StepResult<R>>> task =
        (partition, elements) -> {
          PackedPartition samples = elements.next();
          return List.of(
                  new StepResult<>(
                      step.apply(samples), partition, samples.checksum(), Executors.location()))
              .iterator();
        };
    List<StepResult<R>> collected =
        SparkFailures.translated(
            () -> packed.toJavaRDD().mapPartitionsWithIndex(task, true).collect());
    collected.forEach(this::remember);
    return collected.stream().map(result -> result.value).toList();
  }

  private void remember(StepResult<?> result) {
    int partition = result.partition;
    packed.workedOn(partition, result.location);
    if (checksums[partition] == null) {
      checksums[partition] = result.checksum;
    } else if (checksums[partition] != result.checksum) {
      throw new EngineException(
          ("the samples of partition %d were other ones when they were read again after an executor"
                  + " was lost; save the data frame first, and train on what was saved")
              .formatted(partition),
          null);
    }
  }
}
