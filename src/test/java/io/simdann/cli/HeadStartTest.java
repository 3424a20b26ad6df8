package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HeadStartTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "predict model image", "--data elsewhere"})
  void theDataAreThereWhetherOrNotTheyWereExpectedToBeNeeded(String args) throws IOException {
    HeadStart start = HeadStart.of(args.isEmpty() ? new String[0] : args.split(" "));

    assertEquals(60_000, start.mnist().train().samples());
    assertSame(start.mnist(), start.mnist());
  }

  @Test
  void anInterruptNeitherEndsTheWaitNorIsItLost() throws IOException {
    HeadStart start = HeadStart.of();
    Thread.currentThread().interrupt();

    assertEquals(10_000, start.mnist().test().samples());
    assertTrue(Thread.interrupted());
  }

  @Test
  void onlyWhatTheArgumentsAreLikelyToNeedIsBegun() {
    assertEquals(List.of("data", "kernels"), begunBy());
    assertEquals(List.of("data", "kernels"), begunBy("--iterations", "5"));
    assertEquals(List.of("data", "kernels"), begunBy("train"));
    assertEquals(List.of("data", "kernels"), begunBy("evaluate", "model"));
    assertEquals(List.of("kernels"), begunBy("--data", "directory"));
    assertEquals(List.of("kernels"), begunBy("train", "--data=directory"));
    assertEquals(List.of("data"), begunBy("--backend", "scalar"));
    assertEquals(List.of("data"), begunBy("evaluate", "model", "--vector-bits=128"));
    assertEquals(List.of(), begunBy("train", "--help"));
    assertEquals(List.of(), begunBy("-V"));
    assertEquals(List.of(), begunBy("predict", "model", "image"));
    assertEquals(List.of(), begunBy("info"));
  }

  /** What a run without arguments relies on. */
  @Test
  void optionsThatAreNotGivenHaveTheirDefaultsBeforeParsing() {
    Console console = new Console(System.out, System.err, OptionalInt::empty);
    CommandLine line = new CommandLine(new TrainCommand(console, HeadStart.of("--help")));
    List<String> before = values(line);

    line.parseArgs();

    assertTrue(before.contains("--iterations=1000"), before::toString);
    assertEquals(before, values(line));
  }

  private static List<String> values(CommandLine line) {
    List<String> values = new ArrayList<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      values.add(option.longestName() + "=" + (Object) option.getValue());
    }
    return values;
  }

  private static List<String> begunBy(String... args) {
    List<String> begun = new ArrayList<>();
    Consumer<String> note = begun::add;
    HeadStart.begin(args, () -> note.accept("data"), () -> note.accept("kernels"));
    return begun;
  }
}
