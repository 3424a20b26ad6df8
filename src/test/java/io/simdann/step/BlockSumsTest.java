package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private static final int[] COUNTS = {1, 15, 16, 17, 4095, 4096, 4097, 8192, 12_293, 70_000};

  @Test
  void productsAreAddedInTheWrittenOrder() {
    for (int count : COUNTS) {
      Random random = new Random(count);
      float[] a = new float[count + 5];
      float[] b = new float[count + 5];
      double[] wide = new double[count];
      for (int i = 0; i < count + 5; i++) {
        a[i] = (float) random.nextGaussian();
        b[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < count; i++) {
        wide[i] = random.nextGaussian();
      }
      BlockSums sums = new BlockSums(count);
      double[] products = new double[count];
      for (int i = 0; i < count; i++) {
        products[i] = (double) a[5 + i] * b[5 + i];
      }
      assertEquals(sum(products), sums.dot(a, b, 5, count + 5), "floats, " + count);
      for (int i = 0; i < count; i++) {
        products[i] = wide[i] * b[i];
      }
      assertEquals(sum(products), sums.dot(wide, b), "doubles, " + count);
    }
  }

  /** Blocks of 4096, 16 ways, the upper half to the lower; then neighbours, two apart and so on. */
  private static double sum(double[] products) {
    List<Double> blocks = new ArrayList<>();
    for (int from = 0; from < products.length; from += 4096) {
      double[] ways = new double[16];
      for (int i = from; i < Math.min(products.length, from + 4096); i++) {
        ways[(i - from) % 16] += products[i];
      }
      for (int half = 8; half > 0; half /= 2) {
        for (int way = 0; way < half; way++) {
          ways[way] += ways[way + half];
        }
      }
      blocks.add(ways[0]);
    }
    while (blocks.size() > 1) {
      List<Double> pairs = new ArrayList<>();
      for (int i = 0; i < blocks.size(); i += 2) {
        pairs.add(blocks.get(i) + (i + 1 < blocks.size() ? blocks.get(i + 1) : 0));
      }
      blocks = pairs;
    }
    return blocks.get(0);
  }
}
