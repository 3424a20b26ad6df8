package io.simdann.spark;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.SampleWeights;
import io.simdann.step.EngineException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Cuts samples in memory into chunks. */
final class LocalChunks {

  private LocalChunks() {}

  /** All samples of a data set, of the origin of partition 0. */
  static Iterator<SampleChunk> of(DataSet data) {
    return of(Origin.partition(0), data, 0, data.samples());
  }

  /**
   * Some samples of a data set.
   *
   * @param origin the origin they are to have, of which these are all
   * @param data the samples
   * @param from the first sample
   * @param to the sample after the last
   * @return the chunks, each copied when it is asked for
   */
  static Iterator<SampleChunk> of(Origin origin, DataSet data, int from, int to) {
    float[] weights = data.weights().map(SampleWeights::values).orElse(null);
    return of(origin, data.features(), data.labels()::label, weights, from, to);
  }

  /**
   * All samples without labels, of the origin of partition 0.
   *
   * @param features features × samples
   * @return the chunks, each copied when it is asked for
   */
  static Iterator<SampleChunk> unlabelled(Features features) {
    return of(Origin.partition(0), features, sample -> null, null, 0, features.samples());
  }

  /**
   * Some samples.
   *
   * @param origin the origin they are to have, of which these are all
   * @param features features × samples
   * @param label the label of each sample, or null
   * @param weights the weight of each sample; null if all are 1
   * @param from the first sample
   * @param to the sample after the last
   * @return the chunks, each copied when it is asked for
   */
  private static Iterator<SampleChunk> of(
      Origin origin,
      Features features,
      IntFunction<String> label,
      float[] weights,
      int from,
      int to) {
    int most = SampleBlock.samplesOf(sampleBytes(features));
    int count = (int) (((long) to - from + most - 1) / most);
    return IntStream.range(0, count)
        .map(chunk -> chunk * most)
        .mapToObj(
            first ->
                chunk(
                    origin,
                    first,
                    features,
                    label,
                    weights,
                    from + first,
                    Math.min(most, to - from - first)))
        .iterator();
  }

  /** The bytes of a sample's features. */
  static long sampleBytes(Features features) {
    return (long) features.features() * features.valueBytes();
  }

  private static SampleChunk chunk(
      Origin origin,
      int firstRow,
      Features samples,
      IntFunction<String> label,
      float[] weights,
      int first,
      int count) {
    int features = samples.features();
    int from = first * features;
    int to = from + count * features;
    if (samples instanceof FloatFeatures floats) {
      requireFinite(floats, from, to);
    }
    return new SampleChunk(
        origin,
        firstRow,
        features,
        samples.pictureRows().orElse(0),
        ValueArrays.copyOfRange(ValueArrays.of(samples), from, to),
        IntStream.range(first, first + count).mapToObj(label).toArray(String[]::new),
        weights == null ? null : Arrays.copyOfRange(weights, first, first + count));
  }

  private static void requireFinite(FloatFeatures samples, int from, int to) {
    float[] values = samples.values();
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        int features = samples.features();
        String place =
            String.format(Locale.ROOT, "sample %d: feature %d", i / features, i % features);
        throw new EngineException(RowDecoder.notFinite(place, values[i]).getMessage(), null);
      }
    }
  }
}
