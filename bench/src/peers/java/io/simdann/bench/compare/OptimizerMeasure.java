package io.simdann.bench.compare;

import io.simdann.data.DataSet;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Training steps as most have them today, with relu and Adam, against PyTorch's. */
final class OptimizerMeasure {
  private static final int IMAGES = 28 * 28;
  private static final int DIGITS = 10;

  /** An update alone: five arrays of so many parameters don't fit a cache. */
  private static final NetworkSpec MANY = NetworkSpec.of(8191, 1000, 10);

  /** Five arrays of so many stay in the caches from one step to the next. */
  private static final NetworkSpec FEW = NetworkSpec.of(200, 100, 10);

  /**
   * One network.
   *
   * @param images whether on MNIST, else on normal floats
   * @param batchSize samples of a step
   * @param goal how many times as fast as PyTorch, samples picked or not
   * @param layers sizes, from the features to the classes
   */
  record Case(boolean images, int batchSize, double goal, int... layers) {

    NetworkSpec spec() {
      List<Layer> hidden =
          IntStream.range(1, layers.length - 1)
              .mapToObj(layer -> new Layer(layers[layer], Activation.RELU))
              .toList();
      int outputs = layers[layers.length - 1];
      return NetworkSpec.of(layers[0], hidden, Loss.SOFTMAX_CROSS_ENTROPY, outputs);
    }

    /** Sizes of the hidden layers, as the command line takes them. */
    String hidden() {
      return IntStream.range(1, layers.length - 1)
          .mapToObj(layer -> Integer.toString(layers[layer]))
          .collect(Collectors.joining(","));
    }

    String samples() {
      return images ? "MNIST, relu, Adam" : "normal floats, relu, Adam";
    }

    DataSet data() throws Exception {
      return images ? Samples.mnist() : Samples.normal(TableMeasure.SAMPLES, layers[0], classes());
    }

    private int classes() {
      return layers[layers.length - 1];
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(true, 128, 4, IMAGES, 128, 64, DIGITS),
          new Case(true, 256, 2, IMAGES, 512, 256, DIGITS),
          new Case(false, 256, 2.5, 100, 256, 128, TableMeasure.CLASSES));

  static List<Trial> run(String measure, int part, Rounds rounds) throws Exception {
    if (part == CASES.size()) {
      return List.of(rounds.play(update(measure, MANY)), rounds.play(update(measure, FEW)));
    }
    Case network = CASES.get(part);
    TrainingTask task =
        new TrainingTask(network.data(), network.spec(), network.batchSize(), StepMethod.ADAM);
    Goal goal = Goal.timesAsFastAsAll(network.goal());
    return List.of(
        rounds.play(TrainingMeasure.onAnyThreads(measure, network.samples(), task, goal)));
  }

  /** The update alone, against reading and writing the same arrays in the same order. */
  private static Match update(String measure, NetworkSpec spec) {
    int parameters = spec.parameterCount();
    return new Match(
        measure,
        String.format(Locale.ROOT, "update of %d parameters, Adam", parameters),
        0,
        Goal.timesAsFast(Entrant.STREAMS, 0.8),
        List.of(
            new Entrant(Entrant.SIMDANN, 1, () -> new AdamUpdate(spec)),
            new Entrant(Entrant.STREAMS, 1, () -> new MemoryStreams(parameters))));
  }

  private OptimizerMeasure() {}
}
