package io.simdann.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {
  private static final Activation RELU = new Activation("relu");
  private static final Loss SQUARED = new Loss("squared_error");

  @Test
  void theArticlesKindIsOneOfAll() {
    List<Layer> hidden =
        new ArrayList<>(
            List.of(new Layer(50, Activation.SIGMOID), new Layer(20, Activation.SIGMOID)));
    NetworkSpec spec = NetworkSpec.of(784, hidden, Loss.SOFTMAX_CROSS_ENTROPY, 10);
    hidden.clear();

    assertEquals(NetworkSpec.of(784, 50, 20, 10), spec);
    assertEquals(NetworkSpec.of(784, 50, 20, 10).hashCode(), spec.hashCode());
    assertEquals("784-50-20-10", spec.toString());
    assertArrayEquals(new int[] {784, 50, 20, 10}, spec.sizes());
    assertEquals(NetworkSpec.of(3, 2), NetworkSpec.of(3, List.of(), Loss.SOFTMAX_CROSS_ENTROPY, 2));
  }

  @Test
  void activationsAndLossTellNetworksApart() {
    NetworkSpec sigmoid = NetworkSpec.of(4, 3, 2);
    NetworkSpec relu =
        NetworkSpec.of(4, List.of(new Layer(3, RELU)), Loss.SOFTMAX_CROSS_ENTROPY, 2);
    NetworkSpec squared = NetworkSpec.of(4, List.of(new Layer(3, RELU)), SQUARED, 2);

    assertEquals(RELU, relu.activation(1));
    assertEquals(SQUARED, squared.loss());
    assertNotEquals(sigmoid, relu);
    assertNotEquals(relu, squared);
    assertEquals(sigmoid.parameterCount(), squared.parameterCount());
  }

  @Test
  void dropoutTellsNetworksApartAndIsKeptByLayer() {
    NetworkSpec none = NetworkSpec.of(4, List.of(new Layer(3, RELU)), SQUARED, 2);
    NetworkSpec some = NetworkSpec.of(4, List.of(new Layer(3, RELU, 0.5)), SQUARED, 2);
    NetworkSpec ofInputs = none.withInputDropout(0.25);

    assertFalse(none.hasDropout());
    assertTrue(some.hasDropout());
    assertTrue(ofInputs.hasDropout());
    assertEquals(0.5, some.dropout(1));
    assertEquals(0.25, ofInputs.dropout(0));
    assertNotEquals(none, some);
    assertNotEquals(none, ofInputs);
    assertEquals(none, ofInputs.withInputDropout(-0.0));
    assertEquals(none.hashCode(), ofInputs.withInputDropout(0).hashCode());
    assertEquals(
        "dropout must be from 0 to less than 1, but was 1.0", refusal(() -> new Layer(3, RELU, 1)));
    assertEquals(
        "dropout must be from 0 to less than 1, but was NaN",
        refusal(() -> none.withInputDropout(Double.NaN)));
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    assertEquals(
        "a network needs at least 1 input and 1 output, but has 0 and 2",
        refusal(() -> NetworkSpec.of(0, List.of(), SQUARED, 2)));
    assertEquals(
        "a network needs at least 1 input and 1 output, but has 3 and -1",
        refusal(() -> NetworkSpec.of(3, List.of(), SQUARED, -1)));
    assertEquals(
        "a network of sizes 50000-50000 has more than 2^31 - 9 parameters",
        refusal(() -> NetworkSpec.of(50_000, List.of(), SQUARED, 50_000)));
  }

  private static String refusal(Runnable made) {
    return assertThrows(IllegalArgumentException.class, made::run).getMessage();
  }
}
