package io.simdann.spark;

import io.simdann.data.mnist.MnistPreparation;
import io.simdann.step.EngineException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
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
  final int samples;
  private final int looks;
  private final int alike;

  /** The different labels, in any order. */
  final String[] labels;

  private RunCensus(
      Origin origin,
      int partition,
      int features,
      int pictureRows,
      boolean bytes,
      int samples,
      MnistPreparation preparation,
      String[] labels) {
    this.origin = origin;
    this.partition = partition;
    this.features = features;
    this.pictureRows = pictureRows;
    this.bytes = bytes;
    this.samples = samples;
    this.looks = preparation.looks();
    this.alike = preparation.alike();
    this.labels = labels;
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
    Map<Origin, Integer> samples = new HashMap<>();
    Map<Origin, MnistPreparation> preparations = new HashMap<>();
    Map<Origin, Set<String>> labels = new HashMap<>();
    int features = 0;
    int pictureRows = 0;
    boolean bytes = false;
    while (chunks.hasNext()) {
      SampleChunk chunk = chunks.next();
      features = chunk.featureCount();
      pictureRows = chunk.pictureRows();
      bytes = chunk.isBytes();
      samples.merge(chunk.origin(), chunk.samples(), Math::addExact);
      preparations.merge(
          chunk.origin(),
          MnistPreparation.of(chunk.features(), chunk.firstRow()),
          MnistPreparation::plus);
      Set<String> found = labels.computeIfAbsent(chunk.origin(), origin -> new HashSet<>());
      for (int sample = 0; sample < chunk.samples(); sample++) {
        found.add(chunk.label(sample));
      }
      requireFew(partition, found);
    }
    List<RunCensus> census = new ArrayList<>();
    for (Map.Entry<Origin, Integer> run : samples.entrySet()) {
      String[] distinct = labels.get(run.getKey()).toArray(String[]::new);
      census.add(
          new RunCensus(
              run.getKey(),
              partition,
              features,
              pictureRows,
              bytes,
              run.getValue(),
              preparations.get(run.getKey()),
              distinct));
    }
    return census.iterator();
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
