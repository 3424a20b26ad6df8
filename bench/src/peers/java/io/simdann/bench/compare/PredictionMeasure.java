package io.simdann.bench.compare;

import io.simdann.data.Features;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.nn.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Probabilities from a trained network: many samples at once, and one at a time. */
final class PredictionMeasure {
  private static final NetworkSpec ARTICLE = NetworkSpec.of(784, 50, 10);

  /** Of chains of 784 multiply-adds in other orders. */
  private static final double TOLERANCE = 1e-4;

  static List<Trial> run(String measure, Rounds rounds) throws Exception {
    Features features = EmbeddedMnist.load().test().features();
    int samples = features.samples();
    List<Trial> trials = new ArrayList<>();
    PredictionTask all = PredictionTask.of(ARTICLE, features, samples);
    for (int threads : new int[] {1, 2}) {
      String throughput =
          String.format(
              Locale.ROOT,
              "%s, %d samples, %d thread%s",
              ARTICLE,
              samples,
              threads,
              threads == 1 ? "" : "s");
      trials.add(rounds.play(match(measure, throughput, all, goal(2), threads, threads)));
    }
    PredictionTask single = PredictionTask.of(ARTICLE, features, 1);
    String latency = String.format(Locale.ROOT, "%s, one sample", ARTICLE);
    trials.addAll(rounds.playLatency(match(measure, latency, single, goal(2.2), 1, 1, 2), goal(2)));
    return trials;
  }

  private static Goal goal(double timesAsFast) {
    return Goal.timesAsFastAsAll(timesAsFast);
  }

  /** Ours on a number of threads against peers on some; each takes its fastest. */
  private static Match match(
      String measure, String name, PredictionTask task, Goal goal, int ours, int... theirs) {
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(new Entrant(Entrant.SIMDANN, ours, () -> new SimdannPrediction(task, ours)));
    for (int threads : theirs) {
      entrants.add(
          new Entrant(Entrant.ONNX_RUNTIME, threads, () -> new OnnxPrediction(task, threads)));
    }
    for (int threads : theirs) {
      entrants.add(new Entrant(Entrant.TORCH, threads, () -> new TorchPrediction(task, threads)));
    }
    return new Match(measure, name, task.flop(), goal, TOLERANCE, Integer.MAX_VALUE, entrants);
  }

  private PredictionMeasure() {}
}
