package io.simdann.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The float64 twin itself is right: golden numbers, and derivatives by finite differences. */
class ArticleNetworkTest {

  @ParameterizedTest
  @ValueSource(strings = {"golden-17-9-5", "golden-50-33-21-7"})
  void givesTheGoldenNumbers(String name) {
    GoldenCase golden = GoldenCase.read(name);
    ArticleNetwork network = new ArticleNetwork(golden.initialW());
    double[][] x = golden.inputs();
    for (int iteration = 0; iteration < golden.iterations(); iteration++) {
      network.forward(x);
      assertEquals(golden.costs()[iteration], network.cost(golden.labels()), 1e-13);
      network.backward(golden.labels());
      if (iteration == 0) {
        for (int layer = 1; layer <= network.layers; layer++) {
          assertArrayEquals(golden.db()[layer - 1], network.db[layer], 1e-14);
          for (int row = 0; row < network.dw[layer].length; row++) {
            assertArrayEquals(golden.dw()[layer - 1][row], network.dw[layer][row], 1e-14);
          }
        }
      }
      network.update(golden.learningRate());
    }
    for (int layer = 1; layer <= network.layers; layer++) {
      assertArrayEquals(golden.finalB()[layer - 1], network.b[layer], 1e-12);
      for (int row = 0; row < network.w[layer].length; row++) {
        assertArrayEquals(golden.finalW()[layer - 1][row], network.w[layer][row], 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"golden-17-9-5", "golden-50-33-21-7"})
  void itsGradientIsTheSlopeOfTheCrossEntropy(String name) {
    GoldenCase golden = GoldenCase.read(name);
    ArticleNetwork network = new ArticleNetwork(golden.initialW());
    double[][] x = golden.inputs();
    int[] labels = golden.labels();
    network.forward(x);
    network.backward(labels);
    double h = 1e-5;
    for (int layer = 1; layer <= network.layers; layer++) {
      for (int row = 0; row < network.w[layer].length; row += 2) {
        double[] w = network.w[layer][row];
        for (int column = 0; column < w.length; column += 5) {
          double kept = w[column];
          w[column] = kept + h;
          network.forward(x);
          double above = network.crossEntropy(labels);
          w[column] = kept - h;
          network.forward(x);
          double below = network.crossEntropy(labels);
          w[column] = kept;
          // The central difference errs by h²·f'''/6 and by rounding of about 1e-15/h.
          assertEquals((above - below) / (2 * h), network.dw[layer][row][column], 1e-9);
        }
        double[] b = network.b[layer];
        double kept = b[row];
        b[row] = kept + h;
        network.forward(x);
        double above = network.crossEntropy(labels);
        b[row] = kept - h;
        network.forward(x);
        double below = network.crossEntropy(labels);
        b[row] = kept;
        assertEquals((above - below) / (2 * h), network.db[layer][row], 1e-9);
      }
    }
  }
}
