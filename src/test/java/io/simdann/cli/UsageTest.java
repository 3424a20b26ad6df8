package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--iterations abc|iterations must be a whole number, at least 1, but was 'abc' (see train --help)",
        "--iterations 0|iterations must be a whole number, at least 1, but was 0 (see train --help)",
        "--iterations -5|iterations must be a whole number, at least 1, but was -5 (see train --help)",
        "--epochs 0|epochs must be a whole number, at least 1, but was 0 (see train --help)",
        "--epochs 1.5|'1.5' (see train --help)",
        "--batch-size 0|batch size must be a whole number, at least 1, but was 0 (see train --help)",
        "--batch-size -1|batch size must be a whole number, at least 1, but was -1 (see train --help)",
        "--batch-size all|batch size must be a whole number, at least 1, but was 'all' (see train --help)",
        "--epochs 5 --iterations 5|--iterations and --epochs exclude each other, expected one of them",
        "--shuffle|Unknown option: '--shuffle'",
        "--iterations|Missing required parameter for option '--iterations' (COUNT)",
        "--iteration 5|did you mean --iterations? (see train --help)",
        "trian|'trian'; did you mean train? (see --help)",
        "--threads 0|threads must be at least 1, but was 0",
        "--threads 2 evaluate model|'evaluate', 'model' (see train --help)",
        "--hidden 0|'--hidden': hidden must be layer sizes from 1 up, such as 50 or 128,64, or none, but was 0",
        "--hidden 5,,6|or none, but was '5,,6'",
        "--hidden 99999999999|or none, but was '99999999999'",
        "--learning-rate NaN|learning rate must be finite and greater than 0, but was NaN",
        "--learning-rate 0|learning rate must be finite and greater than 0, but was 0.0",
        "--learning-rate -1|learning rate must be finite and greater than 0, but was -1.0",
        "--seed -1|seed must be from 0 to 4294967295, but was -1",
        "--seed 4294967296|seed must be from 0 to 4294967295, but was 4294967296",
        "--backend fast|'fast' is not auto, vector or scalar",
        "--vector-bits 64|'64' is not 128, 256 or 512",
        "--seed 1 --seed 2|option '--seed' (NUMBER) should be specified only once",
        "--activation foo|there is no activation \"foo\", expected one of: identity, sigmoid, tanh, relu",
        "--activation relu,tanh|2 activations for 1 hidden layers, expected one for all, or one for each",
        "--optimizer adagrad|optimizer must be one of: sgd, rmsprop, adam, adamw, lbfgs, but was adagrad",
        "--preset old|preset must be one of: article, modern, but was old",
        "--optimizer adam --momentum 0.9|momentum is for the optimizer sgd, but that is adam",
        "--preset modern --nesterov|nesterov is for the optimizer sgd, but that is adam",
        "--beta-1 0.5|beta 1 is for the optimizer adam, adamw, but that is sgd",
        "--weight-decay 0.1 --optimizer adam|weight decay is for the optimizer adamw, but that is adam",
        "--rho 0.5|rho is for the optimizer rmsprop, but that is sgd",
        "--momentum 1|momentum must be from 0 to less than 1, but was 1.0",
        "--nesterov|Nesterov's momentum needs a momentum greater than 0",
        "--optimizer adam --beta-2 -0.1|beta 2 must be from 0 to less than 1, but was -0.1",
        "--l1 -1|l1 must be finite and 0 or more, but was -1.0",
        "--l2 NaN|l2 must be finite and 0 or more, but was NaN",
        "--clip-norm 0|clip norm must be greater than 0, but was 0.0",
        "--clip-value -1|clip value must be greater than 0, but was -1.0",
        "--label-smoothing 1|label smoothing must be from 0 to less than 1, but was 1.0",
        "--init xavier|init must be one of: article, glorot_normal, glorot_uniform, he_normal, he_uniform, but was 'xavier'",
        "--loss foo|there is no loss \"foo\", expected one of: softmax_cross_entropy",
        "--loss squared_error --tau 0.1|tau is for the loss quantile, but that is squared_error",
        "--label-smoothing 0.1 --loss huber|label smoothing is for the loss softmax_cross_entropy, but that is huber",
        "--class-weight some|class weight must be none, balanced, or a weight for each class such as cat=0.5,dog=2, but was 'some'",
        "--class-weight 1=-1|weight -1.0 of class 1, expected a finite number, 0 or greater",
        "--class-weight 1=0,2=0|all classes have weight 0, expected a greater one of at least one class",
        "--schedule sine|schedule must be one of: constant, step, exponential, cosine",
        "--schedule cosine --gamma 0.5|gamma is for the schedule step, exponential, but that is cosine",
        "--warmup -1|warmup must be a whole number, at least 0, but was -1",
        "--schedule one_cycle --warmup 5|a one_cycle schedule rises by itself, expected none with a warm-up before it",
        "--optimizer lbfgs --learning-rate 1|learning rate is for the optimizer sgd, rmsprop, adam, adamw, but that is lbfgs",
        "--dropout 1|dropout must be rates from 0 to less than 1, such as 0.2 or 0.2,0.5, but was 1.0",
        "--dropout 0.1,0.2|2 rates of dropout for 1 hidden layers, expected one for all, or one for each",
        "--input-dropout -0.1|input dropout must be from 0 to less than 1, but was -0.1",
        "--start-from|Missing required parameter for option '--start-from' (MODEL)",
        "--optimizer lbfgs --dropout 0.1|lbfgs takes no dropout",
        "--optimizer lbfgs --l1 0.1|lbfgs takes no l1 penalty",
        "evaluate|Missing required parameter: 'MODEL' (see evaluate --help)",
        "evaluate one two|Unmatched argument at index 2: 'two' (see evaluate --help)",
        "predict model|Missing required parameter: 'INPUT' (see predict --help)",
        "info --threads 0|--threads must be at least 1, but was 0 (see info --help)",
        "info model other|Unmatched argument at index 2: 'other' (see info --help)",
      })
  void aWrongCallIsToldInOneLineWithExitCode2(String args, String expected) {
    CommandRun run = CommandRun.of((Object[]) args.split(" "));

    String failure = run.failure(2);
    assertTrue(failure.contains(expected), failure);
    assertEquals(List.of(), run.out());
  }

  @Test
  void anEmptyPathIsNotTheWorkingDirectory() {
    String failure = CommandRun.of("--output", "").failure(2);

    assertTrue(failure.contains("'--output': the path is empty"), failure);
  }

  @Test
  void lineBreaksInAnArgumentDoNotBreakTheLine() {
    String failure = CommandRun.of("--seed", "1\n2\u001b[31m").failure(2);

    assertTrue(failure.contains("but was '1; 2?[31m'"), failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "train --help", "evaluate -h", "predict --help", "info --help"})
  void helpShowsExamples(String args) {
    List<String> out = CommandRun.succeeding((Object[]) args.split(" "));

    String help = String.join("\n", out);
    assertTrue(
        help.contains("Usage: java --add-modules jdk.incubator.vector -jar trainer.jar"), help);
    assertTrue(help.contains("Examples:\n  java --add-modules"), help);
    assertTrue(out.stream().allMatch(line -> line.length() <= 100), help);
  }

  @Test
  void theVersionIsPrinted() {
    assertEquals(List.of("Simdann (not from a jar)"), CommandRun.succeeding("--version"));
  }

  @Test
  void helpOfTrainNamesEveryOption() {
    String help = String.join("\n", CommandRun.succeeding("train", "--help"));

    for (String option :
        List.of(
            "--hidden",
            "--preset",
            "--activation",
            "--optimizer",
            "--learning-rate",
            "--momentum",
            "--nesterov",
            "--rho",
            "--beta-1",
            "--beta-2",
            "--weight-decay",
            "--l1",
            "--l2",
            "--clip-value",
            "--clip-norm",
            "--label-smoothing",
            "--init",
            "--iterations",
            "--epochs",
            "--batch-size",
            "--no-shuffle",
            "--seed",
            "--threads",
            "--backend",
            "--vector-bits",
            "--data",
            "--output",
            "--quiet")) {
      assertTrue(help.contains(option), option);
    }
  }

  /** What a run without arguments relies on, which is not parsed. */
  @Test
  void optionsThatAreNotGivenHaveTheirDefaultsBeforeParsing() {
    Console console = new Console(System.out, System.err, OptionalInt::empty);
    CommandLine line = new CommandLine(new TrainCommand(console));
    List<String> before = values(line);

    line.parseArgs();

    assertTrue(before.contains("--output=simdann-run"), before::toString);
    assertEquals(before, values(line));
  }

  private static List<String> values(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .map(option -> option.longestName() + "=" + option.getValue())
        .toList();
  }
}
