package io.simdann.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.simdann.kernel.KernelWarmUp;
import io.simdann.kernel.Kernels;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps HotSpot's compilers from what would only delay the kernels at the start of the program.
 * {@link KernelWarmUp} works without, but takes longer.
 *
 * <ul>
 *   <li>C2 leaves out the Vector API's own methods, which run as methods only as long as no kernel
 *       is compiled. C1 compiles them, and C2 takes them into the kernels as ever. The same goes
 *       for methods of ours that do nothing but call kernels.
 *   <li>C1 leaves out kernels, in which the interpreter only hands on to the Vector API, while
 *       compiling them takes C1 as long as a hundred other methods.
 * </ul>
 *
 * <p>A running HotSpot takes directives from its diagnostic commands. They are called directly: the
 * MBean that stands for them needs the MBean server, whose start takes longer than is to be gained.
 * That takes {@code --add-opens jdk.management/com.sun.management.internal}, which the manifest of
 * {@code trainer.jar} has; without, there are no directives. What a compiler left out once stays
 * left out for the life of the JVM, so this is nothing for a library.
 */
final class CompilerDirectives {
  static final String DIRECTIVES =
      """
      [
        {
          match: [
            "jdk/incubator/vector/*.*",
            "jdk/internal/vm/vector/*.*",
            "io/simdann/kernel/vector/VectorMatrixKernels.*",
            "io/simdann/kernel/vector/VectorSparseKernels.*",
            "io/simdann/kernel/vector/VectorActivationKernels.*",
            "io/simdann/kernel/vector/VectorElementwiseKernels.*",
            "io/simdann/kernel/vector/VectorSoftmax.softmax*"
          ],
          c2: { Exclude: true }
        },
        {
          match: [
            "io/simdann/kernel/vector/Accumulate*.*",
            "io/simdann/kernel/vector/MicroKernel*.*",
            "io/simdann/kernel/vector/VectorActivations.*",
            "io/simdann/kernel/vector/VectorExponential.*",
            "io/simdann/kernel/vector/VectorSigmoid.*",
            "io/simdann/kernel/vector/VectorSoftmax.*"
          ],
          c1: { Exclude: true }
        }
      ]
      """;

  private static final int COUNT = 2;

  private static volatile boolean allowed;

  /** Takes the directives back; null if none were added. */
  private final Commands commands;

  private CompilerDirectives(Commands commands) {
    this.commands = commands;
  }

  /** Allows directives: this JVM runs the program and nothing else. */
  static void allow() {
    allowed = true;
  }

  /**
   * Adds the directives, if they are {@linkplain #allow allowed}, there are vector kernels and this
   * JVM lets us; says nothing if not, since then the start takes a tenth of a second longer and
   * nothing else is different.
   *
   * @param kernels the kernels that training will use
   * @return what takes them back
   */
  static CompilerDirectives addFor(Kernels kernels) {
    if (!allowed || kernels.vectorBits() == Float.SIZE) {
      return new CompilerDirectives(null);
    }
    try {
      Commands commands = Commands.ofThisJvm();
      return new CompilerDirectives(added(commands) ? commands : null);
    } catch (ReflectiveOperationException | IOException | RuntimeException e) {
      return new CompilerDirectives(null);
    }
  }

  private static boolean added(Commands commands) throws ReflectiveOperationException, IOException {
    // Not Files.createTempFile, whose random numbers take longer than all the rest.
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "simdann-" + Long.toHexString(System.nanoTime()) + ".json");
    OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    try (out) {
      out.write(DIRECTIVES.getBytes(StandardCharsets.US_ASCII));
      return commands
          .execute("Compiler.directives_add \"" + file + "\"")
          .startsWith(COUNT + " compiler directives added");
    } finally {
      // Whether it succeeds must not decide whether directives are taken back.
      file.toFile().delete();
    }
  }

  /** Takes the directives back: the JVM does so with the latest one first. */
  void remove() {
    try {
      for (int directive = 0; commands != null && directive < COUNT; directive++) {
        commands.execute("Compiler.directives_remove");
      }
    } catch (ReflectiveOperationException e) {
      // Then they stay; what they could do to this program, they have done.
    }
  }

  /** The JVM's diagnostic commands, those of {@code jcmd}. */
  private record Commands(Object commands, Method execute) {

    static Commands ofThisJvm() throws ReflectiveOperationException {
      // Loads the library that they are in.
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (hasGraal(bean)) {
        throw new ReflectiveOperationException("directives are for C2");
      }
      Class<?> type = Class.forName("com.sun.management.internal.DiagnosticCommandImpl");
      Method get = type.getDeclaredMethod("getDiagnosticCommandMBean");
      get.setAccessible(true);
      Method execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
      execute.setAccessible(true);
      return new Commands(get.invoke(null), execute);
    }

    private static boolean hasGraal(HotSpotDiagnosticMXBean bean) {
      try {
        return Boolean.parseBoolean(bean.getVMOption("UseJVMCICompiler").getValue());
      } catch (IllegalArgumentException unknown) {
        return false;
      }
    }

    String execute(String command) throws ReflectiveOperationException {
      return (String) execute.invoke(commands, command);
    }
  }
}
