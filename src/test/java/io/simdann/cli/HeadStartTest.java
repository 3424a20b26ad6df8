package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "'', true, true",
    "--iterations 5, true, true",
    "train, true, true",
    "evaluate model, true, true",
    "--data directory, false, true",
    "train --data=directory, false, true",
    "--backend scalar, true, false",
    "evaluate model --vector-bits=128, true, false",
    "train --help, false, false",
    "-V, false, false",
    "predict model image, false, false",
    "info, false, false",
  })
  void onlyWhatTheArgumentsAreLikelyToNeedIsBegun(String line, boolean mnist, boolean kernels) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");

    assertEquals(mnist, HeadStart.needsMnist(args));
    assertEquals(kernels, HeadStart.needsKernels(args));
  }

  /** What a run without arguments relies on. */
  @Test
  void optionsThatAreNotGivenHaveTheirDefaultsBeforeParsing() {
    Console console = new Console(System.out, System.err, OptionalInt::empty);
    CommandLine line = new CommandLine(new TrainCommand(console, HeadStart.of("--help")));
    List<String> before = values(line);

    line.parseArgs();

    assertTrue(before.contains("--learning-rate=0.1"), before::toString);
    assertEquals(before, values(line));
  }

  private static List<String> values(CommandLine line) {
    List<String> values = new ArrayList<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      values.add(option.longestName() + "=" + option.getValue());
    }
    return values;
  }
}
