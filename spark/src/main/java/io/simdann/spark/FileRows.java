package io.simdann.spark;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.LineRecordReader;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Rows of files with their place: the last two columns are the file's path, and the byte where the
 * piece starts that the row was read from. So rows have one order, however Spark splits files.
 */
final class FileRows {

  private static final String FILE = "_metadata.file_path";
  private static final String PIECE = "_metadata.file_block_start";

  private FileRows() {}

  /** Selects columns of a data frame that was read from files, and the place. */
  static Dataset<Row> select(Dataset<Row> frame, Column... columns) {
    Column[] all = Arrays.copyOf(columns, columns.length + 2);
    all[columns.length] = functions.col(FILE);
    all[columns.length + 1] = functions.col(PIECE);
    return frame.select(all);
  }

  /**
   * The lines of text files.
   *
   * @throws IllegalArgumentException if the path is none
   * @throws io.simdann.step.EngineException if there are no such files
   */
  static Dataset<Row> lines(SparkSession session, String path) {
    return SparkFailures.opened(() -> select(session.read().text(path), functions.col("value")));
  }

  /** Those lines that aren't blank, of the pieces with which files begin. */
  static Dataset<Row> beginnings(Dataset<Row> lines) {
    return lines.where(functions.col(PIECE).equalTo(0).and(functions.col("value").rlike("\\S")));
  }

  /** A file's first line that isn't blank. */
  record FirstLine(String file, String line) implements Serializable {}

  /**
   * The first lines of all files that have one, in the order of the files' paths. Executors read no
   * more of the files, in the way that Spark does.
   */
  static List<FirstLine> firstLines(SparkSession session, Dataset<Row> lines) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    return SparkFailures.translated(
        () -> {
          String[] files = lines.inputFiles();
          Arrays.sort(files);
          int tasks = Math.max(1, Math.min(files.length, context.defaultParallelism()));
          return context
              .parallelize(List.of(files), tasks)
              .flatMap(file -> firstLine(file, hadoop.value()).iterator())
              .collect();
        });
  }

  private static List<FirstLine> firstLine(String file, Configuration hadoop) throws IOException {
    Path path = new Path(URI.create(file));
    long length = path.getFileSystem(hadoop).getFileStatus(path).getLen();
    try (LineRecordReader reader = new LineRecordReader()) {
      reader.initialize(
          new FileSplit(path, 0, length, new String[0]),
          new TaskAttemptContextImpl(hadoop, new TaskAttemptID()));
      while (reader.nextKeyValue()) {
        String line = reader.getCurrentValue().toString();
        if (!line.isBlank()) {
          return List.of(new FirstLine(path.toString(), line));
        }
      }
      return List.of();
    }
  }

  /** The samples of rows. */
  static JavaRDD<SampleChunk> chunks(Dataset<Row> rows, RowDecoder decoder) {
    Function2<Integer, Iterator<Row>, Iterator<SampleChunk>> decode =
        (partition, part) -> ChunkIterator.ofFiles(partition, part, decoder);
    return rows.javaRDD().mapPartitionsWithIndex(decode, true);
  }

  /** Where a row comes from. */
  static Origin origin(Row row) {
    return Origin.file(file(row), piece(row));
  }

  /** The path of the file that a row comes from. */
  static String file(Row row) {
    return row.getString(row.length() - 2);
  }

  /** Whether a row comes from the beginning of its file. */
  static boolean isOfFirstPiece(Row row) {
    return piece(row) == 0;
  }

  private static long piece(Row row) {
    return row.getLong(row.length() - 1);
  }
}
