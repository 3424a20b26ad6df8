package io.simdann.spark;

import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.NotFiniteException;
import io.simdann.data.mnist.MnistPreparation;
import io.simdann.predict.Classifier;
import io.simdann.step.EngineException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Labelled samples on a Spark cluster. The driver knows their number, their features and their
 * classes; the samples themselves stay with the executors.
 *
 * <p>The order of the samples is part of what a training computes. Those of files, which a {@link
 * SampleReader} reads, are in the order of the files' paths and of the rows in each, however Spark
 * splits them. Those of a data frame are in the order of its partitions and the rows in each: for
 * the same bits as elsewhere, that order must be the same as elsewhere, and it must come again when
 * Spark computes lost rows anew.
 */
public final class SparkDataSet {

  private final JavaSparkContext context;
  private final JavaRDD<SampleChunk> chunks;
  private final SampleCensus census;
  private final ClassNames classNames;
  private final String widestRow;

  /**
   * Has the executors read the samples once.
   *
   * @param context the context
   * @param chunks the samples, in the order of their origins
   * @param known the class names of the training samples; null to find them in the data
   * @param widestRow as of {@link SampleFiles#widestRow}
   * @throws EngineException if they can't be read, are not alike, or have other labels
   */
  SparkDataSet(
      JavaSparkContext context, JavaRDD<SampleChunk> chunks, ClassNames known, String widestRow) {
    this.widestRow = widestRow;
    this.context = context;
    this.chunks = chunks;
    this.census =
        new SampleCensus(
            SparkFailures.translated(
                () -> chunks.mapPartitionsWithIndex(RunCensus::of, true).collect()));
    if (known != null) {
      census.requireLabelsOf(known);
    }
    this.classNames = known == null ? census.classNames : known;
  }

  /**
   * The samples of a data frame.
   *
   * @param frame the data frame; it is read twice, so one that is expensive to compute should be
   *     saved or cached
   * @param columns its columns of features and label
   * @return the samples
   * @throws IllegalArgumentException if it has no such columns
   * @throws EngineException if rows are not alike, can't be read, or have no weight that could be
   *     one; the message names partition and row
   */
  public static SparkDataSet of(Dataset<Row> frame, FrameColumns columns) {
    return of(frame, columns, null);
  }

  /**
   * The samples of a data frame to test on.
   *
   * @param frame the data frame
   * @param columns its columns of features and label
   * @param known the class names of the training samples; null to find them in the data
   * @return the samples
   * @throws IllegalArgumentException if it has no such columns
   * @throws EngineException if rows are not alike, have other labels, or can't be read
   */
  public static SparkDataSet of(Dataset<Row> frame, FrameColumns columns, ClassNames known) {
    FrameDecoder decoder = new FrameDecoder(frame.schema(), columns);
    Function2<Integer, Iterator<Row>, Iterator<SampleChunk>> decode =
        (partition, rows) -> ChunkIterator.ofFrame(partition, rows, decoder);
    return new SparkDataSet(
        JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext()),
        SparkFailures.translated(
            () -> frame.select(decoder.columns()).javaRDD().mapPartitionsWithIndex(decode, true)),
        known,
        "");
  }

  /**
   * Samples in the driver's memory, to be handed to the executors.
   *
   * @param context the context
   * @param data samples that fit into the memory of the driver twice, and their weights
   * @return the samples
   */
  public static SparkDataSet of(JavaSparkContext context, DataSet data) {
    return new SparkDataSet(
        context,
        SparkFailures.translated(() -> LocalSlices.spread(context, data)),
        data.labels().classNames(),
        "");
  }

  /**
   * The samples.
   *
   * @return their number, 1 or more
   */
  public int samples() {
    return census.samples;
  }

  /**
   * The features of a sample.
   *
   * @return their number, 1 or more
   */
  public int features() {
    return census.features;
  }

  /**
   * What the classes are.
   *
   * @return their names, those of the training samples if these are to be tested on
   */
  public ClassNames classNames() {
    return classNames;
  }

  JavaSparkContext context() {
    return context;
  }

  /** The rows of pixels of a picture; empty if samples are not known to be pictures. */
  OptionalInt pictureRows() {
    return census.pictureRows;
  }

  /** Whether samples that are pictures look prepared as those of MNIST are. */
  MnistPreparation preparation() {
    return census.preparation;
  }

  String widestRow() {
    return widestRow;
  }

  /** The samples on their way to the partitions of a layout. */
  JavaPairRDD<Integer, SampleBlock> blocks(BatchLayout layout) {
    return chunks.mapPartitionsToPair(
        new Placement(
            layout, census.firstSamples, classNames.names().toArray(String[]::new), form()));
  }

  /** What samples consist of. */
  SampleForm form() {
    return new SampleForm(census.features, census.bytes, census.weighted);
  }

  /** What there is of each class. */
  LabelCensus[] classes() {
    return census.classes(classNames);
  }

  /**
   * The fraction of samples whose most probable class is their label. Executors read the samples
   * once more and predict them as they come.
   *
   * @param classifier a trained network
   * @return 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws EngineException if an executor fails, or the probabilities of a sample are NaN, since
   *     its features are so large that they overflow inside the network
   */
  public double accuracy(SparkClassifier classifier) {
    classifier.requireFeatures(census.features);
    return SparkFailures.translated(() -> countCorrect(classifier.onExecutors()))
        / (double) census.samples;
  }

  private long countCorrect(ExecutorClassifier classifier) {
    Broadcast<ExecutorClassifier> broadcast = context.broadcast(classifier);
    Function2<Integer, Iterator<SampleChunk>, Iterator<Long>> count =
        (partition, part) ->
            List.of(countCorrect(partition, broadcast.value().get(), part)).iterator();
    try {
      return chunks.mapPartitionsWithIndex(count, true).collect().stream()
          .mapToLong(Long::longValue)
          .sum();
    } finally {
      Broadcasts.destroy(context, broadcast);
    }
  }

  private static long countCorrect(
      int partition, Classifier classifier, Iterator<SampleChunk> chunks) {
    long correct = 0;
    while (chunks.hasNext()) {
      SampleChunk chunk = chunks.next();
      String[] predicted = predicted(partition, classifier, chunk);
      correct +=
          IntStream.range(0, predicted.length)
              .filter(sample -> predicted[sample].equals(chunk.label(sample)))
              .count();
    }
    return correct;
  }

  private static String[] predicted(int partition, Classifier classifier, SampleChunk chunk) {
    Features samples = chunk.features();
    try {
      return classifier.predict(samples);
    } catch (NotFiniteException e) {
      int sample = 0;
      while (!Float.isNaN(classifier.probabilities(samples, sample, 1).get(0, 0))) {
        sample++;
      }
      throw RowDecoder.undefined(
          partition, chunk.firstRow() + sample, chunk.origin(), samples, sample);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "SparkDataSet[%d features × %d samples of %s]",
        census.features,
        census.samples,
        classNames);
  }
}
