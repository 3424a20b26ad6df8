package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamedKernelTest {
  private static final String LOSS = "softmax_cross_entropy";

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void aNameIsThatOfOneObject(Kernels kernels) {
    assertEquals("sigmoid", kernels.activation("sigmoid").name());
    assertSame(kernels.activation("sigmoid"), kernels.activation("sigmoid"));
    assertEquals(LOSS, kernels.loss(LOSS).name());
    assertSame(kernels.loss(LOSS), kernels.loss(LOSS));
    assertEquals(1, kernels.loss(LOSS).targetRows(10));
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void unknownNamesAreToldThoseThatThereAre(Kernels kernels) {
    assertEquals(
        "there is no activation \"sigmoit\", expected one of: identity, sigmoid, tanh, relu,"
            + " leaky_relu, elu, gelu, silu",
        assertThrows(IllegalArgumentException.class, () -> kernels.activation("sigmoit"))
            .getMessage());
    assertEquals(
        "there is no loss \"sigmoid\", expected one of: softmax_cross_entropy,"
            + " sigmoid_cross_entropy, squared_error, absolute_error, huber, quantile, poisson",
        assertThrows(IllegalArgumentException.class, () -> kernels.loss("sigmoid")).getMessage());
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void everyNameThatIsToldNamesAKernel(Kernels kernels) {
    for (String name : names(kernels::activation)) {
      assertEquals(name, kernels.activation(name).name());
    }
    for (String name : names(kernels::loss)) {
      assertEquals(name, kernels.loss(name).name());
    }
    for (String name : names(kernels::update)) {
      assertEquals(name, kernels.update(name).name());
    }
  }

  /** Those of the message that refuses another. */
  private static String[] names(Function<String, NamedKernel> find) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> find.apply("nobody")).getMessage();
    return message.substring(message.indexOf(": ") + 2).split(", ");
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#vectors")
  void vectorKernelsSayOfWhichClassesTheyAre(Kernels kernels) {
    List<NamedKernel> named = new ArrayList<>();
    named.add(kernels.activation("sigmoid"));
    named.add(kernels.loss(LOSS));
    for (NamedKernel kernel : named) {
      assertSame(kernel.getClass(), kernel.vectorClasses().get(0));
      assertNotSame(kernel.getClass(), kernel.vectorClasses().get(1));
      assertSame(kernels.getClass().getClassLoader(), kernel.getClass().getClassLoader());
    }
    assertTrue(KernelSets.scalar().activation("sigmoid").vectorClasses().isEmpty());
  }

  @Test
  void aNetworkHasOneForEachLayerAndListsEachOnce() {
    Kernels kernels = MoreActivations.added(KernelSets.scalar());
    NetworkKernels chosen = new NetworkKernels(kernels, List.of("silu", "sigmoid", "silu"), LOSS);

    assertEquals("silu", chosen.activation(1).name());
    assertEquals("sigmoid", chosen.activation(2).name());
    assertSame(chosen.activation(1), chosen.activation(3));
    assertSame(kernels.loss(LOSS), chosen.loss());
    assertEquals(
        List.of("silu", "sigmoid", LOSS), chosen.all().stream().map(NamedKernel::name).toList());
    assertEquals(2, chosen.activations().size());
    assertTrue(chosen.dropout().isEmpty());
    NetworkKernels dropping = new NetworkKernels(kernels, List.of("silu"), LOSS, true);
    assertEquals(
        List.of("silu", LOSS, "dropout"), dropping.all().stream().map(NamedKernel::name).toList());
    assertSame(kernels.dropout(), dropping.dropout().get());
  }
}
