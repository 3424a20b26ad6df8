package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  @Test
  void theWorkIsDoneOnItsOwnThreadAndOnce() throws IOException {
    Background<Thread> background = Background.begin("worker", Thread::currentThread);

    assertEquals("worker", background.await().getName());
    assertSame(background.await(), background.await());
    assertTrue(background.await().isDaemon());
  }

  @Test
  void anInterruptNeitherEndsTheWaitNorIsItLost() throws IOException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Background<String> background =
        Background.begin(
            "worker",
            () -> {
              interrupted.await();
              return "done";
            });
    Thread.currentThread().interrupt();
    Background.begin(
        "interrupter",
        () -> {
          interrupted.countDown();
          return null;
        });

    assertEquals("done", background.await());
    assertTrue(Thread.interrupted());
  }

  @Test
  void failuresComeOutAsTheyWere() {
    for (Exception failure :
        new Exception[] {new FileNotFoundException("x"), new IllegalArgumentException("x")}) {
      Background<String> background =
          Background.begin(
              "worker",
              () -> {
                throw failure;
              });
      assertSame(failure, assertThrows(Exception.class, background::await));
    }
    Background<String> background =
        Background.begin(
            "worker",
            () -> {
              throw new OutOfMemoryError("x");
            });
    assertEquals("x", assertThrows(OutOfMemoryError.class, background::await).getMessage());
  }
}
