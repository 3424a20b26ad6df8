package io.simdann.spark;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Samples on their way to a partition: bytes or floats, sample after sample, with the place of each
 * in the partition, its class, and its weight if samples have some.
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

  /** Null if all are 1. */
  private final float[] weights;

  private SampleBlock(int[] places, int[] classIndices, Serializable values, float[] weights) {
    this.places = places;
    this.classIndices = classIndices;
    this.values = values;
    this.weights = weights;
  }

  float weight(int sample) {
    return weights == null ? 1f : weights[sample];
  }

  /** Collects samples for one partition. */
  static final class Builder {
    private final SampleForm form;
    private final int capacity;
    private int[] places;
    private int[] classIndices;
    private Serializable values;
    private float[] weights;
    private int samples;

    Builder(SampleForm form) {
      this.form = form;
      this.capacity = samplesOf((long) form.features() * ValueArrays.valueBytes(form.bytes()));
    }

    /** Appends a sample, which lies in an array of samples. */
    void add(int place, int classIndex, float weight, Serializable source, int sourceSample) {
      int features = form.features();
      if (samples == 0) {
        places = new int[capacity];
        classIndices = new int[capacity];
        values = ValueArrays.create(form.bytes(), Math.multiplyExact(capacity, features));
        weights = form.weighted() ? new float[capacity] : null;
      }
      places[samples] = place;
      classIndices[samples] = classIndex;
      System.arraycopy(source, sourceSample * features, values, samples * features, features);
      if (weights != null) {
        weights[samples] = weight;
      }
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
              ? new SampleBlock(places, classIndices, values, weights)
              : new SampleBlock(
                  Arrays.copyOf(places, samples),
                  Arrays.copyOf(classIndices, samples),
                  ValueArrays.copyOfRange(values, 0, samples * form.features()),
                  weights == null ? null : Arrays.copyOf(weights, samples));
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
