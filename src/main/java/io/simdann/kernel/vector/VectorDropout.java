package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.FLOATS;
import static io.simdann.kernel.vector.Lanes.INTS;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.DropoutMask;
import io.simdann.kernel.Kernels;
import io.simdann.random.Threefry;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Threefry on lanes: lane i of 16 has the counter of units i and 16 + i of 32, whose words are x₀
 * and x₁. By how much one is beyond the threshold is converted to a float, which keeps the sign, so
 * that nothing but floats is compared and chosen from.
 */
final class VectorDropout implements DropoutKernel {
  private static final int[] COUNTERS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

  @Override
  public List<Class<?>> vectorClasses() {
    return List.of(VectorDropout.class);
  }

  @Override
  public void apply(
      DropoutMask mask,
      int[] numbers,
      int place,
      int rows,
      int unit,
      float[] memory,
      int source,
      int target,
      int stride) {
    if (rows == 0) {
      return;
    }
    int key0 = mask.key0();
    int key1 = mask.key1();
    IntVector k0 = IntVector.broadcast(INTS, key0);
    IntVector k1 = IntVector.broadcast(INTS, key1);
    IntVector k2 = IntVector.broadcast(INTS, Threefry.PARITY ^ key0 ^ key1);
    IntVector threshold = IntVector.broadcast(INTS, mask.threshold());
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector factor = FloatVector.broadcast(FLOATS, mask.factor());
    for (int row = 0; row < rows; row++) {
      int sample = numbers[place + row] + key0;
      for (int first = 0; first < stride; first += DropoutMask.UNITS) {
        int counter = (unit + first) / 2 + key1;
        for (int lane = 0; lane < Kernels.LANES; lane += COUNT) {
          IntVector x0 = IntVector.broadcast(INTS, sample);
          IntVector x1 = IntVector.fromArray(INTS, COUNTERS, lane).add(counter);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 13).or(x1.lanewise(LSHR, 19)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 15).or(x1.lanewise(LSHR, 17)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 26).or(x1.lanewise(LSHR, 6)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 6).or(x1.lanewise(LSHR, 26)).lanewise(XOR, x0);
          x0 = x0.add(k1);
          x1 = x1.add(k2).add(1);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 17).or(x1.lanewise(LSHR, 15)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 29).or(x1.lanewise(LSHR, 3)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 16).or(x1.lanewise(LSHR, 16)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 24).or(x1.lanewise(LSHR, 8)).lanewise(XOR, x0);
          x0 = x0.add(k2);
          x1 = x1.add(k0).add(2);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 13).or(x1.lanewise(LSHR, 19)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 15).or(x1.lanewise(LSHR, 17)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 26).or(x1.lanewise(LSHR, 6)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 6).or(x1.lanewise(LSHR, 26)).lanewise(XOR, x0);
          x0 = x0.add(k0);
          x1 = x1.add(k1).add(3);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 17).or(x1.lanewise(LSHR, 15)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 29).or(x1.lanewise(LSHR, 3)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 16).or(x1.lanewise(LSHR, 16)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 24).or(x1.lanewise(LSHR, 8)).lanewise(XOR, x0);
          x0 = x0.add(k1);
          x1 = x1.add(k2).add(4);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 13).or(x1.lanewise(LSHR, 19)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 15).or(x1.lanewise(LSHR, 17)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 26).or(x1.lanewise(LSHR, 6)).lanewise(XOR, x0);
          x0 = x0.add(x1);
          x1 = x1.lanewise(LSHL, 6).or(x1.lanewise(LSHR, 26)).lanewise(XOR, x0);
          x0 = x0.add(k2);
          x1 = x1.add(k0).add(5);
          int element = row * stride + first + lane;
          FloatVector beyond0 =
              (FloatVector) x0.lanewise(LSHR, 1).sub(threshold).convertShape(I2F, FLOATS, 0);
          FloatVector value0 = FloatVector.fromArray(FLOATS, memory, source + element).mul(factor);
          value0.blend(zero, beyond0.compare(LT, zero)).intoArray(memory, target + element);
          if (first + Kernels.LANES < stride) {
            int second = element + Kernels.LANES;
            FloatVector beyond1 =
                (FloatVector) x1.lanewise(LSHR, 1).sub(threshold).convertShape(I2F, FLOATS, 0);
            FloatVector value1 = FloatVector.fromArray(FLOATS, memory, source + second).mul(factor);
            value1.blend(zero, beyond1.compare(LT, zero)).intoArray(memory, target + second);
          }
        }
      }
    }
  }
}
