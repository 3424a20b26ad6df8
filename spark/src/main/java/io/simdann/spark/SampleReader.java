package io.simdann.spark;

import io.simdann.data.ClassNames;
import java.lang.System.Logger.Level;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Reads labelled samples of files, on any of Hadoop's file systems. Paths of CSV, LIBSVM and
 * Parquet may be those of a file, of a directory, or a pattern; the samples are in the order of the
 * files' paths and of the rows in each.
 *
 * <p>All methods throw an {@link io.simdann.step.EngineException} if files can't be read, or if
 * rows are not as they should be: the message names the partition, the row and the file.
 */
public final class SampleReader {

  private static final System.Logger LOG = System.getLogger(SampleReader.class.getName());

  private final SparkSession session;
  private final ClassNames known;

  /**
   * For training samples, whose labels say which classes there are.
   *
   * @param session the session
   */
  public SampleReader(SparkSession session) {
    this(session, null);
  }

  private SampleReader(SparkSession session, ClassNames known) {
    this.session = session;
    this.known = known;
  }

  /**
   * For test samples.
   *
   * @param classNames those of the training samples; other labels are an error
   * @return another reader
   */
  public SampleReader withClassNames(ClassNames classNames) {
    return new SampleReader(session, classNames);
  }

  /**
   * The samples of Parquet files.
   *
   * @param path the path
   * @param label the label's column
   * @param features those of the features; empty for {@code features} or else all other columns of
   *     numbers
   * @return the samples
   * @throws IllegalArgumentException if there are no such columns
   */
  public SparkDataSet parquet(String path, String label, List<String> features) {
    return read(new ParquetFiles(session, path, label, features));
  }

  /**
   * The samples of CSV files of numbers, raw or compressed. If any field of the first line of a
   * file is neither empty nor a number, and none is a number with a fraction or an exponent, that
   * line has the names of the columns; other files may begin with the same line, or do without.
   * Where names are integers, a warning is logged that tells them.
   *
   * @param path the path
   * @param label the name of the label's column or, if no column is called so, its number, from 0;
   *     null for the column {@code label} or else the last one
   * @return the samples; all columns but the label's are features
   * @throws IllegalArgumentException if there is no such column
   */
  public SparkDataSet csv(String path, String label) {
    return read(new CsvFiles(session, path, label, line -> LOG.log(Level.WARNING, line)));
  }

  /**
   * The samples of LIBSVM files, raw or compressed.
   *
   * @param path the path
   * @param features the features of a sample; 0 for the greatest index in the files, for which they
   *     are read once more
   * @return the samples
   */
  public SparkDataSet libsvm(String path, int features) {
    return read(new LibsvmFiles(session, path, features));
  }

  /** One half of a data set in the layout of MNIST. */
  public enum Part {
    /** The training samples. */
    TRAIN,
    /** The test samples. */
    TEST
  }

  /**
   * Samples of a directory in the layout of MNIST. An executor reads the four files, raw or gzip,
   * and hands the samples to the others: they must fit into its memory.
   *
   * @param path the directory
   * @param part which half
   * @return the samples
   */
  public SparkDataSet idx(String path, Part part) {
    return read(new IdxFiles(session, path, part, false));
  }

  /**
   * The MNIST digits that come with the trainer.
   *
   * @param part which half
   * @return the samples
   */
  public SparkDataSet embeddedMnist(Part part) {
    return new SparkDataSet(
        context(), SparkFailures.translated(() -> IdxFiles.embedded(session, part)), known, "");
  }

  /**
   * Samples of any format.
   *
   * @param files the files
   * @return the samples
   * @throws IllegalArgumentException if there are no such columns
   */
  SparkDataSet read(SampleFiles files) {
    JavaRDD<SampleChunk> labelled = SparkFailures.opened(files::labelled);
    return new SparkDataSet(context(), labelled, known, files.widestRow());
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }
}
