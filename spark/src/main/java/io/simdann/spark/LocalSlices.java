package io.simdann.spark;

import io.simdann.data.DataSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.RpcUtils;

/**
 * Cuts samples in the driver's memory into slices, each of which a task carries to its executor. A
 * task is a message, and Spark refuses those of more than {@code spark.rpc.message.maxSize}.
 */
final class LocalSlices {

  /** What a slice takes at most, unless one sample takes more: some hundred samples or more. */
  private static final long BYTES = 4L << 20;

  /** The part of the largest message that a slice may take; the task has other things, too. */
  private static final int PART_OF_MESSAGE = 4;

  private LocalSlices() {}

  /** One partition for each slice. */
  static JavaRDD<SampleChunk> spread(JavaSparkContext context, DataSet data) {
    long most = Math.min(BYTES, RpcUtils.maxMessageSizeBytes(context.getConf()) / PART_OF_MESSAGE);
    List<ArrayList<SampleChunk>> slices = cut(data, most);
    return context.parallelize(slices, slices.size()).flatMap(List::iterator);
  }

  /**
   * Cuts samples.
   *
   * @param data the samples
   * @param most the bytes of a slice at most, if it has more than one sample
   * @return the slices in their order; each is an origin of its own
   */
  static List<ArrayList<SampleChunk>> cut(DataSet data, long most) {
    int samples = data.samples();
    long bytes =
        LocalChunks.sampleBytes(data.features())
            + Integer.BYTES
            + (data.weights().isPresent() ? Float.BYTES : 0);
    int each = (int) Math.max(1, Math.min(samples, most / bytes));
    List<ArrayList<SampleChunk>> slices = new ArrayList<>();
    for (int from = 0; from < samples; from += each) {
      ArrayList<SampleChunk> slice = new ArrayList<>();
      int to = from + Math.min(each, samples - from);
      LocalChunks.of(Origin.partition(slices.size()), data, from, to).forEachRemaining(slice::add);
      slices.add(slice);
    }
    return slices;
  }
}
