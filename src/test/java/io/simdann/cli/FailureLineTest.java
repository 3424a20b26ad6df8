package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.ArrayTooLongException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureLineTest {

  @Test
  void anUnexpectedFailureIsOneLineWithAHint() {
    FailureLine told = FailureLine.of(new IllegalStateException("what\nnow"));

    assertEquals(1, told.exitCode());
    assertEquals(
        "simdann: internal error: java.lang.IllegalStateException: what; now (start java with"
            + " -Dsimdann.debug=true to see where)",
        told.line());
  }

  @Test
  void aFailureWithoutAMessageIsOneLineToo() {
    FailureLine told = FailureLine.of(new IOException());

    assertTrue(told.line().startsWith("simdann: internal error: java.io.IOException"));
  }

  /** Its message is the name alone. */
  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertEquals(
        "simdann: a/b: no such file", FailureLine.of(new NoSuchFileException("a/b")).line());
    assertEquals(
        "simdann: a/b: permission denied",
        FailureLine.of(new UncheckedIOException(new AccessDeniedException("a/b"))).line());
  }

  @Test
  void lackOfMemoryIsFoundAmongTheCauses() {
    IOException damaged = new IOException("the picture is damaged", new OutOfMemoryError("heap"));

    String line = FailureLine.of(new IllegalStateException(damaged)).line();

    assertTrue(line.startsWith("simdann: out of memory (heap), java may use "), line);
    assertTrue(FailureLine.of(damaged).line().startsWith("simdann: out of memory (heap)"));
  }

  @Test
  void causesInACircleHaveAnEnd() {
    IllegalStateException first = new IllegalStateException("first");
    first.initCause(new IllegalArgumentException("second", first));

    assertTrue(FailureLine.of(first).line().startsWith("simdann: internal error: "));
  }

  @Test
  void whatPlaysTricksOnATerminalIsReplaced() {
    String tricks =
        "\u001b[31m \u0007 \u009b2J \u202e \u2066 \u200f \u061c \ufeff \u200b \u2028 \u007f \ud800";

    assertEquals("?[31m ? ?2J ? ? ? ? ? ? ? ? ?", FailureLine.plain(tricks));
    String harmless = "Grüße, \u05e9\u05dc\u05d5\u05dd, \u6570\u5b57, \ud83d\ude00";
    assertEquals(harmless, FailureLine.plain(harmless));
  }

  @Test
  void lackOfThreadsIsNotTakenForLackOfMemory() {
    FailureLine told =
        FailureLine.of(
            new OutOfMemoryError(
                "unable to create native thread: possibly out of memory or process/resource limits"
                    + " reached"));

    assertEquals(1, told.exitCode());
    assertTrue(
        told.line().startsWith("simdann: the operating system gives this process no more threads"),
        told.line());
  }

  @Test
  void lackOfMemorySaysHowMuchThereIs() {
    OutOfMemoryError lack = new OutOfMemoryError("Java heap space");

    for (Throwable failure : new Throwable[] {lack, new IllegalStateException("x", lack)}) {
      FailureLine told = FailureLine.of(failure);

      assertEquals(1, told.exitCode());
      assertTrue(
          told.line()
              .matches("simdann: out of memory \\(Java heap space\\), java may use \\d+ MB.*"),
          told.line());
    }
  }

  @Test
  void anArrayThatWouldBeTooLongIsTheUsersToMend() {
    RuntimeException failure =
        assertThrows(ArrayTooLongException.class, () -> AlignedFloats.allocate(1L << 31));

    assertEquals("simdann: " + failure.getMessage(), FailureLine.of(failure).line());
    assertTrue(failure.getMessage().endsWith(": use smaller layers or smaller batches"));
  }
}
