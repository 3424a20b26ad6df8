package io.simdann.spark;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Samples on their way to a partition: bytes or floats, sample after sample, with the place of each
 * in the partition and its class.
 */
final class SampleBlock implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * What is sent at once: large enough to be worth a record, small enough for one per partition.
   */
  private static final int BYTES = 1 << 18;

  final int[] places;
  final int[] classIndices;

  /** One of {@link ValueArrays}. */
  final Serializable values;

  private SampleBlock(int[] places, int[] classIndices, Serializable values) {
    this.places = places;
    this.classIndices = classIndices;
    this.values = values;
  }

  /** Collects samples for one partition. */
  static final class Builder {
    private final int features;
    private final boolean bytes;
    private final int capacity;
    private int[] places;
    private int[] classIndices;
    private Serializable values;
    private int samples;

    Builder(int features, boolean bytes) {
      this.features = features;
      this.bytes = bytes;
      this.capacity = samplesOf((long) features * ValueArrays.valueBytes(bytes));
    }

    /** Appends a sample, which lies in an array of samples. */
    void add(int place, int classIndex, Serializable source, int sourceSample) {
      if (samples == 0) {
        places = new int[capacity];
        classIndices = new int[capacity];
        values = ValueArrays.create(bytes, Math.multiplyExact(capacity, features));
      }
      places[samples] = place;
      classIndices[samples] = classIndex;
      System.arraycopy(source, sourceSample * features, values, samples * features, features);
      samples++;
    }

    boolean isEmpty() {
      return samples == 0;
    }

    boolean isFull() {
      return samples == capacity;
    }

    /** Returns what was collected, and begins anew. */
    SampleBlock take() {
      SampleBlock block =
          isFull()
              ? new SampleBlock(places, classIndices, values)
              : new SampleBlock(
                  Arrays.copyOf(places, samples),
                  Arrays.copyOf(classIndices, samples),
                  ValueArrays.copyOfRange(values, 0, samples * features));
      samples = 0;
      // Wide samples are large, and there is a builder for each partition.
      values = null;
      return block;
    }
  }

  /** How many samples are sent at once, at least one. */
  static int samplesOf(long sampleBytes) {
    return (int) Math.max(1, BYTES / sampleBytes);
  }
}
