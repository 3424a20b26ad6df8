package io.simdann.cli;

import io.simdann.data.DataException;
import io.simdann.data.EmbeddedMnist;
import io.simdann.data.TrainTest;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What a training needs whatever its options are, begun on other threads while this one still
 * parses the command line: the embedded MNIST and the kernels.
 *
 * <p>Whether that will be needed is a guess from a look at the arguments. A wrong guess costs time
 * of an idle processor and changes nothing else: what fails is told when it is asked for.
 */
final class HeadStart {

  private final FutureTask<TrainTest> mnist = new FutureTask<>(EmbeddedMnist::load);

  /** Begins with what a command with these arguments is likely to need. */
  static HeadStart of(String... args) {
    HeadStart start = new HeadStart();
    begin(
        args,
        () -> inBackground("simdann-data", start.mnist),
        () -> inBackground("simdann-kernels", HeadStart::chooseKernels));
    return start;
  }

  /** Calls what begins with the data and with the kernels, if they are likely to be needed. */
  static void begin(String[] args, Runnable data, Runnable kernels) {
    if (!computes(args)) {
      return;
    }
    if (!names(args, "--data")) {
      data.run();
    }
    if (!names(args, "--backend") && !names(args, "--vector-bits")) {
      kernels.run();
    }
  }

  /**
   * Returns the embedded MNIST as soon as it is there.
   *
   * @throws DataException if it is damaged
   */
  TrainTest mnist() throws DataException {
    mnist.run(); // Does nothing if it has begun.
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return mnist.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DataException damage) {
        throw damage;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether the command will train or evaluate, and not just print its help. */
  private static boolean computes(String[] args) {
    boolean helps =
        names(args, "--help") || names(args, "-h") || names(args, "--version") || names(args, "-V");
    return args.length == 0
        || !helps
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
  private static void chooseKernels() {
    KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST);
  }

  private static void inBackground(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
