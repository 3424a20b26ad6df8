package io.simdann.spark;

import io.simdann.data.Categories;
import io.simdann.data.DataSet;
import io.simdann.data.EmbeddedMnist;
import io.simdann.data.MnistDirectory;
import io.simdann.data.TrainTest;
import io.simdann.train.Classifier;
import io.simdann.train.EngineException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Labelled samples on a Spark cluster. The driver knows their number, their features and their
 * categories; the samples themselves stay with the executors.
 *
 * <p>The order of the samples is part of what a training computes. Those of files are in the order
 * of the files' paths and of the rows in each, however Spark splits them. Those of a data frame are
 * in the order of its partitions and the rows in each: for the same bits as elsewhere, that order
 * must be the same as elsewhere, and it must come again when Spark computes lost rows anew.
 */
public final class SparkDataSet {
  private static final String FILE = "_metadata.file_path";
  private static final String PIECE = "_metadata.file_block_start";

  private final JavaSparkContext context;
  private final JavaRDD<SampleChunk> chunks;
  private final HashMap<Origin, Integer> firstSamples;
  private final int samples;
  private final int features;
  private final boolean bytes;
  private final Categories categories;

  private SparkDataSet(
      JavaSparkContext context, Callable<JavaRDD<SampleChunk>> source, Categories known) {
    this.context = context;
    this.chunks = SparkFailures.translated(source);
    List<RunCensus> runs =
        SparkFailures.translated(
            () -> chunks.mapPartitionsWithIndex(RunCensus::of, true).collect());
    runs = runs.stream().sorted(Comparator.comparing(run -> run.origin)).toList();
    requireAlike(runs);
    this.features = runs.get(0).features;
    this.bytes = runs.get(0).bytes;
    this.firstSamples = new HashMap<>();
    long next = 0;
    for (RunCensus run : runs) {
      firstSamples.put(run.origin, (int) next);
      next += run.samples;
      if (next > Integer.MAX_VALUE) {
        throw new EngineException(
            "more than 2^31 - 1 samples, expected fewer: train on a part of them", null);
      }
    }
    this.samples = (int) next;
    Categories found =
        Categories.discover(
            runs.stream().flatMapToInt(run -> Arrays.stream(run.labels)).distinct().toArray());
    if (known != null) {
      requireKnown(found, known);
    }
    this.categories = known == null ? found : known;
  }

  private static void requireAlike(List<RunCensus> runs) {
    if (runs.isEmpty()) {
      throw new EngineException("no samples, expected at least one", null);
    }
    RunCensus first = runs.get(0);
    for (RunCensus run : runs) {
      if (run.features != first.features || run.bytes != first.bytes) {
        throw new EngineException(
            "partition %d, row 0%s: %d features, expected %d as in partition %d%s"
                .formatted(
                    run.partition,
                    run.origin,
                    run.features,
                    first.features,
                    first.partition,
                    first.origin),
            null);
      }
    }
  }

  private static void requireKnown(Categories found, Categories known) {
    for (int label : found.labels()) {
      if (known.indexOf(label) < 0) {
        throw new EngineException(
            "label %d is unknown, expected one of %s (the training labels)".formatted(label, known),
            null);
      }
    }
  }

  /**
   * The samples of a data frame.
   *
   * @param frame the data frame; it is read twice, so one that is expensive to compute should be
   *     saved or cached
   * @param columns its columns of features and label
   * @return the samples
   * @throws IllegalArgumentException if it has no such columns
   * @throws EngineException if rows are not alike, or can't be read; the message names partition
   *     and row
   */
  public static SparkDataSet of(Dataset<Row> frame, FrameColumns columns) {
    return ofRows(frame, columns, false, null);
  }

  /**
   * The samples of a data frame to test on.
   *
   * @param frame the data frame
   * @param columns its columns of features and label
   * @param known the categories of the training samples
   * @return the samples
   * @throws IllegalArgumentException if it has no such columns
   * @throws EngineException if rows are not alike, have other labels, or can't be read
   */
  public static SparkDataSet of(Dataset<Row> frame, FrameColumns columns, Categories known) {
    return ofRows(frame, columns, false, known);
  }

  private static SparkDataSet ofRows(
      Dataset<Row> frame, FrameColumns columns, boolean fromFiles, Categories known) {
    FrameDecoder decoder = new FrameDecoder(frame.schema(), columns.features(), columns.label());
    return decoded(select(frame, decoder.columns(), fromFiles), decoder, fromFiles, known);
  }

  private static Dataset<Row> select(Dataset<Row> frame, Column[] columns, boolean fromFiles) {
    if (!fromFiles) {
      return frame.select(columns);
    }
    Column[] all = Arrays.copyOf(columns, columns.length + 2);
    all[columns.length] = functions.col(FILE);
    all[columns.length + 1] = functions.col(PIECE);
    return frame.select(all);
  }

  private static SparkDataSet decoded(
      Dataset<Row> rows, RowDecoder decoder, boolean fromFiles, Categories known) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Function2<Integer, Iterator<Row>, Iterator<SampleChunk>> decode =
        (partition, part) -> new ChunkIterator(partition, part, decoder, fromFiles);
    return new SparkDataSet(
        context, () -> rows.javaRDD().mapPartitionsWithIndex(decode, true), known);
  }

  /**
   * The samples of Parquet files, in the order of their paths and rows.
   *
   * @param session the session
   * @param path a file, a directory or a pattern, on any of Hadoop's file systems
   * @param label the label's column
   * @param features those of the features; empty for {@code features} or else all other columns of
   *     numbers
   * @param known the categories of the training samples; null to find them in the data
   * @return the samples
   * @throws IllegalArgumentException if there are no such columns
   * @throws EngineException if the files can't be read, or rows are not as they should be
   */
  public static SparkDataSet parquet(
      SparkSession session, String path, String label, List<String> features, Categories known) {
    Dataset<Row> frame = SparkFailures.opened(() -> session.read().parquet(path));
    FrameColumns columns =
        features.isEmpty()
            ? FrameColumns.of(frame.schema(), label)
            : new FrameColumns(features, label);
    return ofRows(frame, columns, true, known);
  }

  /**
   * The samples of CSV files of numbers, raw or compressed, in the order of their paths and lines.
   * If no field of the first line of a file is a number or empty, it has the names of the columns,
   * and so have the other files.
   *
   * @param session the session
   * @param path a file, a directory or a pattern, on any of Hadoop's file systems
   * @param label the name of the label's column, or its number, from 0; null for the column {@code
   *     label} or else the last one
   * @param known the categories of the training samples; null to find them in the data
   * @return the samples; all columns but the label's are features
   * @throws IllegalArgumentException if there is no such column
   * @throws EngineException if the files can't be read, or lines are not as they should be
   */
  public static SparkDataSet csv(
      SparkSession session, String path, String label, Categories known) {
    Dataset<Row> lines = lines(session, path);
    List<Row> first =
        SparkFailures.translated(
            () -> lines.where(functions.col(PIECE).equalTo(0)).limit(1).collectAsList());
    if (first.isEmpty()) {
      throw new EngineException(path + ": no lines, expected lines of numbers", null);
    }
    String[] fields = CsvDecoder.split(first.get(0).getString(0));
    boolean header = CsvDecoder.areNames(fields);
    int labelField = labelField(path, fields, header, label);
    RowDecoder decoder = new CsvDecoder(header, fields.length, labelField);
    return decoded(lines, decoder, true, known);
  }

  private static int labelField(String path, String[] fields, boolean header, String label) {
    if (fields.length < 2) {
      throw new IllegalArgumentException(
          "%s: 1 field in the first line, expected features and a label, separated by commas"
              .formatted(path));
    }
    List<String> names = header ? Arrays.asList(fields) : List.of();
    int named = names.indexOf(label == null ? FrameColumns.DEFAULT_LABEL : label);
    if (named >= 0) {
      return named;
    }
    if (label == null) {
      return fields.length - 1;
    }
    if (label.matches("\\d{1,9}") && Integer.parseInt(label) < fields.length) {
      return Integer.parseInt(label);
    }
    throw new IllegalArgumentException(
        "%s: no column '%s' for the label, expected %s"
            .formatted(
                path,
                label,
                header
                    ? "one of " + String.join(", ", names)
                    : "a number from 0 to " + (fields.length - 1)));
  }

  /**
   * The samples of LIBSVM files, raw or compressed, in the order of their paths and lines.
   *
   * @param session the session
   * @param path a file, a directory or a pattern, on any of Hadoop's file systems
   * @param features the features of a sample; 0 for the greatest index in the files, for which they
   *     are read once more
   * @param known the categories of the training samples; null to find them in the data
   * @return the samples
   * @throws EngineException if the files can't be read, or lines are not as they should be
   */
  public static SparkDataSet libsvm(
      SparkSession session, String path, int features, Categories known) {
    Dataset<Row> lines = lines(session, path);
    int count = features;
    if (count == 0) {
      count =
          SparkFailures.translated(
              () ->
                  lines
                      .javaRDD()
                      .mapPartitionsWithIndex(SparkDataSet::greatestIndex, true)
                      .fold(0, Math::max));
    }
    if (count == 0) {
      throw new EngineException(path + ": no index:value, expected LIBSVM lines", null);
    }
    return decoded(lines, new LibsvmDecoder(count), true, known);
  }

  private static Iterator<Integer> greatestIndex(int partition, Iterator<Row> lines) {
    int greatest = 0;
    for (long row = 0; lines.hasNext(); row++) {
      Row line = lines.next();
      try {
        greatest = Math.max(greatest, LibsvmDecoder.greatestIndex(line.getString(0)));
      } catch (RowDecoder.BadRowException e) {
        throw RowDecoder.failure(partition, row, Origin.ofFileRow(line), e);
      }
    }
    return List.of(greatest).iterator();
  }

  private static Dataset<Row> lines(SparkSession session, String path) {
    Column[] value = {functions.col("value")};
    return SparkFailures.opened(() -> select(session.read().text(path), value, true));
  }

  /** One half of a data set in the layout of MNIST. */
  public enum Part {
    /** The training samples. */
    TRAIN,
    /** The test samples. */
    TEST;

    DataSet of(TrainTest data) {
      return this == TRAIN ? data.train() : data.test();
    }
  }

  /**
   * The MNIST digits that come with the trainer.
   *
   * @param context the context
   * @param part which half
   * @return the samples
   */
  public static SparkDataSet embeddedMnist(JavaSparkContext context, Part part) {
    return ofLocal(context, part, EmbeddedMnist::load, null);
  }

  /**
   * Samples of a directory in the layout of MNIST. An executor reads the four files, raw or gzip,
   * and hands the samples to the others: they must fit into its memory.
   *
   * @param context the context
   * @param path the directory, on any of Hadoop's file systems
   * @param part which half
   * @param known the categories of the training samples; null to find them in the data
   * @return the samples
   * @throws EngineException if the files can't be read
   */
  public static SparkDataSet idx(
      JavaSparkContext context, String path, Part part, Categories known) {
    SerializableConfiguration settings =
        new SerializableConfiguration(context.hadoopConfiguration());
    return ofLocal(
        context,
        part,
        () -> {
          Configuration hadoop = settings.value();
          return MnistDirectory.read(new IdxFolder(path, hadoop));
        },
        known);
  }

  /**
   * Samples in the driver's memory, to be handed to the executors.
   *
   * @param context the context
   * @param data samples that fit into the memory of the driver
   * @return the samples
   */
  public static SparkDataSet of(JavaSparkContext context, DataSet data) {
    List<SampleChunk> all = new ArrayList<>();
    LocalChunks.of(data).forEachRemaining(all::add);
    return new SparkDataSet(context, () -> context.parallelize(all, 1), data.labels().categories());
  }

  /** Reads a whole data set on one executor. */
  @FunctionalInterface
  private interface Reader extends Serializable {
    TrainTest read() throws IOException;
  }

  private static SparkDataSet ofLocal(
      JavaSparkContext context, Part part, Reader reader, Categories known) {
    FlatMapFunction<Part, SampleChunk> read =
        wanted -> {
          try {
            return LocalChunks.of(wanted.of(reader.read()));
          } catch (IOException e) {
            throw new EngineException(e.getMessage(), e);
          }
        };
    return new SparkDataSet(
        context, () -> context.parallelize(List.of(part), 1).flatMap(read), known);
  }

  /**
   * The samples.
   *
   * @return their number, 1 or more
   */
  public int samples() {
    return samples;
  }

  /**
   * The features of a sample.
   *
   * @return their number, 1 or more
   */
  public int features() {
    return features;
  }

  /**
   * What the classes are.
   *
   * @return the labels, those of the training samples if these are to be tested on
   */
  public Categories categories() {
    return categories;
  }

  JavaSparkContext context() {
    return context;
  }

  boolean isBytes() {
    return bytes;
  }

  /** The samples on their way to the partitions of a layout. */
  JavaPairRDD<Integer, SampleBlock> blocks(BatchLayout layout) {
    return chunks.mapPartitionsToPair(
        new Placement(layout, firstSamples, categories.labels(), features, bytes));
  }

  /**
   * The fraction of samples whose most probable class is their label. Executors read the samples
   * once more and predict them as they come.
   *
   * @param classifier a trained network
   * @return 0 to 1
   * @throws IllegalArgumentException if the number of features is not the network's
   * @throws EngineException if an executor fails
   */
  public double accuracy(SparkClassifier classifier) {
    classifier.requireFeatures(features);
    return SparkFailures.translated(() -> countCorrect(classifier.onExecutors()))
        / (double) samples;
  }

  private long countCorrect(ExecutorClassifier classifier) {
    Broadcast<ExecutorClassifier> broadcast = context.broadcast(classifier);
    Function2<Integer, Iterator<SampleChunk>, Iterator<Long>> count =
        (partition, part) -> List.of(countCorrect(broadcast.value().get(), part)).iterator();
    List<Long> correct = chunks.mapPartitionsWithIndex(count, true).collect();
    broadcast.destroy();
    return correct.stream().mapToLong(Long::longValue).sum();
  }

  private static long countCorrect(Classifier classifier, Iterator<SampleChunk> chunks) {
    long correct = 0;
    while (chunks.hasNext()) {
      SampleChunk chunk = chunks.next();
      int[] predicted = classifier.predict(chunk.features());
      correct +=
          IntStream.range(0, predicted.length)
              .filter(sample -> predicted[sample] == chunk.label(sample))
              .count();
    }
    return correct;
  }

  @Override
  public String toString() {
    return "SparkDataSet[%d features × %d samples of %s]".formatted(features, samples, categories);
  }
}
