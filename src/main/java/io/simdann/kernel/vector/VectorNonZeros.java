package io.simdann.kernel.vector;

import static io.simdann.kernel.vector.Lanes.COUNT;
import static io.simdann.kernel.vector.Lanes.INTS;
import static io.simdann.kernel.vector.Lanes.load;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.IntVector;

/**
 * The mask of the values that are not zero. Each lane makes its own bit, since a mask of the Vector
 * API would allocate: a value loses its sign, x | −x has the highest bit if x is not zero, and that
 * goes to the lane's place.
 *
 * <p>Four vectors at a time make the method so long, more than 325 bytes of bytecode, that the
 * compiler leaves it a method of its own. Inlined where it is called from, it would lie deeper than
 * the compiler goes on inlining, and its vectors would be boxed.
 */
final class VectorNonZeros {

  static long nonZeros(float[] values, int offset, int count) {
    IntVector place = IntVector.zero(INTS).addIndex(1);
    long mask = 0;
    int whole = count - count % (4 * COUNT);
    for (int i = 0; i < whole; i += 4 * COUNT) {
      IntVector x0 = load(values, offset + i).reinterpretAsInts().lanewise(LSHL, 1);
      IntVector x1 = load(values, offset + i + COUNT).reinterpretAsInts().lanewise(LSHL, 1);
      IntVector x2 = load(values, offset + i + 2 * COUNT).reinterpretAsInts().lanewise(LSHL, 1);
      IntVector x3 = load(values, offset + i + 3 * COUNT).reinterpretAsInts().lanewise(LSHL, 1);
      x0 = x0.or(x0.neg()).lanewise(LSHR, 31).lanewise(LSHL, place);
      x1 = x1.or(x1.neg()).lanewise(LSHR, 31).lanewise(LSHL, place);
      x2 = x2.or(x2.neg()).lanewise(LSHR, 31).lanewise(LSHL, place);
      x3 = x3.or(x3.neg()).lanewise(LSHR, 31).lanewise(LSHL, place);
      mask |= (long) x0.reduceLanes(OR) << i;
      mask |= (long) x1.reduceLanes(OR) << i + COUNT;
      mask |= (long) x2.reduceLanes(OR) << i + 2 * COUNT;
      mask |= (long) x3.reduceLanes(OR) << i + 3 * COUNT;
    }
    for (int i = whole; i < count; i++) {
      mask |= (values[offset + i] == 0f ? 0L : 1L) << i;
    }
    return mask;
  }

  private VectorNonZeros() {}
}
