package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.kernel.Bits;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerStateTest {
  private final OptimizerState state =
      new OptimizerState(new Momentum(0.9, Double.POSITIVE_INFINITY, 0), 3);

  @Test
  void slotsAreZeroAtTheStartAndCanBeSet() {
    assertEquals(List.of("velocity"), state.names());
    Bits.assertSame(new float[3], state.get("velocity"), "at the start");
    float[] values = {1, 2, 3};
    state.set("velocity", values);
    values[0] = 9;
    Bits.assertSame(new float[] {1, 2, 3}, state.get("velocity"), "set");
  }

  @Test
  void otherNamesAndLengthsAreRefused() {
    assertEquals(
        "there is no slot \"speed\", expected one of: [velocity]",
        assertThrows(IllegalArgumentException.class, () -> state.get("speed")).getMessage());
    assertEquals(
        "slot \"velocity\" takes a float for each of the 3 parameters, but got 2",
        assertThrows(IllegalArgumentException.class, () -> state.set("velocity", new float[2]))
            .getMessage());
  }
}
