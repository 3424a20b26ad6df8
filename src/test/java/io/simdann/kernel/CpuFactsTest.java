package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CpuFactsTest {

  @Test
  void factsAreReadOnceAndPlausible() {
    CpuFacts cpu = CpuFacts.here();
    assertSame(cpu, CpuFacts.here());
    assertFalse(cpu.model().isBlank());
    assertEquals(Runtime.getRuntime().availableProcessors(), cpu.logicalProcessors());
    assertTrue(cpu.l1Bytes() >= 8 << 10 && cpu.l1Bytes() <= 1 << 20, cpu.toString());
    assertTrue(cpu.l2Bytes() >= cpu.l1Bytes(), cpu.toString());
  }
}
