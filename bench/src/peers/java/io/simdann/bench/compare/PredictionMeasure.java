package io.simdann.bench.compare;

import io.simdann.data.EmbeddedMnist;
import io.simdann.data.Features;
import io.simdann.nn.Architecture;
import java.util.ArrayList;
import java.util.List;

/** Probabilities from a trained network: many samples at once, and one at a time. */
final class PredictionMeasure {
  private static final Architecture ARTICLE = Architecture.of(784, 50, 10);

  /** Of chains of 784 multiply-adds in other orders. */
  private static final double TOLERANCE = 1e-4;

  static List<Trial> run(String measure, Rounds rounds) throws Exception {
    Features features = EmbeddedMnist.load().test().features();
    int samples = features.samples();
    List<Trial> trials = new ArrayList<>();
    PredictionTask all = PredictionTask.of(ARTICLE, features, samples);
    String throughput = "%s, %d samples".formatted(ARTICLE, samples);
    trials.add(rounds.play(match(measure, throughput, all, Goal.timesAsFastAsAll(1))));
    PredictionTask single = PredictionTask.of(ARTICLE, features, 1);
    String latency = "%s, one sample".formatted(ARTICLE);
    trials.addAll(rounds.playLatency(match(measure, latency, single, Goal.timesAsFastAsAll(2))));
    return trials;
  }

  private static Match match(String measure, String name, PredictionTask task, Goal goal) {
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(new Entrant(Entrant.SIMDANN, 1, () -> new SimdannPrediction(task)));
    for (int threads : new int[] {1, 2}) {
      entrants.add(
          new Entrant(Entrant.ONNX_RUNTIME, threads, () -> new OnnxPrediction(task, threads)));
    }
    for (int threads : new int[] {1, 2}) {
      entrants.add(new Entrant(Entrant.TORCH, threads, () -> new TorchPrediction(task, threads)));
    }
    return new Match(measure, name, task.flop(), goal, TOLERANCE, Integer.MAX_VALUE, entrants);
  }

  private PredictionMeasure() {}
}
