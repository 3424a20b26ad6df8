package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class KernelSelectionTest {

  @Test
  void onlyThreeWidthsCanBeAskedFor() {
    for (Backend backend : Backend.values()) {
      for (int bits : new int[] {-1, 1, 64, 127, 384, 1024}) {
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class, () -> KernelSelection.choose(backend, bits));
        assertEquals("vector bits must be 128, 256 or 512, but were " + bits, e.getMessage());
      }
    }
  }

  @Test
  void scalarIsChosenWhenAskedForWhateverTheWidth() {
    for (int bits : new int[] {KernelSelection.WIDEST, 128, 256, 512}) {
      KernelSelection selection = KernelSelection.choose(Backend.SCALAR, bits);
      assertEquals("scalar", selection.kernels().name());
      assertEquals(32, selection.kernels().vectorBits());
      assertEquals("scalar kernels, because they were asked for", selection.reason());
      assertEquals(Optional.empty(), selection.warning());
    }
  }

  @Test
  void autoTakesTheWidestVectorsThereAre() {
    KernelSelection selection = KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST);
    int widest = Math.min(512, VectorSupport.preferredBits());
    assertEquals("vector-" + widest, selection.kernels().name());
    assertEquals(widest, selection.kernels().vectorBits());
    assertEquals(
        widest + "-bit vector kernels, the widest this CPU and JVM have", selection.reason());
    assertEquals(Optional.empty(), selection.warning());
  }

  @Test
  void aNarrowerWidthIsGivenAsAskedFor() {
    KernelSelection selection = KernelSelection.choose(Backend.AUTO, 128);
    assertEquals("vector-128", selection.kernels().name());
    assertEquals("128-bit vector kernels, as asked for", selection.reason());
    assertEquals(Optional.empty(), selection.warning());
  }

  @Test
  void aKernelSetIsLoadedOnce() {
    for (Backend backend : Backend.values()) {
      for (int bits : new int[] {KernelSelection.WIDEST, 128, 256, 512}) {
        assertSame(
            KernelSelection.choose(backend, bits).kernels(),
            KernelSelection.choose(backend, bits).kernels());
      }
    }
    assertSame(
        KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels(),
        KernelSelection.choose(Backend.VECTOR, KernelSelection.WIDEST).kernels());
  }

  @Test
  void everyWidthHasClassesOfItsOwn() {
    Kernels narrow = KernelSelection.emulated(128);
    Kernels wide = KernelSelection.emulated(512);
    assertSame(narrow, KernelSelection.emulated(128));
    assertEquals(narrow.getClass().getName(), wide.getClass().getName());
    assertNotSame(narrow.getClass(), wide.getClass());
  }

  @Test
  void aChoiceIsLoggedOnce() {
    List<LogRecord> records = new ArrayList<>();
    Logger logger = Logger.getLogger("io.simdann.kernel");
    Handler handler = handlerTo(records);
    Level before = logger.getLevel();
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      Kernels first = KernelSelection.logged(Backend.SCALAR, KernelSelection.WIDEST);
      int afterFirst = records.size();
      assertSame(first, KernelSelection.logged(Backend.SCALAR, KernelSelection.WIDEST));
      assertEquals(afterFirst, records.size());
      assertTrue(afterFirst <= 1, "one line, unless another test had it logged before");
      assertTrue(
          records.stream()
              .allMatch(r -> r.getMessage().startsWith("scalar kernels, because they were")));
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      logger.setLevel(before);
    }
  }

  private static Handler handlerTo(List<LogRecord> records) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        records.add(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
