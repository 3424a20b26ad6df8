package io.simdann.cli;

import io.simdann.data.EmbeddedMnist;
import io.simdann.data.TrainTest;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import java.io.IOException;

/**
 * What a training needs whatever its options are, begun on other threads while this one still
 * parses the command line: the embedded MNIST and the kernels.
 *
 * <p>Whether that will be needed is a guess from a look at the arguments. A wrong guess costs time
 * of an idle processor and changes nothing else: what fails is told when it is asked for.
 */
final class HeadStart {

  private final Background<TrainTest> mnist;

  private HeadStart(Background<TrainTest> mnist) {
    this.mnist = mnist;
  }

  /** Begins with what a command with these arguments is likely to need. */
  static HeadStart of(String... args) {
    if (needsKernels(args)) {
      Background.begin("simdann-kernels", HeadStart::chooseKernels);
    }
    return new HeadStart(
        needsMnist(args)
            ? Background.begin("simdann-data", EmbeddedMnist::load)
            : Background.whenAwaited(EmbeddedMnist::load));
  }

  /**
   * Returns the embedded MNIST as soon as it is there.
   *
   * @throws IOException if it is damaged
   */
  TrainTest mnist() throws IOException {
    return mnist.await();
  }

  static boolean needsMnist(String... args) {
    return computes(args) && !names(args, "--data");
  }

  /** Whether the command runs on the kernels that it would choose for itself. */
  static boolean needsKernels(String... args) {
    return computes(args) && !names(args, "--backend") && !names(args, "--vector-bits");
  }

  /** Whether the command trains or evaluates, and doesn't just print its help. */
  private static boolean computes(String[] args) {
    if (args.length == 0) {
      return true;
    }
    boolean helps =
        names(args, "--help") || names(args, "-h") || names(args, "--version") || names(args, "-V");
    return !helps
        && (args[0].startsWith("-") || args[0].equals("train") || args[0].equals("evaluate"));
  }

  /** Whether an option stands among the arguments, alone or with its value. */
  private static boolean names(String[] args, String option) {
    for (String arg : args) {
      if (arg.equals(option) || arg.startsWith(option + "=")) {
        return true;
      }
    }
    return false;
  }

  /** Loads their classes: the same choice will be made again by whoever needs it. */
  private static KernelSelection chooseKernels() {
    return KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST);
  }
}
