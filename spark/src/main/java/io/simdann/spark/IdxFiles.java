package io.simdann.spark;

import io.simdann.data.Features;
import io.simdann.data.TrainTest;
import io.simdann.data.idx.IdxFile;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.data.mnist.MnistDirectory;
import io.simdann.data.mnist.TransposedPictures;
import io.simdann.step.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * IDX files: a directory in the layout of MNIST or, to be predicted, a single file of samples. One
 * executor reads a file. It hands training samples to the others; those that are to be predicted
 * stay with it, in one partition.
 */
final class IdxFiles implements SampleFiles {

  private final SparkSession session;
  private final String path;
  private final SampleReader.Part part;
  private final boolean transposed;
  private final SerializableConfiguration settings;

  /**
   * Opens nothing yet.
   *
   * @param session the session
   * @param path a directory, or a file
   * @param part which samples of a directory
   * @param transposed whether pictures are stored column by column
   */
  IdxFiles(SparkSession session, String path, SampleReader.Part part, boolean transposed) {
    this.session = session;
    this.path = path;
    this.part = part;
    this.transposed = transposed;
    this.settings = new SerializableConfiguration(context(session).hadoopConfiguration());
  }

  private static JavaSparkContext context(SparkSession session) {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** Reads samples on an executor. */
  @FunctionalInterface
  private interface Reader extends Serializable {
    Iterator<SampleChunk> read() throws IOException;
  }

  private static JavaRDD<SampleChunk> onOneExecutor(SparkSession session, Reader reader) {
    return context(session)
        .parallelize(List.of(0), 1)
        .flatMap(
            only -> {
              try {
                return reader.read();
              } catch (IOException e) {
                throw new EngineException(e.getMessage(), e);
              }
            });
  }

  /** The samples of the files that come with the trainer. */
  static JavaRDD<SampleChunk> embedded(SparkSession session, SampleReader.Part part) {
    return onOneExecutor(session, () -> chunks(EmbeddedMnist.load(), part));
  }

  private static Iterator<SampleChunk> chunks(TrainTest data, SampleReader.Part part) {
    return LocalChunks.of(part == SampleReader.Part.TRAIN ? data.train() : data.test());
  }

  @Override
  public JavaRDD<SampleChunk> labelled() {
    // The lambda is not to take this object along.
    String folder = path;
    SampleReader.Part wanted = part;
    SerializableConfiguration hadoop = settings;
    boolean turned = transposed;
    return onOneExecutor(
        session,
        () -> {
          TrainTest data = MnistDirectory.read(new IdxFolder(folder, hadoop.value()));
          return chunks(turned ? upright(folder, data) : data, wanted);
        });
  }

  @Override
  public FeatureFrame frame(int features) {
    boolean directory =
        SparkFailures.translated(() -> status(path, settings.value()).isDirectory());
    JavaRDD<SampleChunk> chunks = directory ? labelled() : unlabelled();
    // There are samples: files of none are errors.
    boolean bytes = SparkFailures.translated(chunks::first).isBytes();
    return FeatureFrame.of(session, chunks, bytes, directory);
  }

  private JavaRDD<SampleChunk> unlabelled() {
    String file = path;
    SerializableConfiguration hadoop = settings;
    boolean turned = transposed;
    return onOneExecutor(
        session,
        () -> {
          Features samples = read(file, hadoop.value(), turned);
          return LocalChunks.unlabelled(samples);
        });
  }

  private static FileStatus status(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem(hadoop).getFileStatus(path);
  }

  private static Features read(String file, Configuration hadoop, boolean turned)
      throws IOException {
    Path path = new Path(file);
    FileSystem files = path.getFileSystem(hadoop);
    try (InputStream in = files.open(path)) {
      Features samples = IdxFile.read(in, file, status(file, hadoop).getLen()).toFeatures();
      return turned ? TransposedPictures.of(samples) : samples;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static TrainTest upright(String folder, TrainTest data) throws IOException {
    try {
      return TransposedPictures.of(data);
    } catch (IllegalArgumentException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
  }
}
