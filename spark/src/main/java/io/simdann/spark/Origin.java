package io.simdann.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/**
 * Where a run of consecutive rows comes from: a piece of a file, or a partition of a data frame.
 * Runs are ordered by it, so that rows of files have one order however Spark splits and assigns
 * them.
 */
final class Origin implements Serializable, Comparable<Origin> {

  private static final long serialVersionUID = 1L;
  private static final Comparator<Origin> ORDER =
      Comparator.<Origin, String>comparing(origin -> origin.file)
          .thenComparingLong(origin -> origin.start);

  private final String file;
  private final long start;

  private Origin(String file, long start) {
    this.file = file;
    this.start = start;
  }

  /** The rows of a file from the piece that starts at a byte. */
  static Origin file(String path, long firstByte) {
    return new Origin(path, firstByte);
  }

  /** The rows of a partition. */
  static Origin partition(int partition) {
    return new Origin("", partition);
  }

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origin origin && start == origin.start && file.equals(origin.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, start);
  }

  /** For messages, the end of a sentence's place: a file's name, or nothing. */
  @Override
  public String toString() {
    return file.isEmpty() ? "" : " (" + file + ")";
  }
}
