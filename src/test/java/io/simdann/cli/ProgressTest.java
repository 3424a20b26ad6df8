package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Labels;
import io.simdann.nn.NetworkSpec;
import io.simdann.train.EpochPlan;
import io.simdann.train.History;
import io.simdann.train.Trainer;
import io.simdann.train.TrainerBuilder;
import io.simdann.train.TrainingRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProgressTest {

  /** Both streams lead to one terminal. */
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @Test
  void rowsStandAloneOnATerminal() {
    TrainingDisplay display = new BarDisplay(console(() -> OptionalInt.of(70)), 70, speed(4));
    AtomicInteger iterations = new AtomicInteger();
    display.print("shape");
    display.start(() -> progress(iterations.get()));
    for (int iteration = 0; iteration < 4; iteration++) {
      display.print("row " + iteration);
      iterations.incrementAndGet();
    }
    display.finish();
    display.print("end");

    assertEquals(
        List.of("shape", "row 0", "row 1", "row 2", "row 3", "end", ""), terminalLines(70));
  }

  @Test
  void theBarFitsTheTerminalAndShowsSpeedTimeLeftAndCost() {
    TrainingSpeed speed = speed(1000);
    speed.update(progress(1), 1);
    speed.update(progress(2), 1.5);
    for (int columns : new int[] {200, 80, 60, 30, 2, 1, 0}) {
      String bar = new BarDisplay(console(OptionalInt::empty), columns, speed).render(columns);

      assertTrue(bar.length() <= columns, bar);
      String told = "2/1000  2.00 it/s  6.00 GFLOP/s  8:19 left  cost 0.2500";
      assertTrue(columns < 60 || bar.endsWith(told), bar);
      assertEquals(columns >= 80, bar.contains(">"), bar);
    }
  }

  /** Redraws of a bar that is too wide would each leave a line behind. */
  @Test
  void aTerminalThatIsMadeNarrowerGetsANarrowerBarWhichNeverWraps() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger iterations = new AtomicInteger();
    Console console =
        console(
            () -> {
              asked.incrementAndGet();
              return OptionalInt.of(30);
            });
    BarDisplay display = new BarDisplay(console, 80, speed(1_000_000));
    display.start(() -> progress(iterations.incrementAndGet()));
    while (asked.get() < 2) {
      Thread.sleep(1);
    }
    display.finish();

    String[] drawn = screen.toString(StandardCharsets.UTF_8).split("\r\u001b\\[K", -1);
    assertEquals("", drawn[drawn.length - 1]);
    String last = drawn[drawn.length - 2];
    assertTrue(last.startsWith("\u001b[?7l") && last.endsWith("\u001b[?7h"), last);
    assertEquals(29, last.length() - 2 * "\u001b[?7l".length(), last);
  }

  @Test
  void nothingIsDrawnOnceTheTerminalIsLeftToOthers() {
    TrainingDisplay display = new BarDisplay(console(() -> OptionalInt.of(70)), 70, speed(4));
    AtomicInteger iterations = new AtomicInteger(1);
    display.start(() -> progress(iterations.get()));
    display.abandon();
    screen.reset();

    iterations.incrementAndGet();
    display.print("row");
    display.finish();

    assertEquals("", screen.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutATerminalEveryTenthPartIsALine() {
    LineDisplay display = new LineDisplay(console(OptionalInt::empty), speed(200));
    for (int iterations = 1; iterations <= 200; iterations++) {
      display.show(progress(iterations), iterations);
    }

    List<String> lines = terminalLines(100);
    assertEquals(10, lines.size(), lines::toString);
    assertEquals(" 10%  20/200  1.00 it/s  3.00 GFLOP/s  3:00 left  cost 0.2500", lines.get(0));
    assertTrue(lines.get(8).startsWith(" 90%  180/200"), lines.get(8));
  }

  /** A display that is told of epochs only would show nothing during a long one. */
  @Test
  void progressWithinAnEpochIsShown() {
    EpochPlan epochPlan =
        Trainer.builder().batchSize(10).epochs(1).build().epochPlan(digits(1000, 20));
    TrainingWork work = new TrainingWork(NetworkSpec.of(20, 5, 3), epochPlan);
    TrainingSpeed speed = new TrainingSpeed(epochPlan.iterations(), work::flopUntil);
    LineDisplay display = new LineDisplay(console(OptionalInt::empty), speed);

    display.show(progress(10), 5);
    display.show(progress(30), 15);

    List<String> lines = terminalLines(100);
    assertTrue(lines.get(0).startsWith(" 10%  10/100  2.00 it/s"), lines.get(0));
    assertTrue(lines.get(1).startsWith(" 30%  30/100  2.00 it/s"), lines.get(1));
    assertTrue(lines.get(1).endsWith("0:35 left  cost 0.2500"), lines.get(1));
  }

  /** The threads that draw ask the run itself. */
  @Test
  void aRunTellsItsIterationsAndTheLastBatchsCost() {
    List<TrainingRun> runs = new ArrayList<>();
    List<TrainingRun.Progress> told = new ArrayList<>();
    List<History.Entry> entries = new ArrayList<>();
    DataSet data = digits(25, 4);
    Trainer trainer =
        Trainer.builder()
            .hidden(3)
            .batchSize(25)
            .iterations(3)
            .listener(
                entry -> {
                  entries.add(entry);
                  told.add(runs.get(0).progress());
                })
            .build();

    trainer.fit(
        data,
        run -> {
          runs.add(run);
          told.add(run.progress());
        });

    assertEquals(0, told.get(0).iterations());
    for (int i = 0; i < 3; i++) {
      assertEquals(new TrainingRun.Progress(i + 1, entries.get(i).cost()), told.get(i + 1));
    }
  }

  /** Of 25 samples in batches of 10 the third has 5. */
  @Test
  void theCostOfASmallerLastBatchIsItsMean() {
    List<TrainingRun> runs = new ArrayList<>();
    DataSet data = digits(25, 4);
    TrainerBuilder builder = Trainer.builder().hidden(3).batchSize(10).shuffle(false);

    builder.iterations(3).build().fit(data, runs::add);
    builder.iterations(2).build().fit(data, runs::add);

    double all = runs.get(0).history().entries().get(0).cost();
    double firstTwo = runs.get(1).history().entries().get(0).cost();
    TrainingRun.Progress progress = runs.get(0).progress();
    assertEquals(3, progress.iterations());
    assertEquals((25 * all - 20 * firstTwo) / 5, progress.cost(), 1e-12);
  }

  @Test
  void theSpeedIsThatOfTheLastIterations() {
    TrainingSpeed speed =
        new TrainingSpeed(200, until -> 1e9 * until + 4e9 * Math.max(0, until - 60));
    for (int iterations = 1; iterations <= 100; iterations++) {
      speed.update(progress(iterations), 0.5 * iterations);
      speed.update(progress(iterations), 0.5 * iterations + 0.2);
    }

    assertEquals("2.00 it/s  10.0 GFLOP/s  0:50 left  cost 0.2500", speed.text());
  }

  @Test
  void theSpeedOfTheFirstIterationsAloneIsThatSinceTheStart() {
    TrainingSpeed speed = new TrainingSpeed(100, until -> 1e9 * until);

    speed.update(TrainingRun.Progress.NONE, 3);
    assertEquals("", speed.text());
    speed.update(progress(10), 5);

    assertEquals("2.00 it/s  2.00 GFLOP/s  0:45 left  cost 0.2500", speed.text());
  }

  @Test
  void withoutATerminalAFastTrainingShowsNoProgress() {
    LineDisplay display = new LineDisplay(console(OptionalInt::empty), speed(200));
    for (int iterations = 1; iterations <= 200; iterations++) {
      display.show(progress(iterations), iterations * 1e-3);
    }

    assertEquals("", screen.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutATerminalASlowTrainingShowsALineAMinute() {
    LineDisplay display = new LineDisplay(console(OptionalInt::empty), speed(1000));
    display.show(progress(0), 59);
    assertEquals("", screen.toString(StandardCharsets.UTF_8));
    display.show(progress(0), 60);
    display.show(progress(1), 119);
    display.show(progress(1), 120);

    List<String> lines = terminalLines(100);
    assertEquals("  0%  0/1000", lines.get(0));
    assertTrue(lines.get(1).startsWith("  0%  1/1000  0.008 it/s"), lines.get(1));
    assertEquals(3, lines.size());
  }

  @Test
  void standardErrorOfATestIsNotTakenForATerminalOfNoWidth() {
    StandardErrorTerminal.columns().ifPresent(columns -> assertFalse(columns <= 0));
  }

  @Test
  void theMedianIsThatOfTheIterationsDurations() {
    List<History.Entry> odd = List.of(entry(0, 5), entry(1, 6), entry(2, 8));
    List<History.Entry> even = List.of(entry(0, 5), entry(1, 6), entry(2, 8), entry(3, 11));

    assertEquals(2, TrainingSpeed.medianSeconds(odd));
    assertEquals(2.5, TrainingSpeed.medianSeconds(even));
  }

  @Test
  void theMedianOfEpochsIsThatOfTheirIterations() {
    List<History.Entry> epochs =
        List.of(epoch(0, 9, 5), epoch(1, 19, 6), epoch(2, 29, 8), epoch(3, 30, 8.5));

    assertEquals((0.2 + 0.5) / 2, TrainingSpeed.medianSeconds(epochs), 1e-12);
    // 100 samples in batches of 10, of a network whose samples take 2 * (2 * 20 * 5 + 3 * 5 * 3).
    TrainingWork work =
        new TrainingWork(
            NetworkSpec.of(20, 5, 3),
            Trainer.builder().batchSize(10).iterations(31).build().epochPlan(100));
    double epoch = 100 * 2 * (2 * 20 * 5 + 3 * 5 * 3);
    assertEquals(
        (epoch / 1.0 + epoch / 2.0) / 2,
        TrainingSpeed.medianFlopPerSecond(
            List.of(epoch(0, 9, 5), epoch(1, 19, 6), epoch(2, 29, 8), epoch(3, 30, 8.01)), work),
        1e-6);
  }

  @Test
  void theMedianCountsWhatAThinnedHistoryLeftOut() {
    // Every second epoch of 10 iterations; each takes 1 s, so an iteration takes 0.1 s.
    List<History.Entry> epochs =
        List.of(epoch(0, 9, 1), epoch(2, 29, 3), epoch(4, 49, 5), epoch(6, 69, 7));

    assertEquals(0.1, TrainingSpeed.medianSeconds(epochs), 1e-12);
    TrainingWork work =
        new TrainingWork(
            NetworkSpec.of(20, 5, 3),
            Trainer.builder().batchSize(10).iterations(70).build().epochPlan(100));
    assertEquals(
        100 * 2 * (2 * 20 * 5 + 3 * 5 * 3), TrainingSpeed.medianFlopPerSecond(epochs, work), 1e-6);
  }

  @Test
  void theWorkOfIterationsIsThatOfTheirSamplesAndAccuracies() {
    NetworkSpec spec = NetworkSpec.of(20, 5, 3);
    EpochPlan epochPlan =
        Trainer.builder().batchSize(30).epochs(200).build().epochPlan(digits(100, 20));
    TrainingWork work = new TrainingWork(spec, epochPlan);
    double training = 2 * (2 * 20 * 5 + 3 * 5 * 3);
    double prediction = 2 * (20 * 5 + 5 * 3);

    assertEquals(0, work.flopUntil(0));
    assertEquals(90 * training, work.flopUntil(3));
    assertEquals(100 * training + 100 * prediction, work.flopUntil(4));
    // The accuracy is that of every other epoch.
    assertEquals(230 * training + 100 * prediction, work.flopUntil(9));
    assertEquals(300 * training + 200 * prediction, work.flopUntil(12));
  }

  @Test
  void anEpochsWorkIsThatOfItsSamplesAndItsAccuracy() {
    NetworkSpec spec = NetworkSpec.of(20, 5, 3);
    EpochPlan epochPlan =
        Trainer.builder().batchSize(30).iterations(6).build().epochPlan(digits(100, 20));
    TrainingWork work = new TrainingWork(spec, epochPlan);
    double training = 2 * (2 * 20 * 5 + 3 * 5 * 3);
    double prediction = 2 * (20 * 5 + 5 * 3);

    assertEquals(100 * training, work.flop(epoch(0, 3, 1)));
    assertEquals(60 * training, work.flop(epoch(1, 5, 2)));
    assertEquals(
        60 * training + 100 * prediction,
        work.flop(new History.Entry(1, 5, 0.25, OptionalDouble.of(0.5), 2)));
  }

  private static DataSet digits(int samples, int features) {
    return new DataSet(
        new ByteFeatures(new byte[samples * features], features, samples),
        Labels.encode(new int[samples]));
  }

  private static History.Entry epoch(int epoch, int iteration, double seconds) {
    return new History.Entry(epoch, iteration, 0.25, OptionalDouble.empty(), seconds);
  }

  private Console console(Supplier<OptionalInt> columns) {
    PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
    return new Console(stream, stream, columns);
  }

  private static TrainingSpeed speed(int iterations) {
    return new TrainingSpeed(iterations, until -> 3e9 * until);
  }

  private static TrainingRun.Progress progress(int iterations) {
    return new TrainingRun.Progress(iterations, 0.25);
  }

  private static History.Entry entry(int iteration, double seconds) {
    return new History.Entry(iteration, 0.25, OptionalDouble.empty(), seconds);
  }

  /** What stands on the terminal at the end; text wider than the terminal fails. */
  private List<String> terminalLines(int columns) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String line : screen.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      String shown =
          line.substring(line.lastIndexOf("\r\u001b[K") + 1).replaceAll("\u001b\\[(K|\\?7.)", "");
      assertTrue(shown.length() <= columns, shown);
      lines.add(shown);
    }
    return lines.subList(1, lines.size());
  }
}
