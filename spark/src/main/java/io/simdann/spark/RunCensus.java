package io.simdann.spark;

import io.simdann.data.mnist.MnistPreparation;
import io.simdann.step.EngineException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a partition says of its samples of one {@link Origin}. */
final class RunCensus implements Serializable {

  private static final long serialVersionUID = 1L;

  /** More are no classes, but numbers to be predicted. */
  private static final int MOST_LABELS = 1 << 16;

  final Origin origin;
  final int partition;
  final int features;

  /** The rows of pixels of a picture, 0 if samples are not known to be pictures. */
  final int pictureRows;

  final boolean bytes;

  /** Whether samples have weights of their own. */
  final boolean weighted;

  /** The different labels. */
  final HashMap<String, LabelCensus> labels = new HashMap<>();

  private int samples;
  private int looks;
  private int alike;

  private RunCensus(int partition, SampleChunk first) {
    this.origin = first.origin();
    this.partition = partition;
    this.features = first.featureCount();
    this.pictureRows = first.pictureRows();
    this.bytes = first.isBytes();
    this.weighted = first.isWeighted();
  }

  private void add(SampleChunk chunk) {
    samples = Math.addExact(samples, chunk.samples());
    MnistPreparation all =
        preparation().plus(MnistPreparation.of(chunk.features(), chunk.firstRow()));
    looks = all.looks();
    alike = all.alike();
    for (int sample = 0; sample < chunk.samples(); sample++) {
      labels
          .computeIfAbsent(chunk.label(sample), label -> new LabelCensus())
          .add(chunk.weight(sample));
    }
    requireFew(partition, labels.keySet());
  }

  int samples() {
    return samples;
  }

  /** Whether samples that are pictures look prepared as those of MNIST are. */
  MnistPreparation preparation() {
    return new MnistPreparation(looks, alike);
  }

  /** What a feature is, for messages. */
  String kind() {
    return bytes ? "bytes" : "floats";
  }

  /**
   * Counts the samples of a partition.
   *
   * @param partition its number
   * @param chunks its samples
   * @return one entry per origin
   */
  static Iterator<RunCensus> of(int partition, Iterator<SampleChunk> chunks) {
    Map<Origin, RunCensus> runs = new HashMap<>();
    while (chunks.hasNext()) {
      SampleChunk chunk = chunks.next();
      runs.computeIfAbsent(chunk.origin(), origin -> new RunCensus(partition, chunk)).add(chunk);
    }
    return runs.values().iterator();
  }

  private static void requireFew(int partition, Set<String> labels) {
    if (labels.size() > MOST_LABELS) {
      throw new EngineException(
          String.format(
              Locale.ROOT,
              "partition %d has more than %d different labels, expected those of classes: is it the right column?",
              partition,
              MOST_LABELS),
          null);
    }
  }
}
