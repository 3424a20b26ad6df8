package io.simdann.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Decodes the rows of a partition into chunks. */
final class ChunkIterator implements Iterator<SampleChunk> {

  /** What a chunk's values take at most, if it has more than one sample. */
  private static final int BYTES = 1 << 18;

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

  /**
   * Over the rows of a partition.
   *
   * @param partition its number
   * @param rows its rows; with {@code fromFiles} the last two columns are the file's path and where
   *     the piece starts that the row was read from
   * @param decoder makes samples of rows
   * @param fromFiles whether rows tell where they come from
   */
  ChunkIterator(int partition, Iterator<Row> rows, RowDecoder decoder, boolean fromFiles) {
    this.partition = partition;
    this.rows = rows;
    this.decoder = decoder;
    this.fromFiles = fromFiles;
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
    if (!pendingOrigin.equals(origin)) {
      origin = pendingOrigin;
      samplesBefore = 0;
    }
    boolean bytes = pending.bytes() != null;
    int capacity = (int) Math.max(1, BYTES / ((long) features * (bytes ? 1 : Float.BYTES)));
    Object values = SampleBlock.newValues(bytes, Math.multiplyExact(capacity, features));
    int[] labels = new int[capacity];
    int count = 0;
    while (count < capacity && hasNext() && pendingOrigin.equals(origin)) {
      System.arraycopy(pending.values(), 0, values, count * features, features);
      labels[count++] = pending.label();
      pending = null;
    }
    SampleChunk chunk = SampleChunk.of(origin, samplesBefore, features, values, labels, count);
    samplesBefore = Math.addExact(samplesBefore, count);
    return chunk;
  }

  private void read() {
    Origin before = pendingOrigin;
    while (pending == null && rows.hasNext()) {
      Row row = rows.next();
      pendingOrigin = originOf(row);
      boolean beginsFile =
          fromFiles && !pendingOrigin.equals(before) && row.getLong(row.length() - 1) == 0;
      before = pendingOrigin;
      try {
        pending = decoder.decode(row, beginsFile);
        requireFeatures();
      } catch (RowDecoder.BadRowException e) {
        throw RowDecoder.failure(partition, rowsTaken, pendingOrigin, e);
      }
      rowsTaken++;
    }
  }

  private Origin originOf(Row row) {
    if (!fromFiles) {
      return pendingOrigin == null ? Origin.partition(partition) : pendingOrigin;
    }
    return Origin.ofFileRow(row);
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
          "%d features, expected %s"
              .formatted(
                  pending.features(),
                  features == 0 ? "at least 1" : features + " as in the partition's rows before"));
    }
  }
}
