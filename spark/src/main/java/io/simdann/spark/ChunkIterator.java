package io.simdann.spark;

import io.simdann.step.EngineException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Decodes the rows of a partition into chunks. */
final class ChunkIterator implements Iterator<SampleChunk> {

  private final int partition;
  private final Iterator<Row> rows;
  private final RowDecoder decoder;
  private final boolean fromFiles;

  /** The rows taken from the partition. */
  private long rowsTaken;

  private Origin origin;

  /** The samples of the origin that are in earlier chunks. */
  private int samplesBefore;

  private int features = -1;

  /** A sample that was read and begins the next chunk. */
  private RowDecoder.Sample pending;

  private Origin pendingOrigin;

  /** Whether rows come from the beginning of a file, of which no sample was found yet. */
  private boolean atBeginning;

  private ChunkIterator(int partition, Iterator<Row> rows, RowDecoder decoder, boolean fromFiles) {
    this.partition = partition;
    this.rows = rows;
    this.decoder = decoder;
    this.fromFiles = fromFiles;
  }

  /**
   * Over the rows of a data frame's partition.
   *
   * @param partition its number
   * @param rows its rows
   * @param decoder makes samples of rows
   */
  static ChunkIterator ofFrame(int partition, Iterator<Row> rows, RowDecoder decoder) {
    return new ChunkIterator(partition, rows, decoder, false);
  }

  /**
   * Over the rows of a partition of {@link FileRows}.
   *
   * @param partition its number
   * @param rows its rows
   * @param decoder makes samples of rows
   */
  static ChunkIterator ofFiles(int partition, Iterator<Row> rows, RowDecoder decoder) {
    return new ChunkIterator(partition, rows, decoder, true);
  }

  @Override
  public boolean hasNext() {
    if (pending == null) {
      read();
    }
    return pending != null;
  }

  @Override
  public SampleChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return chunk();
    } catch (OutOfMemoryError e) {
      throw tooLittleMemory();
    }
  }

  private SampleChunk chunk() {
    if (!pendingOrigin.equals(origin)) {
      origin = pendingOrigin;
      samplesBefore = 0;
    }
    boolean bytes = pending.isBytes();
    int capacity = SampleBlock.samplesOf((long) features * ValueArrays.valueBytes(bytes));
    Serializable values = ValueArrays.create(bytes, Math.multiplyExact(capacity, features));
    String[] labels = new String[capacity];
    float[] weights = decoder.isWeighted() ? new float[capacity] : null;
    int count = 0;
    while (count < capacity && hasNext() && pendingOrigin.equals(origin)) {
      System.arraycopy(pending.values(), 0, values, count * features, features);
      if (weights != null) {
        weights[count] = pending.weight();
      }
      labels[count++] = pending.label();
      pending = null;
    }
    SampleChunk chunk =
        SampleChunk.of(origin, samplesBefore, features, values, labels, weights, count);
    samplesBefore = Math.addExact(samplesBefore, count);
    return chunk;
  }

  private void read() {
    while (pending == null && rows.hasNext()) {
      Row row = rows.next();
      Origin before = pendingOrigin;
      pendingOrigin = fromFiles ? FileRows.origin(row) : Origin.partition(partition);
      if (!pendingOrigin.equals(before)) {
        atBeginning = fromFiles && FileRows.isOfFirstPiece(row);
      }
      try {
        pending = decoder.decode(row, atBeginning);
        requireFeatures();
      } catch (RowDecoder.BadRowException e) {
        throw RowDecoder.failure(partition, rowsTaken, pendingOrigin, e);
      } catch (OutOfMemoryError e) {
        throw tooLittleMemory();
      }
      atBeginning &= pending == null;
      rowsTaken++;
    }
  }

  /** Spark would end the whole executor, without a reason. */
  private EngineException tooLittleMemory() {
    String memory = "too little memory for a row: %s has %s; raise spark.executor.memory";
    return RowDecoder.failure(
        partition,
        rowsTaken,
        pendingOrigin,
        new RowDecoder.BadRowException(
            String.format(Locale.ROOT, memory, Executors.here(), Executors.memory())));
  }

  private void requireFeatures() {
    if (pending == null) {
      return;
    }
    if (features < 0) {
      features = pending.features();
    }
    if (pending.features() != features || features == 0) {
      throw new RowDecoder.BadRowException(
          String.format(
              Locale.ROOT,
              "%d features, expected %s",
              pending.features(),
              features == 0 ? "at least 1" : features + " as in the partition's rows before"));
    }
  }
}
