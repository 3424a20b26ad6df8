package io.simdann.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Two trainers' jars with the jobs of the measures, in processes that take turns: whether a change
 * has made anything slower, or changed a digit of a cost.
 */
final class JarMeasure {
  /** What a change may cost before it counts as slower. */
  private static final double LEAST_RATIO = 0.97;

  private static final int ROUNDS = 9;
  private static final int QUICK_ROUNDS = 3;

  /** So many epochs that in most of them no accuracy is computed. */
  private static final int EPOCHS = 201;

  /** Samples of MNIST for small batches, so that epochs are short. */
  private static final int SOME = 6_000;

  private final Path base;
  private final Path now;
  private final Path scratch;
  private final Rounds rounds;
  private final JarData data;

  /**
   * Prepares.
   *
   * @param base the trainer's jar of the state before
   * @param now that of the state after
   * @param scratch a folder for data and output
   * @param rounds lets them take turns
   */
  JarMeasure(Path base, Path now, Path scratch, Rounds rounds) {
    this.base = base;
    this.now = now;
    this.scratch = scratch;
    this.rounds = rounds;
    data = new JarData(scratch);
  }

  /** Runs a measure; empty if it has no form for two jars. */
  List<Trial> run(Measure measure) throws Exception {
    String name = measure.name();
    return switch (measure) {
      case P1 -> iteration(name, "784-50-10, MNIST, full batch", 80, List.of(), 2);
      case P2 -> iteration(name, "784-50-10, MNIST, full batch", 50, List.of(), 1);
      case P4 -> first(name);
      case P6 -> smallBatches(name);
      case P7 ->
          iteration(
              name,
              "784-1024-1024-10, 1024 samples of MNIST, full batch",
              40,
              List.of("--hidden", "1024,1024", "--data", data.mnist(1024).toString()),
              1,
              2);
      case P8 -> predictions(name);
      case P11 -> {
        List<Trial> trials = new ArrayList<>();
        String normal = data.normal(60_000, 784, 10).toString();
        String fashion = Samples.FASHION_MNIST.toString();
        trials.addAll(
            iteration(name, "784-50-10, Fashion-MNIST", 50, List.of("--data", fashion), 2));
        trials.addAll(
            iteration(name, "784-50-10, normal floats", 30, List.of("--data", normal), 2));
        yield trials;
      }
      case P12 -> tables(name);
      case P14 -> optimizers(name);
      default -> List.of();
    };
  }

  private List<Trial> first(String measure) throws Exception {
    return List.of(
        training(
            measure,
            "start to the end of the first iteration",
            JarTraining.Figure.FIRST_EPOCH,
            1,
            2,
            List.of("--iterations", "2")));
  }

  private List<Trial> smallBatches(String measure) throws Exception {
    List<Trial> trials = new ArrayList<>();
    for (String hidden : new String[] {"128,64", "50"}) {
      for (int batch : new int[] {32, 128, 512}) {
        String network = String.format(Locale.ROOT, "784-%s-10, MNIST", hidden.replace(',', '-'));
        List<String> options = List.of("--hidden", hidden, "--data", data.mnist(SOME).toString());
        trials.addAll(batches(measure, network, SOME, batch, EPOCHS, options));
      }
    }
    return trials;
  }

  private List<Trial> tables(String measure) throws Exception {
    List<Trial> trials = new ArrayList<>();
    for (TableMeasure.Table table : TableMeasure.TABLES) {
      String folder =
          data.normal(table.samples(), table.features(), TableMeasure.CLASSES).toString();
      List<String> options = List.of("--hidden", table.hidden(), "--data", folder);
      String network = table.spec() + ", normal floats";
      trials.addAll(
          table.batchSize() == table.samples()
              ? iteration(measure, network + ", full batch", 25, options, 1, 2)
              : batches(measure, network, table.samples(), table.batchSize(), 5 * EPOCHS, options));
    }
    return trials;
  }

  private List<Trial> optimizers(String measure) throws Exception {
    List<Trial> trials = new ArrayList<>();
    for (OptimizerMeasure.Case network : OptimizerMeasure.CASES) {
      int samples = network.images() ? SOME : TableMeasure.SAMPLES;
      Path folder =
          network.images()
              ? data.mnist(SOME)
              : data.normal(samples, network.spec().inputs(), TableMeasure.CLASSES);
      List<String> options =
          List.of("--preset", "modern", "--hidden", network.hidden(), "--data", folder.toString());
      String name = network.spec() + ", " + network.samples();
      trials.addAll(batches(measure, name, samples, network.batchSize(), EPOCHS, options));
    }
    return trials;
  }

  private List<Trial> batches(
      String measure, String network, int samples, int batch, int epochs, List<String> options)
      throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--batch-size", Integer.toString(batch)));
    all.addAll(List.of("--epochs", Integer.toString(epochs)));
    int steps = (samples + batch - 1) / batch;
    String name = String.format(Locale.ROOT, "%s, batch %d", network, batch);
    List<Trial> trials = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      trials.add(training(measure, name, JarTraining.Figure.EPOCH, steps, threads, all));
    }
    return trials;
  }

  private List<Trial> iteration(
      String measure, String name, int iterations, List<String> options, int... threads)
      throws Exception {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--iterations", Integer.toString(iterations)));
    List<Trial> trials = new ArrayList<>();
    for (int count : threads) {
      trials.add(training(measure, name, JarTraining.Figure.EPOCH, 1, count, all));
    }
    return trials;
  }

  private Trial training(
      String measure,
      String name,
      JarTraining.Figure figure,
      int steps,
      int threads,
      List<String> options)
      throws InterruptedException {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--threads", Integer.toString(threads)));
    AtomicReference<List<String>> costs = new AtomicReference<>();
    Path output = scratch.resolve("run");
    return duel(
        measure,
        name + words(threads),
        threads,
        jar -> new JarTraining(jar, output, figure, steps, all, costs));
  }

  private List<Trial> predictions(String measure) throws Exception {
    Path samples = data.mnist(SOME).resolve(JarData.TEST_IMAGES);
    Path trained = scratch.resolve("model");
    ProcessContender.run(
        List.of(
            "-jar",
            base.toString(),
            "--quiet",
            "--iterations",
            "20",
            "--output",
            trained.toString()));
    Path model = trained.resolve("model.safetensors");
    List<Trial> trials = new ArrayList<>();
    for (int processors : new int[] {1, 2}) {
      trials.add(
          duel(
              measure,
              "784-50-10, 10000 samples" + words(processors),
              processors,
              jar -> new JarPrediction(jar, model, samples, processors, "all")));
    }
    for (String figure : new String[] {"p50", "p99"}) {
      trials.add(
          duel(
              measure,
              "784-50-10, one sample, " + figure,
              1,
              jar -> new JarPrediction(jar, model, samples, 2, figure)));
    }
    return trials;
  }

  private static String words(int threads) {
    return threads == 1 ? ", 1 thread" : String.format(Locale.ROOT, ", %d threads", threads);
  }

  private Trial duel(String measure, String name, int threads, Function<Path, Contender> contender)
      throws InterruptedException {
    String before = base.getFileName().toString();
    return rounds.play(
        new Match(
            measure,
            name,
            0,
            Goal.timesAsFast(before, LEAST_RATIO),
            0,
            rounds.pace().quick() ? QUICK_ROUNDS : ROUNDS,
            List.of(
                new Entrant(Entrant.SIMDANN, threads, () -> contender.apply(now)),
                new Entrant(before, threads, () -> contender.apply(base)))));
  }
}
