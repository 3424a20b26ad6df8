package io.simdann.kernel.vector;

import io.simdann.kernel.VectorWidthLoader;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this loading of the package, as constants, and the loads of micro-kernels.
 */
final class Lanes {
  static final int BITS =
      VectorWidthLoader.bitsOf(Lanes.class, FloatVector.SPECIES_PREFERRED.vectorBitSize());

  private static final VectorShape SHAPE = LaneShape.of(BITS);

  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);

  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);

  /** As many bytes as there are float lanes. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, BITS / 4)));

  /** The number of float lanes. */
  static final int COUNT = FLOATS.length();

  static FloatVector load(float[] array, int offset) {
    return FloatVector.fromArray(FLOATS, array, offset);
  }

  static FloatVector broadcast(float[] array, int offset) {
    return FloatVector.broadcast(FLOATS, array[offset]);
  }

  private Lanes() {}
}
