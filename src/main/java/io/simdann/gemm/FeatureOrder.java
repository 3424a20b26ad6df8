package io.simdann.gemm;

import io.simdann.parallel.Shards;
import io.simdann.parallel.WorkerTeam;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order of the features in the feature panels: those that are non-zero in most samples first,
 * so that features that are zero together share slices that can be left out. Of the pixels of MNIST
 * this leaves about half of the slices.
 */
public final class FeatureOrder {

  /**
   * The features by how many samples have a non-zero value there, most first; equally frequent ones
   * in their own order.
   *
   * @param values the samples
   * @param team who counts
   * @return a permutation of the features
   */
  public static int[] byFrequency(SampleValues values, WorkerTeam team) {
    int features = values.features();
    Shards shards = Shards.of(values.samples());
    int[][] counts = new int[shards.count()][features];
    team.run(
        shards.count(),
        (shard, worker) -> {
          int[] count = counts[shard];
          for (int sample = shards.start(shard); sample < shards.end(shard); sample++) {
            for (int feature = 0; feature < features; feature++) {
              if (!values.isZero(sample * features + feature)) {
                count[feature]++;
              }
            }
          }
        });
    for (int shard = 1; shard < counts.length; shard++) {
      for (int feature = 0; feature < features; feature++) {
        counts[0][feature] += counts[shard][feature];
      }
    }
    return IntStream.range(0, features)
        .boxed()
        .sorted(Comparator.comparingInt(feature -> -counts[0][feature]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private FeatureOrder() {}
}
