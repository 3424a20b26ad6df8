package io.simdann.spark;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/** Cuts a data set in memory into chunks. */
final class LocalChunks {

  private static final int CHUNK_SAMPLES = 256;

  private LocalChunks() {}

  static Iterator<SampleChunk> of(DataSet data) {
    int count = (data.samples() + CHUNK_SAMPLES - 1) / CHUNK_SAMPLES;
    return IntStream.range(0, count)
        .mapToObj(chunk -> chunk(data, chunk * CHUNK_SAMPLES))
        .iterator();
  }

  private static SampleChunk chunk(DataSet data, int first) {
    int end = Math.min(data.samples(), first + CHUNK_SAMPLES);
    int features = data.features().features();
    int from = first * features;
    int to = end * features;
    return new SampleChunk(
        Origin.partition(0),
        first,
        features,
        data.features() instanceof ByteFeatures bytes
            ? Arrays.copyOfRange(bytes.values(), from, to)
            : null,
        data.features() instanceof FloatFeatures floats
            ? Arrays.copyOfRange(floats.values(), from, to)
            : null,
        IntStream.range(first, end).map(data.labels()::label).toArray());
  }
}
