package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.Labels;
import io.simdann.nn.Architecture;
import io.simdann.train.History;
import io.simdann.train.Schedule;
import io.simdann.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {

  /** Both streams lead to one terminal. */
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @Test
  void rowsStandAloneOnATerminal() {
    TrainingDisplay display = display(OptionalInt.of(70), 4);
    display.print("shape");
    display.start();
    for (int iteration = 0; iteration < 4; iteration++) {
      display.print("row " + iteration);
      display.epochFinished(entry(iteration, 0.25 * (iteration + 1)));
    }
    display.finish();
    display.print("end");

    assertEquals(
        List.of("shape", "row 0", "row 1", "row 2", "row 3", "end", ""), terminalLines(70));
  }

  @Test
  void theBarFitsTheTerminalAndShowsSpeedAndTimeLeft() {
    for (int columns : new int[] {200, 80, 60, 30, 2}) {
      screen.reset();
      TrainingDisplay display = display(OptionalInt.of(columns), 1000);
      display.start();
      display.epochFinished(entry(0, 1));
      display.epochFinished(entry(1, 1.5));
      display.finish();

      String drawn = screen.toString(StandardCharsets.UTF_8);
      for (String text : drawn.split("\r\u001b\\[K")) {
        assertTrue(text.length() < columns, text);
      }
      if (columns >= 80) {
        assertTrue(drawn.contains("] 2/1000  2.00 it/s  6.00 GFLOP/s  8:19 left"), drawn);
      }
    }
  }

  @Test
  void nothingIsDrawnOnceTheTerminalIsLeftToOthers() {
    TrainingDisplay display = display(OptionalInt.of(70), 4);
    display.start();
    display.epochFinished(entry(0, 1));
    display.abandon();
    screen.reset();

    display.epochFinished(entry(1, 2));
    display.print("row");
    display.finish();

    assertEquals("", screen.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutATerminalEveryTenthPartIsALine() {
    TrainingDisplay display = display(OptionalInt.empty(), 200);
    display.start();
    for (int iteration = 0; iteration < 200; iteration++) {
      display.epochFinished(entry(iteration, iteration + 1.0));
    }
    display.finish();

    List<String> lines = terminalLines(100);
    assertEquals(10, lines.size(), lines::toString);
    assertEquals(" 10%  20/200  1.00 it/s  3.00 GFLOP/s  3:00 left", lines.get(0));
    assertTrue(lines.get(8).startsWith(" 90%  180/200"), lines.get(8));
  }

  @Test
  void ofBatchesTheEpochsAreCounted() {
    PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, OptionalInt::empty);
    TrainingSpeed speed = new TrainingSpeed(History.Unit.EPOCH, 10, entry -> 6e9);
    TrainingDisplay display = TrainingDisplay.of(console, false, OptionalInt.empty(), speed);
    display.start();
    for (int epoch = 0; epoch < 10; epoch++) {
      display.epochFinished(
          new History.Entry(
              epoch, epoch * 469 + 468, 0.25, OptionalDouble.empty(), 2 * (epoch + 1)));
    }
    display.finish();

    List<String> lines = terminalLines(100);
    assertEquals(10, lines.size(), lines::toString);
    assertEquals(" 10%  1/10  0.500 epochs/s  3.00 GFLOP/s  0:18 left", lines.get(0));
    assertEquals(" 50%  5/10  0.500 epochs/s  3.00 GFLOP/s  0:10 left", lines.get(4));
  }

  @Test
  void theSpeedIsThatOfTheLastIterations() {
    TrainingSpeed speed = new TrainingSpeed(History.Unit.ITERATION, 200, History.Entry::cost);
    for (int iteration = 0; iteration < 100; iteration++) {
      double flop = iteration < 60 ? 1e9 : 5e9;
      speed.finished(
          new History.Entry(iteration, flop, OptionalDouble.empty(), 0.5 * (iteration + 1)));
    }

    assertEquals("2.00 it/s  10.0 GFLOP/s  0:50 left", speed.text());
  }

  @Test
  void withoutATerminalAFastTrainingShowsNoProgress() {
    TrainingDisplay display = display(OptionalInt.empty(), 200);
    display.start();
    for (int iteration = 0; iteration < 200; iteration++) {
      display.epochFinished(entry(iteration, iteration * 1e-3));
    }
    display.finish();

    assertEquals("", screen.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutATerminalASlowTrainingShowsALineAMinute() {
    TrainingDisplay display = display(OptionalInt.empty(), 1000);
    display.start();
    display.epochFinished(entry(0, 59));
    assertEquals("", screen.toString(StandardCharsets.UTF_8));
    display.epochFinished(entry(1, 118));
    display.finish();

    assertTrue(terminalLines(100).get(0).startsWith("  0%  2/1000  0.017 it/s"));
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
            Architecture.of(20, 5, 3),
            Trainer.builder().batchSize(10).iterations(31).build().schedule(100));
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
            Architecture.of(20, 5, 3),
            Trainer.builder().batchSize(10).iterations(70).build().schedule(100));
    assertEquals(
        100 * 2 * (2 * 20 * 5 + 3 * 5 * 3), TrainingSpeed.medianFlopPerSecond(epochs, work), 1e-6);
  }

  @Test
  void anEpochsWorkIsThatOfItsSamplesAndItsAccuracy() {
    Architecture architecture = Architecture.of(20, 5, 3);
    Schedule schedule =
        Trainer.builder().batchSize(30).iterations(6).build().schedule(digits(100, 20));
    TrainingWork work = new TrainingWork(architecture, schedule);
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

  private TrainingDisplay display(OptionalInt columns, int iterations) {
    PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, () -> columns);
    return TrainingDisplay.of(
        console,
        false,
        columns,
        new TrainingSpeed(History.Unit.ITERATION, iterations, entry -> 3e9));
  }

  private static History.Entry entry(int iteration, double seconds) {
    return new History.Entry(iteration, 0.25, OptionalDouble.empty(), seconds);
  }

  /** What stands on the terminal at the end; text wider than the terminal fails. */
  private List<String> terminalLines(int columns) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String line : screen.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      String shown = line.substring(line.lastIndexOf("\r\u001b[K") + 1).replace("\u001b[K", "");
      assertTrue(shown.length() <= columns, shown);
      lines.add(shown);
    }
    return lines.subList(1, lines.size());
  }
}
