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
 * Threefry on lanes. The words of some rows, or of a part of one, are made at a time, two rounds
 * after the other over all of them:
 *
 * <pre>
 *   words   | x₀ of each counter, 16 for 32 units of a row | x₁ of each counter |
 * </pre>
 *
 * All rounds in one loop would be a hundred calls of the Vector API in a method, for which C2 takes
 * seconds, and that of JDK 17 counts so many traps in them that it boxes vectors.
 */
final class VectorDropout implements DropoutKernel {
  static final VectorDropout INSTANCE = new VectorDropout();

  private static final int[] ROTATIONS = Threefry.rotations();
  private static final int[] IOTA = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

  /** Where x₁ begins. */
  private static final int HALF = WORDS / 2;

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
      int stride,
      int[] words) {
    for (int lane = 0, lanes; lane < stride; lane += lanes) {
      lanes = Math.min(WORDS, stride - lane);
      int counters = (lanes + Kernels.LANES) / DropoutMask.UNITS * Kernels.LANES;
      int row = 0;
      // Once at least: calls with nothing to do, which KernelWarmUp lives on, must reach the loops.
      do {
        int some = Math.min(HALF / counters, rows - row);
        int start = row * stride + lane;
        begin(mask, numbers, place + row, some, unit + lane, counters, words);
        makeWords(mask.key0(), mask.key1(), some * counters, words);
        drop(mask, words, some, lanes, memory, source + start, target + start, stride);
        row += some;
      } while (row < rows);
    }
  }

  /** x = counter + key. */
  private static void begin(
      DropoutMask mask, int[] numbers, int place, int rows, int unit, int counters, int[] words) {
    for (int row = 0; row < rows; row++) {
      int x0 = numbers[place + row] + mask.key0();
      int x1 = unit / 2 + mask.key1();
      for (int i = 0; i < counters; i += COUNT) {
        int at = row * counters + i;
        IntVector.broadcast(INTS, x0).intoArray(words, at);
        IntVector.fromArray(INTS, IOTA, i % Kernels.LANES)
            .add(x1 + i - i % Kernels.LANES)
            .intoArray(words, HALF + at);
      }
    }
  }

  /** From one place alone are rounds called: C2 takes what is called into the caller each time. */
  private static void makeWords(int key0, int key1, int count, int[] words) {
    int nextKey = key1;
    int keyAfter = Threefry.PARITY ^ key0 ^ key1;
    int lastKey = key0;
    for (int round = 0; round < Threefry.ROUNDS; round += 2) {
      int rotation = ROTATIONS[round % ROTATIONS.length];
      int next = ROTATIONS[(round + 1) % ROTATIONS.length];
      // After each four rounds a part of the key.
      boolean keyed = round % 4 == 2;
      int add0 = keyed ? nextKey : 0;
      int add1 = keyed ? keyAfter + (round + 2) / 4 : 0;
      twoRounds(words, count, rotation, next, add0, add1);
      if (keyed) {
        int used = nextKey;
        nextKey = keyAfter;
        keyAfter = lastKey;
        lastKey = used;
      }
    }
  }

  /** Two rounds by their rotations, and what is added after them. */
  private static void twoRounds(
      int[] words, int count, int rotation, int next, int add0, int add1) {
    for (int i = 0; i < count; i += COUNT) {
      IntVector x1 = IntVector.fromArray(INTS, words, HALF + i);
      IntVector x0 = IntVector.fromArray(INTS, words, i).add(x1);
      IntVector right = x1.lanewise(LSHR, Integer.SIZE - rotation);
      x1 = x1.lanewise(LSHL, rotation).or(right).lanewise(XOR, x0);
      x0 = x0.add(x1);
      right = x1.lanewise(LSHR, Integer.SIZE - next);
      x1 = x1.lanewise(LSHL, next).or(right).lanewise(XOR, x0);
      x0.add(add0).intoArray(words, i);
      x1.add(add1).intoArray(words, HALF + i);
    }
  }

  /**
   * By how much a word is beyond the threshold is converted to a float, which keeps the sign, so
   * that nothing but floats is compared and chosen from.
   */
  private static void drop(
      DropoutMask mask,
      int[] words,
      int rows,
      int lanes,
      float[] memory,
      int source,
      int target,
      int stride) {
    int threshold = mask.threshold();
    float factor = mask.factor();
    int first = 0;
    for (int row = 0; row < rows; row++) {
      int element = row * stride;
      for (int lane = 0; lane < lanes; lane += COUNT) {
        int second = lane / Kernels.LANES % 2 * HALF;
        int at = first + lane / DropoutMask.UNITS * Kernels.LANES + lane % Kernels.LANES + second;
        IntVector beyond = IntVector.fromArray(INTS, words, at).lanewise(LSHR, 1).sub(threshold);
        FloatVector sign = (FloatVector) beyond.convertShape(I2F, FLOATS, 0);
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector.fromArray(FLOATS, memory, source + element + lane)
            .mul(factor)
            .blend(zero, sign.compare(LT, zero))
            .intoArray(memory, target + element + lane);
      }
      first += (lanes + Kernels.LANES) / DropoutMask.UNITS * Kernels.LANES;
    }
  }
}
