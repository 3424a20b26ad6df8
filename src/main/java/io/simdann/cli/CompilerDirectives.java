package io.simdann.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.simdann.kernel.DropoutKernel;
import io.simdann.kernel.KernelWarmUp;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.kernel.NamedKernel;
import io.simdann.kernel.NetworkKernels;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
 * <p>Kernels of updates are left alone: they have no calls before training begins, which mostly is
 * when the directives are gone, and run as C1 compiles them until C2 has.
 *
 * <p>A running HotSpot takes directives from its diagnostic commands. They are called directly: the
 * MBean that stands for them needs the MBean server, whose start takes longer than is to be gained.
 * That takes {@code --add-opens jdk.management/com.sun.management.internal}, which the manifest of
 * {@code trainer.jar} has; without, there are no directives. What a compiler left out once stays
 * left out for the life of the JVM, so this is nothing for a library.
 */
final class CompilerDirectives {
  /** C2 leaves these out: methods that hand on, to the Vector API or to a kernel. */
  private static final List<String> WITHOUT_C2 =
      List.of(
          "jdk/incubator/vector/*.*",
          "jdk/internal/vm/vector/*.*",
          "io/simdann/kernel/vector/VectorMatrixKernels.*",
          "io/simdann/kernel/vector/VectorSparseKernels.*",
          "io/simdann/kernel/vector/VectorElementwiseKernels.*");

  /** C1 leaves these out, where they aren't among the others: kernels of every network. */
  private static final List<String> WITHOUT_C1 =
      List.of("io/simdann/kernel/vector/Accumulate*.*", "io/simdann/kernel/vector/MicroKernel*.*");

  private static final List<String> ACTIVATION = List.of("forward", "backward");

  private static final List<String> LOSS = List.of("outputs", "gradient", "evaluate");

  private static final List<String> DROPOUT = List.of("apply", "makeWords");

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
   * @param kernels the kernel set that training will use
   * @param chosen its kernels that the network has chosen
   * @return what takes them back
   */
  static CompilerDirectives addFor(Kernels kernels, NetworkKernels chosen) {
    if (!allowed || kernels.vectorBits() == Float.SIZE) {
      return new CompilerDirectives(null);
    }
    try {
      Commands commands = Commands.ofThisJvm();
      return new CompilerDirectives(added(commands, directives(chosen)) ? commands : null);
    } catch (ReflectiveOperationException | IOException | RuntimeException e) {
      return new CompilerDirectives(null);
    }
  }

  /**
   * The directives, of which HotSpot takes the first that names a method. The methods of a chosen
   * kernel that its interface has hand on to its others, and to its other classes.
   */
  static String directives(NetworkKernels chosen) {
    Set<String> withoutC2 = new LinkedHashSet<>(WITHOUT_C2);
    Set<String> withoutC1 = new LinkedHashSet<>(WITHOUT_C1);
    for (NamedKernel kernel : chosen.all()) {
      List<Class<?>> classes = kernel.vectorClasses();
      for (Class<?> type : classes) {
        withoutC1.add(pattern(type, "*"));
      }
      if (!classes.isEmpty()) {
        for (String method : handingOn(kernel)) {
          withoutC2.add(pattern(classes.get(0), method));
        }
      }
    }
    return "[" + directive(withoutC2, "c2") + "," + directive(withoutC1, "c1") + "]";
  }

  private static List<String> handingOn(NamedKernel kernel) {
    if (kernel instanceof DropoutKernel) {
      return DROPOUT;
    }
    return kernel instanceof LossKernel ? LOSS : ACTIVATION;
  }

  private static String pattern(Class<?> type, String method) {
    return type.getName().replace('.', '/') + "." + method;
  }

  private static String directive(Set<String> patterns, String compiler) {
    return "{match: [\""
        + String.join("\",\"", patterns)
        + "\"], "
        + compiler
        + ": {Exclude: true}}";
  }

  private static boolean added(Commands commands, String directives)
      throws ReflectiveOperationException, IOException {
    // Not Files.createTempFile, whose random numbers take longer than all the rest.
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "simdann-" + Long.toHexString(System.nanoTime()) + ".json");
    OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    try (out) {
      out.write(directives.getBytes(StandardCharsets.US_ASCII));
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
