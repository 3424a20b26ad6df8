package io.simdann.spark;

import java.io.Serializable;

/**
 * A task's result, with what the driver wants to know of the partition it worked on.
 *
 * @param <R> the result
 */
final class StepResult<R extends Serializable> implements Serializable {

  private static final long serialVersionUID = 1L;

  final R value;
  final int partition;
  final long checksum;
  final String location;

  StepResult(R value, int partition, long checksum, String location) {
    this.value = value;
    this.partition = partition;
    this.checksum = checksum;
    this.location = location;
  }
}
