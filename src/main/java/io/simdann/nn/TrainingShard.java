package io.simdann.nn;

import io.simdann.gemm.PackedShard;
import java.util.Arrays;

/**
 * A shard of packed samples with their classes.
 *
 * @param samples the packed samples
 * @param labels the output of each sample's class as a float, then −1 up to the end of the last
 *     panel
 */
public record TrainingShard(PackedShard samples, float[] labels) {

  /**
   * Joins samples and labels.
   *
   * @param samples the packed samples
   * @param classIndices the class of every sample of the data set
   * @param from the shard's first sample
   * @param panelRows MR
   * @return the shard
   */
  public static TrainingShard of(PackedShard samples, int[] classIndices, int from, int panelRows) {
    int count = samples.samples();
    float[] labels = new float[(count + panelRows - 1) / panelRows * panelRows];
    Arrays.fill(labels, -1f);
    for (int sample = 0; sample < count; sample++) {
      labels[sample] = classIndices[from + sample];
    }
    return new TrainingShard(samples, labels);
  }
}
