package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.FreshJvm;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a process ends whose last wish fails, or takes for ever. */
@Timeout(100)
class TerminationGuardTest {

  @Test
  void whatIsToBeDoneIsDoneOnce() {
    assertEquals(List.of("attempt 1", "done"), ended("0"));
  }

  @Test
  void whatFailsForWantOfMemoryIsTriedAgain() {
    assertEquals(List.of("attempt 1", "attempt 2", "attempt 3", "done"), ended("2"));
  }

  @Test
  void memoryThatStaysShortIsTold() {
    List<String> lines = ended("1000000");

    assertEquals("simdann: stopped; saving failed for want of memory", lines.get(lines.size() - 1));
  }

  @Test
  void anotherFailureIsToldInOneLine() {
    assertEquals(
        List.of(
            "attempt 1", "simdann: stopped; saving failed: java.lang.IllegalStateException: a; b"),
        ended("fail"));
  }

  @Test
  void whatTakesForEverIsGivenUp() {
    assertEquals(
        List.of("attempt 1", "simdann: stopped; saving took more than 1 s and was given up"),
        ended("hang"));
  }

  @Test
  void nobodyWaitsForATerminalThatTakesNoMore() {
    assertEquals(List.of("attempt 1"), ended("stuck"));
  }

  private static List<String> ended(String behaviour) {
    return FreshJvm.run(List.of(), Ending.class, behaviour);
  }

  /** Ends while it is guarded, with the thread that was at work asking whether it may go on. */
  static final class Ending {

    public static void main(String[] arguments) {
      int[] attempts = new int[1];
      Runnable atEnd =
          () -> {
            System.out.println("attempt " + ++attempts[0]);
            switch (arguments[0]) {
              case "fail", "stuck" -> throw new IllegalStateException("a\nb");
              case "hang" -> hang();
              default -> failForWantOfMemory(attempts[0], Integer.parseInt(arguments[0]));
            }
            System.out.println("done");
          };
      boolean stuck = arguments[0].equals("stuck");
      PrintStream err = stuck ? new PrintStream(new Stuck(), true) : System.out;
      TerminationGuard guard = new TerminationGuard(err, atEnd, 1_000);
      if (!stuck && !arguments[0].equals("hang")) {
        guard.close();
        guard = new TerminationGuard(System.out, atEnd);
      }
      Thread ending = new Thread(() -> System.exit(0));
      ending.start();
      // Never returns.
      while (true) {
        guard.checkpoint();
        Thread.onSpinWait();
      }
    }

    private static void failForWantOfMemory(int attempt, int failures) {
      if (attempt <= failures) {
        throw new OutOfMemoryError("too little");
      }
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private Ending() {}

    /** Where nothing that is written ever arrives. */
    private static final class Stuck extends OutputStream {
      @Override
      public void write(int value) {
        hang();
      }
    }
  }
}
