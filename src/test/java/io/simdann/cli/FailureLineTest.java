package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
}
