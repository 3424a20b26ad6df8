package io.simdann.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Whether this JVM turns Vector API calls into SIMD instructions. */
final class VectorSupport {
  private static final String MODULE = "jdk.incubator.vector";

  /** The tier of C2, the only HotSpot compiler of its own that knows the Vector API. */
  private static final int C2_TIER = 4;

  /** The first JDK whose Graal compiler, where it replaces C2, knows the Vector API. */
  private static final int FIRST_JDK_WITH_GRAAL_VECTORS = 21;

  private static final int NARROWEST = 128;

  /** The obstacle where {@link FusedMultiplyAdd} has no instruction. */
  static final String NO_FMA =
      "the JVM has no fused multiply-add (UseFMA is off), so each is several double operations:"
          + " the main job takes 45 to 70 times as long as on 512-bit vectors, to the same bits; remove"
          + " -XX:-UseFMA and -XX:UseAVX, or give the virtual machine its host's CPU";

  /**
   * What keeps the vector kernels from running, or from running fast.
   *
   * @return the obstacle and its remedy, as the end of a sentence; empty if there is none
   */
  static Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of(
          "the module "
              + MODULE
              + " is missing; start java with --add-modules "
              + MODULE
              + " to run 10 to 100 times faster");
    }
    String vm = System.getProperty("java.vm.name", "");
    if (!vm.contains("HotSpot") && !vm.contains("OpenJDK") && !vm.contains("GraalVM")) {
      return Optional.of("the JVM \"" + vm + "\" has no Vector API intrinsics; use a HotSpot JVM");
    }
    if (System.getProperty("java.vm.info", "").contains("interpreted mode")) {
      return Optional.of("the JVM only interprets; remove -Xint");
    }
    Optional<String> switchedOff = compilerObstacle();
    if (switchedOff.isPresent()) {
      return switchedOff;
    }
    if (!FusedMultiplyAdd.inHardware()) {
      return Optional.of(NO_FMA);
    }
    if (preferredBits() < NARROWEST) {
      return Optional.of(
          "the JVM uses vectors of "
              + preferredBits()
              + " bits; at least 128 are needed (see -XX:MaxVectorSize and -XX:UseAVX)");
    }
    return Optional.empty();
  }

  private static Optional<String> compilerObstacle() {
    if (JvmOption.value("UseJVMCICompiler").equals("true")
        && Runtime.version().feature() < FIRST_JDK_WITH_GRAAL_VECTORS) {
      return Optional.of(
          "this JDK's Graal compiler has no Vector API intrinsics; use JDK 21 or newer");
    }
    String tier = JvmOption.value("TieredStopAtLevel");
    if (!tier.isEmpty() && Integer.parseInt(tier) < C2_TIER) {
      return Optional.of("the C2 compiler is off; remove -XX:TieredStopAtLevel=" + tier);
    }
    String mode = JvmOption.value("CompilationMode");
    if (mode.startsWith("quick-only")) {
      return Optional.of("the C2 compiler is off; remove -XX:CompilationMode=" + mode);
    }
    if (JvmOption.value("EnableVectorSupport").equals("false")) {
      return Optional.of("Vector API intrinsics are off; remove -XX:-EnableVectorSupport");
    }
    return Optional.empty();
  }

  /**
   * The widest vectors this CPU and JVM have.
   *
   * @return bits; the module must be there
   */
  static int preferredBits() {
    try {
      // By method handles: Method.invoke would parse the methods' annotations and make proxies for
      // them.
      Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Object preferred =
          lookup.findStatic(shape, "preferredShape", MethodType.methodType(shape)).invoke();
      return (int)
          lookup
              .findVirtual(shape, "vectorBitSize", MethodType.methodType(int.class))
              .invoke(preferred);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the Vector API is not as expected: " + e, e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the Vector API failed: " + e, e);
    }
  }

  private VectorSupport() {}
}
