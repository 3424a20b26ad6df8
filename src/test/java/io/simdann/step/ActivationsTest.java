package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.gemm.Rows;
import io.simdann.kernel.AlignedFloats;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.MoreActivations;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ActivationsTest {
  private static final int SAMPLES = 3;

  @Test
  void whatIsKeptHasAPlaceOfItsOwnAndNothingElse() {
    Kernels kernels = MoreActivations.added(Engines.scalar());
    Activation keeping = new Activation("silu");
    List<Layer> hidden =
        List.of(new Layer(17, keeping), new Layer(5, Activation.SIGMOID), new Layer(200, keeping));
    NetworkSpec spec = NetworkSpec.of(3, hidden, Loss.SOFTMAX_CROSS_ENTROPY, 4);
    Activations rows = new Activations(spec, kernels, SAMPLES);

    assertEquals(rows.activation(2, 1), rows.argument(2, 1));
    assertEquals(rows.activation(4, 1), rows.argument(4, 1));
    assertEquals(rows.activation(4, 1), rows.gradient(4, 1));
    Map<Integer, Integer> places = new TreeMap<>();
    for (int layer = 1; layer <= 4; layer++) {
      int length = SAMPLES * Rows.stride(spec.size(layer));
      places.put(rows.argument(layer, 0), length);
      places.put(rows.activation(layer, 0), length);
      places.put(rows.gradient(layer, 0), length);
    }
    assertEquals(9, places.size());
    int next = AlignedFloats.FIRST;
    for (Map.Entry<Integer, Integer> place : places.entrySet()) {
      assertEquals(next, place.getKey());
      next += place.getValue();
    }
    assertEquals(next - AlignedFloats.FIRST, SAMPLES * Activations.floatsPerSample(spec, kernels));
    assertTrue(next <= rows.memory.length);
  }
}
