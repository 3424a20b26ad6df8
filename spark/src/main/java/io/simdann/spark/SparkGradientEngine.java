package io.simdann.spark;

import io.simdann.data.SampleWeights;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.PairwiseReduction;
import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.EngineException;
import io.simdann.step.Evaluation;
import io.simdann.step.GradientEngine;
import io.simdann.step.GradientLayout;
import io.simdann.step.GradientTarget;
import io.simdann.step.OptimizerState;
import io.simdann.step.SampleOrder;
import io.simdann.step.StepContext;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ContextCleaner;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Gradients on a Spark cluster: each task processes whole shards of the batch, the same shards as
 * on one machine, with the same kernels, and the driver adds their gradients in the same fixed
 * tree. So the bits are those of {@link io.simdann.step.LocalGradientEngine}, whatever the
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
  private static final System.Logger LOG = System.getLogger(SparkGradientEngine.class.getName());

  /** How long closing waits for executors that are busy with other jobs. */
  private static final long CLOSING_SECONDS = 10;

  private final JavaSparkContext context;
  private final NetworkSpec spec;
  private final SampleForm form;
  private final LabelCensus[] classes;
  private final OptionalInt pictureRows;
  private final ExecutorKernels executorKernels;

  /** Who adds and updates, here on the driver. */
  private final WorkerTeam team;

  private final GradientSum sum;
  private final GradientTarget target;
  private final BatchLayout layout;
  private final LiveExecutors executors;
  private final TaskLocations locations;
  private final long number;

  /** The samples in their own order. */
  private final JavaPairRDD<Integer, SampleBlock> blocks;

  private int layouts;

  /** The samples as they were moved for the present layout; at first {@link #blocks}. */
  private JavaPairRDD<Integer, SampleBlock> laidOut;

  /** Null if all are 1. */
  private double[] classWeights;

  private double batchWeight;

  private PackedRdd packed;
  private Broadcast<int[]> positions;

  /** The sample at each position, where executors drop by samples' numbers; else null. */
  private Broadcast<int[]> samplesInOrder;

  /** The checksums of the present layout's partitions that have been packed at least once. */
  private Long[] checksums;

  private boolean closed;

  /**
   * An engine over a data set.
   *
   * @param data the samples and their classes
   * @param spec the network; inputs and classes must be those of the data
   * @param batchSize the samples of a batch, 1 or more; all samples or more make a full batch
   * @param partitions into how many parts the samples are cut; more than the 64 shards of a batch
   *     or the cores of the executors gain nothing. 0 for as many as Spark has cores
   * @param backend the kernels of the executors
   * @param vectorBits 128, 256, 512, or {@link KernelSelection#WIDEST}
   * @throws IllegalArgumentException if the data doesn't match the network, or a number is out of
   *     its range
   * @throws EngineException if Spark fails, or an executor has too little memory for a partition
   */
  public SparkGradientEngine(
      SparkDataSet data,
      NetworkSpec spec,
      int batchSize,
      int partitions,
      Backend backend,
      int vectorBits) {
    if (data.features() != spec.inputs() || !spec.fits(data.classNames().size())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data of %d features and %d classes doesn't fit a network of sizes %s",
              data.features(),
              data.classNames().size(),
              spec));
    }
    if (batchSize < 1 || partitions < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch size %d and %d partitions, expected 1 or more and 0 or more",
              batchSize,
              partitions));
    }
    this.context = data.context();
    this.spec = spec;
    this.form = data.form();
    this.classes = data.classes();
    this.pictureRows = data.pictureRows();
    this.executorKernels = new ExecutorKernels(backend, vectorBits);
    int batch = Math.min(batchSize, data.samples());
    int most = Shards.of(batch).count();
    int wanted =
        partitions > 0 ? partitions : SparkFailures.translated(context::defaultParallelism);
    this.layout = new BatchLayout(data.samples(), batch, Math.min(wanted, most));
    requireRoom(data.widestRow());
    this.locations = new TaskLocations(layout.partitions());
    this.blocks = SparkFailures.translated(() -> shuffled(data.blocks(layout)));
    // What may be refused comes before what must be closed.
    Kernels kernels = KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST);
    GradientLayout gradientLayout =
        new GradientLayout(spec, kernels, ValueArrays.scale(form.bytes()));
    this.executors = SparkFailures.translated(() -> new LiveExecutors(context.sc(), () -> {}));
    this.team = WorkerTeam.ofThreads(WorkerTeam.defaultThreads());
    this.sum = new GradientSum(kernels, gradientLayout, team);
    this.target = new GradientTarget(spec, team);
    this.number = OpenEngines.add(this);
    try {
      layOut(blocks);
    } catch (RuntimeException e) {
      OpenEngines.remove(this);
      team.close();
      executors.close();
      throw e;
    }
  }

  /** Before samples are sent that no executor can gather; whether it can pack them, it knows. */
  private void requireRoom(String widestRow) {
    long heap = Executors.heap(context.sc());
    for (int partition = 0; partition < layout.partitions(); partition++) {
      long samples = new PartitionMemory(layout, partition, spec, form.bytes(), 0).gathered();
      if (samples > heap) {
        throw new EngineException(
            String.format(
                Locale.ROOT,
                "too little memory for partition %d of %d, %d MB of samples%s: an executor has %d MB"
                    + " of heap; raise spark.executor.memory, or cut the samples into more"
                    + " partitions and spread them over more executors",
                partition,
                layout.partitions(),
                Executors.megabytes(samples),
                widestRow.isEmpty() ? "" : " (" + widestRow + ")",
                Executors.megabytes(heap)),
            null);
      }
    }
  }

  /** What the executors know this engine by. */
  long number() {
    return number;
  }

  /** Where each partition was worked on last, or is to be next. */
  List<String> locations() {
    return Arrays.asList(locations.toArray());
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
  public OptionalInt pictureRows() {
    return pictureRows;
  }

  @Override
  public void reorder(int[] order) {
    requireOpen();
    int[] newPositions = inverse(order);
    Broadcast<int[]> before = positions;
    Broadcast<int[]> orderBefore = samplesInOrder;
    JavaPairRDD<Integer, SampleBlock> laidOutBefore = laidOut;
    positions = SparkFailures.translated(() -> context.broadcast(newPositions));
    if (spec.hasDropout()) {
      // The caller may change its array.
      int[] copy = order.clone();
      samplesInOrder = SparkFailures.translated(() -> context.broadcast(copy));
    }
    layOut(SparkFailures.translated(() -> shuffled(relocated(positions))));
    if (before != null) {
      Broadcasts.destroy(context, before);
      cleanShuffle(laidOutBefore);
    }
    if (orderBefore != null) {
      Broadcasts.destroy(context, orderBefore);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed: make another one");
    }
  }

  private JavaPairRDD<Integer, SampleBlock> relocated(Broadcast<int[]> newPositions) {
    return blocks.mapPartitionsToPair(new Relocation(layout, newPositions, form));
  }

  private JavaPairRDD<Integer, SampleBlock> shuffled(JavaPairRDD<Integer, SampleBlock> sent) {
    return sent.partitionBy(new HashPartitioner(layout.partitions()));
  }

  private int[] inverse(int[] order) {
    SampleOrder.requirePermutation(order, layout.samples());
    int[] inverse = new int[order.length];
    for (int position = 0; position < order.length; position++) {
      inverse[order[position]] = position;
    }
    return inverse;
  }

  private void layOut(JavaPairRDD<Integer, SampleBlock> shuffled) {
    laidOut = shuffled;
    packed =
        new PackedRdd(
            shuffled.rdd(),
            ++layouts,
            layout,
            new NetworkTexts(spec),
            samplesInOrder,
            form,
            executorKernels,
            number);
    packed.weighClasses(classWeights);
    checksums = new Long[layout.partitions()];
  }

  @Override
  public long[] classCounts() {
    return Arrays.stream(classes).mapToLong(LabelCensus::samples).toArray();
  }

  @Override
  public void weighClasses(double[] weights) {
    requireOpen();
    float greatest = 0f;
    for (int i = 0; i < classes.length; i++) {
      greatest = Math.max(greatest, classes[i].greatest(weights[i]));
    }
    SampleWeights.requirePositive(greatest);
    classWeights = weights.clone();
    layOut(laidOut);
  }

  @Override
  public double gradient(float[] parameters, int from, int to, float[] gradient) {
    int batch = layout.batch(from, to);
    List<PartialGradient> parts = step(partition -> partition.gradient(parameters, batch));
    batchWeight = GradientSum.weightSum(parts, layout.shards(batch).count());
    target.begin(gradient);
    return sum.add(parts, layout.shards(batch).count(), target);
  }

  @Override
  public double update(
      StepContext stepContext,
      float[] parameters,
      int from,
      int to,
      OptimizerState optimizer,
      float[] updated) {
    int batch = layout.batch(from, to);
    long seed = stepContext.seed();
    int iteration = stepContext.iteration();
    List<PartialGradient> parts =
        step(partition -> partition.gradient(parameters, batch, seed, iteration));
    int shards = layout.shards(batch).count();
    batchWeight = GradientSum.weightSum(parts, shards);
    target.begin(stepContext, batchWeight, parameters, optimizer, updated);
    return sum.add(parts, shards, target);
  }

  @Override
  public double batchWeight() {
    return batchWeight;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if they are not batches for which the samples are laid out
   */
  @Override
  public Evaluation evaluate(float[] parameters, int from, int to, int batchSize) {
    layout.requireBatches(from, to, batchSize);
    int first = from / batchSize;
    int end = first + (to - from + batchSize - 1) / batchSize;
    List<PartialEvaluation> parts = step(partition -> partition.evaluate(parameters, first, end));
    int[] taken = new int[layout.partitions()];
    double lossSum = 0;
    double correctSum = 0;
    double weightSum = 0;
    for (int batch = first; batch < end; batch++) {
      double[] costs = new double[layout.shards(batch).count()];
      double[] correct = new double[costs.length];
      double[] weights = new double[costs.length];
      for (int partition = 0; partition < layout.partitions(); partition++) {
        for (int shard : layout.subtrees(batch, partition)) {
          PartialEvaluation part = parts.get(partition);
          int subtree = taken[partition]++;
          costs[shard] = part.costs[subtree];
          correct[shard] = part.correct[subtree];
          weights[shard] = part.weights[subtree];
        }
      }
      // As in a step: where a subtree doesn't begin, 0 is added.
      lossSum += PairwiseReduction.sum(costs, costs.length);
      correctSum += PairwiseReduction.sum(correct, costs.length);
      weightSum += PairwiseReduction.sum(weights, costs.length);
    }
    return new Evaluation(lossSum, correctSum, weightSum);
  }

  /**
   * Lets go of the samples on all executors. The engine can't be used any more: its other methods
   * throw an {@link IllegalStateException}. Closing it again does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    OpenEngines.remove(this);
    // Where this JVM is the executor, that needs no Spark, which may have been stopped.
    PartitionStore.keepOnly(OpenEngines.now());
    team.close();
    executors.close();
    if (context.sc().isStopped()) {
      return;
    }
    dropPartitions();
    if (positions != null) {
      Broadcasts.destroy(context, positions);
      cleanShuffle(laidOut);
    }
    if (samplesInOrder != null) {
      Broadcasts.destroy(context, samplesInOrder);
    }
    cleanShuffle(blocks);
  }

  /** A job of a task for each executor. Those that it doesn't reach drop them with the next one. */
  private void dropPartitions() {
    OpenEngines open = OpenEngines.now();
    try {
      List<Tuple2<String, Seq<String>>> tasks =
          executors.locations().stream()
              .map(at -> new Tuple2<>(at, CollectionConverters.asScala(List.of(at)).toSeq()))
              .toList();
      Future<Void> dropping =
          context
              .sc()
              .makeRDD(
                  CollectionConverters.asScala(tasks).toSeq(),
                  ClassTag$.MODULE$.<String>apply(String.class))
              .toJavaRDD()
              .foreachAsync(at -> PartitionStore.keepOnly(open));
      try {
        dropping.get(CLOSING_SECONDS, TimeUnit.SECONDS);
      } finally {
        // Of what is over there is nothing to cancel.
        dropping.cancel(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "partitions are left to the next engine to drop", e);
    }
  }

  /** Has the files of a shuffle deleted, which otherwise waits for a collection of garbage here. */
  private void cleanShuffle(JavaPairRDD<Integer, SampleBlock> shuffled) {
    ShuffleDependency<?, ?, ?> shuffle =
        (ShuffleDependency<?, ?, ?>) shuffled.rdd().dependencies().head();
    Option<ContextCleaner> cleaner = context.sc().cleaner();
    if (cleaner.isDefined()) {
      cleaner.get().doCleanupShuffle(shuffle.shuffleId(), false);
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
    requireOpen();
    List<StepResult<R>> collected =
        SparkFailures.translated(
            () -> {
              JavaRDD<StepResult<R>> results =
                  packed.toJavaRDD().mapPartitionsWithIndex(task, true);
              locations.update(executors.locations());
              packed.workAt(locations.toArray());
              return results.collect();
            });
    collected.forEach(this::remember);
    return collected.stream().map(result -> result.value).toList();
  }

  private void remember(StepResult<?> result) {
    int partition = result.partition;
    locations.workedOn(partition, result.location);
    if (checksums[partition] == null) {
      checksums[partition] = result.checksum;
    } else if (checksums[partition] != result.checksum) {
      throw new EngineException(
          String.format(
              Locale.ROOT,
              "the samples of partition %d were other ones when they were read again after an executor"
                  + " was lost; save the data frame first, and train on what was saved",
              partition),
          null);
    }
  }

  /**
   * Shows the layer sizes.
   *
   * @return for example {@code SparkGradientEngine[784-50-10]}
   */
  @Override
  public String toString() {
    return "SparkGradientEngine[" + spec + "]";
  }
}
