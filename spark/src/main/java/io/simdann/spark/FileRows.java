package io.simdann.spark;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

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
   * @throws io.simdann.train.EngineException if there are no such files
   */
  static Dataset<Row> lines(SparkSession session, String path) {
    return SparkFailures.opened(() -> select(session.read().text(path), functions.col("value")));
  }

  /** Those lines that aren't blank, of the pieces with which files begin. */
  static Dataset<Row> beginnings(Dataset<Row> lines) {
    return lines.where(
        functions
            .col(PIECE)
            .equalTo(0)
            .and(functions.length(functions.trim(functions.col("value"))).gt(0)));
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
