package io.simdann.cli;

import picocli.CommandLine.Command;

/** What holds the commands; it does nothing by itself. */
@Command(
    name = RootCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    synopsisHeading = "Usage: ",
    customSynopsis = RootCommand.JAVA + " [COMMAND] [OPTIONS]",
    descriptionHeading = "%n",
    description = {
      "Trains dense neural networks with the SIMD instructions of the CPU. Without a command,"
          + " trains one: without options 784-50-10 on the MNIST digits that come with the program,"
          + " by gradient descent; with --preset modern one of rectified linear units, by Adam.",
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  " + RootCommand.JAVA,
      "  " + RootCommand.JAVA + " --hidden 128,64 --iterations 500",
      "  " + RootCommand.JAVA + " evaluate simdann-run/model.safetensors",
      "  " + RootCommand.JAVA + " \\",
      "    predict simdann-run/model.safetensors seven.png",
      "",
      "'train --help' and so on tell the options of each command. Exit codes: 0 all went well, 1 the",
      "command failed or its results could not be written, 2 it was called wrongly, 141 a pipe that it",
      "printed to was closed; a failure is told in one line on standard error, and with",
      "java -D" + FailureLine.DEBUG_PROPERTY + "=true also by its stack trace.",
      "",
      "@FILE in the place of an option of train stands for the options in that file, separated by",
      "blanks or line ends; # begins a comment. Elsewhere @ is a letter like others.",
    })
final class RootCommand {

  static final String NAME = "simdann";

  /** How the program is started. */
  static final String JAVA = "java --add-modules jdk.incubator.vector -jar trainer.jar";
}
