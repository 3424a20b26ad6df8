package io.simdann.spark;

import io.simdann.data.ClassNames;
import io.simdann.step.EngineException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Sends the samples of chunks to their partitions, in their own order. */
final class Placement implements PairFlatMapFunction<Iterator<SampleChunk>, Integer, SampleBlock> {

  private static final long serialVersionUID = 1L;

  private final BatchLayout layout;
  private final HashMap<Origin, Integer> firstSamples;
  private final String[] classNames;
  private final SampleForm form;

  /**
   * To the places of a layout.
   *
   * @param layout the layout
   * @param firstSamples the number of the first sample of each origin
   * @param classNames the names of the classes
   * @param form what samples consist of
   */
  Placement(
      BatchLayout layout,
      HashMap<Origin, Integer> firstSamples,
      String[] classNames,
      SampleForm form) {
    this.layout = layout;
    this.firstSamples = firstSamples;
    this.classNames = classNames;
    this.form = form;
  }

  @Override
  public Iterator<Tuple2<Integer, SampleBlock>> call(Iterator<SampleChunk> chunks) {
    Outbox outbox = new Outbox(layout, form);
    ClassNames names = ClassNames.of(classNames);
    return outbox.fill(chunks, chunk -> send(chunk, names, outbox));
  }

  private void send(SampleChunk chunk, ClassNames names, Outbox outbox) {
    Integer first = firstSamples.get(chunk.origin());
    if (first == null
        || chunk.featureCount() != form.features()
        || chunk.isBytes() != form.bytes()
        || (long) first + chunk.firstRow() + chunk.samples() > layout.samples()) {
      throw changed(chunk);
    }
    for (int i = 0; i < chunk.samples(); i++) {
      int classIndex = names.indexOf(chunk.label(i));
      if (classIndex < 0) {
        throw changed(chunk);
      }
      outbox.send(first + chunk.firstRow() + i, classIndex, chunk.weight(i), chunk.values(), i);
    }
  }

  private static EngineException changed(SampleChunk chunk) {
    return new EngineException(
        String.format(
            Locale.ROOT,
            "the data%s were other ones when they were read a second time; save the data frame first, and train on what was saved",
            chunk.origin()),
        null);
  }
}
