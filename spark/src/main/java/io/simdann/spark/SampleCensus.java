package io.simdann.spark;

import io.simdann.data.ClassNames;
import io.simdann.data.mnist.MnistPreparation;
import io.simdann.step.EngineException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the driver knows of all samples: their number, their kind, their classes, and the number of
 * the first one of each {@link Origin}, origins being in their order.
 */
final class SampleCensus {

  final int samples;
  final int features;

  /** The rows of pixels of a picture; empty if samples are not known to be pictures. */
  final OptionalInt pictureRows;

  final boolean bytes;
  final MnistPreparation preparation;
  final ClassNames classNames;

  /** Whether samples have weights of their own. */
  final boolean weighted;

  private final Map<String, LabelCensus> labels = new HashMap<>();
  final HashMap<Origin, Integer> firstSamples = new HashMap<>();

  /**
   * Adds up what the partitions say.
   *
   * @param partitions an entry for each origin, in any order
   * @throws EngineException if there are no samples or too many, or they are not alike
   */
  SampleCensus(List<RunCensus> partitions) {
    List<RunCensus> runs =
        partitions.stream().sorted(Comparator.comparing(run -> run.origin)).toList();
    requireAlike(runs);
    this.features = runs.get(0).features;
    this.bytes = runs.get(0).bytes;
    int rows = runs.get(0).pictureRows;
    boolean pictures = rows > 0 && runs.stream().allMatch(run -> run.pictureRows == rows);
    this.pictureRows = pictures ? OptionalInt.of(rows) : OptionalInt.empty();
    this.samples = number(runs);
    this.preparation =
        runs.stream()
            .map(RunCensus::preparation)
            .reduce(MnistPreparation.NONE, MnistPreparation::plus);
    for (RunCensus run : runs) {
      run.labels.forEach(
          (label, census) -> labels.computeIfAbsent(label, found -> new LabelCensus()).add(census));
    }
    this.classNames = ClassNames.discover(labels.keySet());
    this.weighted = runs.get(0).weighted;
    requireWeight();
  }

  private void requireWeight() {
    if (labels.values().stream().allMatch(census -> census.greatest() == 0f)) {
      throw new EngineException(
          "all samples have weight 0, expected a greater one of at least one sample", null);
    }
  }

  /** What there is of each class; of one without samples there is nothing. */
  LabelCensus[] classes(ClassNames names) {
    return names.names().stream()
        .map(name -> labels.getOrDefault(name, new LabelCensus()))
        .toArray(LabelCensus[]::new);
  }

  private static void requireAlike(List<RunCensus> runs) {
    if (runs.isEmpty()) {
      throw new EngineException("no samples, expected at least one", null);
    }
    RunCensus first = runs.get(0);
    for (RunCensus run : runs) {
      if (run.features != first.features || run.bytes != first.bytes) {
        throw new EngineException(
            String.format(
                Locale.ROOT,
                "partition %d, row 0%s: %s, expected %s as in partition %d%s",
                run.partition,
                run.origin,
                run.features == first.features ? run.kind() : run.features + " features",
                run.features == first.features ? first.kind() : first.features,
                first.partition,
                first.origin),
            null);
      }
    }
  }

  private int number(List<RunCensus> runs) {
    long next = 0;
    for (RunCensus run : runs) {
      firstSamples.put(run.origin, (int) next);
      next += run.samples();
      if (next > Integer.MAX_VALUE) {
        throw new EngineException(
            "more than 2^31 - 1 samples, expected fewer: train on a part of them", null);
      }
    }
    return (int) next;
  }

  /**
   * Demands that all labels are among some.
   *
   * @throws EngineException if one isn't
   */
  void requireLabelsOf(ClassNames known) {
    for (String label : classNames.names()) {
      if (known.indexOf(label) < 0) {
        throw new EngineException(
            String.format(
                Locale.ROOT,
                "label %s is unknown, expected one of %s (the training labels)",
                ClassNames.shown(label),
                known),
            null);
      }
    }
  }
}
