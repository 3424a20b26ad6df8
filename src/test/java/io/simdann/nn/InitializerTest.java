package io.simdann.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.Bits;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights as NumPy computes them after {@code numpy.random.seed(7)}, of 5 inputs and 3 outputs. */
class InitializerTest {
  private static final NetworkSpec SPEC = NetworkSpec.of(5, 3);

  @ParameterizedTest
  @CsvSource({
    "HE_NORMAL, 1.069182276725769, -0.29468467831611633, 0.020757293328642845",
    "GLOROT_NORMAL, 0.8452628254890442, -0.23296868801116943, 0.016410082578659058",
    "GLOROT_UNIFORM, -0.7338555455207825, 0.48483356833457947, -0.10667833685874939",
    "HE_UNIFORM, -0.9282620549201965, 0.6132713556289673, -0.13493861258029938"
  })
  void weightsAreThoseOfNumpy(Initializer initializer, float first, float second, float third) {
    float[] parameters = Initialization.of(SPEC, Collections.nCopies(1, initializer), 7);
    // Of output 0, whose inputs are drawn first.
    Bits.assertSame(
        new float[] {first, second, third},
        new float[] {parameters[0], parameters[3], parameters[6]},
        initializer.name());
    for (int output = 0; output < 3; output++) {
      assertEquals(0f, parameters[SPEC.biasOffset(1) + output], 1e-30f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "relu, HE_NORMAL",
    "leaky_relu, HE_NORMAL",
    "elu, HE_NORMAL",
    "gelu, HE_NORMAL",
    "silu, HE_NORMAL",
    "tanh, GLOROT_UNIFORM",
    "sigmoid, GLOROT_UNIFORM",
    "identity, GLOROT_UNIFORM"
  })
  void eachActivationHasAUsualOne(String activation, Initializer expected) {
    assertEquals(expected, Initializer.usual(new Activation(activation)));
  }
}
