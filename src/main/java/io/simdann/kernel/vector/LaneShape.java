package io.simdann.kernel.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The shape of vectors of a width. Of the widest ones there are two in the JDK, with classes of
 * their own: that of their width, which SPECIES_PREFERRED has, and {@link VectorShape#S_Max_BIT}.
 *
 * <p>Where both are used in one JVM, C2 finds compiled methods of the Vector API meeting another
 * class than they were compiled for, and notes traps. It adds up those of all calls that it inlines
 * into a method, and from -XX:PerMethodTrapLimit (100) on takes no receiver's class for granted:
 * kernels compiled from then on allocate each vector, and are 20 times slower. So the kernels take
 * the shape that others have used before them.
 */
final class LaneShape {

  /** The shape for a width of 128, 256 or 512 bits. */
  static VectorShape of(int bits) {
    VectorShape shape = VectorShape.forBitSize(bits);
    VectorSpecies<Float> max = FloatVector.SPECIES_MAX;
    if (bits != max.vectorBitSize()) {
      return shape;
    }
    // Where it is known that nobody has used either, netlib may yet: S_Max_BIT, in Apache Spark.
    boolean maxIsFree = isUnused(max).orElse(true);
    boolean otherIsFree = isUnused(VectorSpecies.of(float.class, shape)).orElse(false);
    return maxIsFree && !otherIsFree ? shape : VectorShape.S_Max_BIT;
  }

  /**
   * Whether the class of a species' vectors has not been initialized yet; empty on JDKs after 21,
   * where nothing tells.
   */
  private static Optional<Boolean> isUnused(VectorSpecies<Float> species) {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field unsafe = type.getDeclaredField("theUnsafe");
      unsafe.setAccessible(true);
      MethodType test = MethodType.methodType(boolean.class, Class.class);
      MethodHandle handle =
          MethodHandles.publicLookup().findVirtual(type, "shouldBeInitialized", test);
      return Optional.of((boolean) handle.invoke(unsafe.get(null), species.vectorType()));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      return Optional.empty();
    }
  }

  private LaneShape() {}
}
