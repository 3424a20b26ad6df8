package io.simdann.spark;

import io.simdann.data.Features;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.matrix.Matrix;
import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A trained network that classifies the rows of data frames, partition by partition, with the
 * vector kernels of the executors. The results are those of {@link Classifier}, bit for bit.
 */
public final class SparkClassifier {

  /** The column with the name of the most probable class; of equally probable ones the first. */
  public static final String PREDICTION = "prediction";

  /** The column with the probability of each class, an array of floats. */
  public static final String PROBABILITY = "probability";

  private final Network network;
  private final ExecutorKernels kernels;

  /**
   * On the best kernels of each executor.
   *
   * @param network the trained network; copied
   * @throws IllegalArgumentException if it doesn't predict classes
   */
  public SparkClassifier(Network network) {
    this(network, Backend.AUTO, KernelSelection.WIDEST);
  }

  /**
   * On given kernels.
   *
   * @param network the trained network; copied
   * @param backend the kernels of the executors
   * @param vectorBits 128, 256, 512, or {@link KernelSelection#WIDEST}
   * @throws IllegalArgumentException if it doesn't predict classes
   */
  public SparkClassifier(Network network, Backend backend, int vectorBits) {
    Classifier.requireClasses(network);
    this.network = network.withParameters(network.parameters().clone());
    this.kernels = new ExecutorKernels(backend, vectorBits);
  }

  /**
   * Shows the layer sizes.
   *
   * @return for example {@code SparkClassifier[784-50-10]}
   */
  @Override
  public String toString() {
    return "SparkClassifier[" + network.spec() + "]";
  }

  ExecutorClassifier onExecutors() {
    return new ExecutorClassifier(network, kernels);
  }

  void requireFeatures(int features) {
    if (features != network.spec().inputs()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples of %d features don't fit a network of sizes %s",
              features,
              network.spec()));
    }
  }

  /**
   * Adds the columns {@link #PREDICTION} and {@link #PROBABILITY}, the probabilities in the order
   * of {@code network.classNames()}. Nothing is computed before the result is used.
   *
   * @param frame the data frame
   * @param features its columns of features, as for {@link FrameColumns}
   * @return the data frame with two more columns
   * @throws IllegalArgumentException if there are no such columns, or one of the two is there
   *     already
   */
  public Dataset<Row> transform(Dataset<Row> frame, List<String> features) {
    StructType schema = frame.schema();
    for (String name : List.of(PREDICTION, PROBABILITY)) {
      if (List.of(schema.fieldNames()).contains(name)) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "column '%s' is there already, expected to add it", name));
      }
    }
    FrameDecoder decoder = new FrameDecoder(schema, features);
    List<Column> selected = new ArrayList<>(List.of(decoder.columns()));
    selected.add(0, functions.col("*"));
    StructType result =
        schema
            .add(PREDICTION, DataTypes.StringType, false)
            .add(PROBABILITY, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    Broadcast<ExecutorClassifier> broadcast =
        JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext())
            .broadcast(onExecutors());
    int width = schema.length();
    MapPartitionsFunction<Row, Row> predict =
        rows -> new PredictedRows(rows, width, decoder, broadcast.value().get());
    return frame
        .select(selected.toArray(new Column[0]))
        .mapPartitions(predict, Encoders.row(result));
  }

  /** The rows of a partition with their predictions, some hundred at a time, or fewer wide ones. */
  private static final class PredictedRows implements Iterator<Row> {
    private static final int LARGEST_TILE = 512;
    private static final int TILE_VALUES = 1 << 22;

    private final Iterator<Row> rows;
    private final int width;
    private final FrameDecoder decoder;
    private final Classifier classifier;
    private final Deque<Row> ready = new ArrayDeque<>();
    private long rowsTaken;

    PredictedRows(Iterator<Row> rows, int width, FrameDecoder decoder, Classifier classifier) {
      this.rows = rows;
      this.width = width;
      this.decoder = decoder;
      this.classifier = classifier;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (ready.isEmpty()) {
        predict();
      }
      return ready.poll();
    }

    private void predict() {
      int inputs = classifier.network().spec().inputs();
      int most = Math.max(1, Math.min(LARGEST_TILE, TILE_VALUES / inputs));
      List<Row> tile = new ArrayList<>(most);
      Serializable values = null;
      while (tile.size() < most && rows.hasNext()) {
        Row row = rows.next();
        RowDecoder.Sample sample = decode(row, inputs);
        if (values == null) {
          values = ValueArrays.create(sample.isBytes(), Math.multiplyExact(most, inputs));
        }
        System.arraycopy(sample.values(), 0, values, tile.size() * inputs, inputs);
        tile.add(row);
      }
      SampleChunk chunk =
          SampleChunk.of(
              Origin.partition(0), 0, inputs, values, new String[most], null, tile.size());
      addResults(tile, chunk.features());
    }

    private RowDecoder.Sample decode(Row row, int inputs) {
      try {
        RowDecoder.Sample sample = decoder.decode(row, width);
        if (sample.features() != inputs) {
          throw new RowDecoder.BadRowException(
              String.format(
                  Locale.ROOT,
                  "%d features, expected the network's %d",
                  sample.features(),
                  inputs));
        }
        rowsTaken++;
        return sample;
      } catch (RowDecoder.BadRowException e) {
        int partition = TaskContext.getPartitionId();
        throw RowDecoder.failure(partition, rowsTaken, Origin.partition(partition), e);
      }
    }

    private void addResults(List<Row> tile, Features samples) {
      Matrix probabilities = classifier.probabilities(samples);
      List<String> names = classifier.network().classNames();
      for (int sample = 0; sample < tile.size(); sample++) {
        float[] ofClass = new float[names.size()];
        for (int output = 0; output < names.size(); output++) {
          ofClass[output] = probabilities.get(output, sample);
        }
        Object[] cells = new Object[width + 2];
        for (int column = 0; column < width; column++) {
          cells[column] = tile.get(sample).get(column);
        }
        int best = Classifier.mostProbable(ofClass, 0, names.size());
        if (Float.isNaN(ofClass[best])) {
          int partition = TaskContext.getPartitionId();
          long row = rowsTaken - tile.size() + sample;
          throw RowDecoder.undefined(partition, row, Origin.partition(partition), samples, sample);
        }
        cells[width] = names.get(best);
        cells[width + 1] = ofClass;
        ready.add(RowFactory.create(cells));
      }
    }
  }
}
