package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.ArrayTooLongException;
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
    FailureLine told = FailureLine.of(new OutOfMemoryError("Java heap space"));

    assertEquals(1, told.exitCode());
    assertTrue(
        told.line().matches("simdann: out of memory \\(Java heap space\\), java may use \\d+ MB.*"),
        told.line());
  }

  @Test
  void anArrayThatWouldBeTooLongIsTheUsersToMend() {
    RuntimeException failure =
        assertThrows(ArrayTooLongException.class, () -> AlignedFloats.allocate(1L << 31));

    assertEquals("simdann: " + failure.getMessage(), FailureLine.of(failure).line());
    assertTrue(failure.getMessage().endsWith(": use smaller layers or smaller batches"));
  }
}
