package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Backend;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.NetworkKernels;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerDirectivesTest {
  private static final String OPENS =
      "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED";

  @TempDir private Path directory;

  @Test
  void directivesAreThereUntilTheyAreRemoved() throws Exception {
    assertEquals(
        List.of("before: 0", "added: 2, files left: 0", "removed: 0"), run("vector", OPENS));
  }

  @Test
  void scalarKernelsNeedNone() throws Exception {
    assertEquals(
        List.of("before: 0", "added: 0, files left: 0", "removed: 0"), run("scalar", OPENS));
  }

  @Test
  void aJvmThatDoesNotLetUsGoesWithout() throws Exception {
    assertEquals(List.of("before: 0", "added: 0, files left: 0", "removed: 0"), run("vector"));
  }

  @Test
  void noneWhereTheProgramIsNotAlone() throws Exception {
    assertEquals(
        List.of("before: 0", "added: 0, files left: 0", "removed: 0"), run("embedded", OPENS));
  }

  /** A name that no class has any more would say nothing, and only make the start slower. */
  @Test
  void eachPatternMeetsAMethodThatIsThere() throws Exception {
    Path classes =
        Path.of(
            CompilerDirectives.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> patterns =
        Pattern.compile("\"(io/simdann/[^\"]+)\"")
            .matcher(CompilerDirectives.directives(chosen(KernelSelection.emulated(256))))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(patterns.contains("io/simdann/kernel/vector/VectorSigmoid.forward"));
    assertTrue(patterns.contains("io/simdann/kernel/vector/VectorSoftmaxCrossEntropy.*"));
    assertTrue(patterns.contains("io/simdann/kernel/vector/VectorDropout.*"));
    for (String pattern : patterns) {
      assertTrue(meetsAMethod(classes, pattern), pattern);
    }
  }

  private static NetworkKernels chosen(Kernels kernels) {
    return new NetworkKernels(
        kernels, List.of("sigmoid", "sigmoid"), "softmax_cross_entropy", true);
  }

  private static boolean meetsAMethod(Path classes, String pattern) throws Exception {
    int dot = pattern.indexOf('.');
    int slash = pattern.lastIndexOf('/', dot);
    String packageName = pattern.substring(0, slash).replace('/', '.');
    boolean found = false;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            classes.resolve(pattern.substring(0, slash)),
            pattern.substring(slash + 1, dot) + ".class")) {
      for (Path file : files) {
        String simpleName = file.getFileName().toString().replace(".class", "");
        Class<?> type =
            Class.forName(
                packageName + "." + simpleName, false, CompilerDirectives.class.getClassLoader());
        String methods = pattern.substring(dot + 1).replace("*", ".*");
        found |=
            Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().matches(methods));
      }
    }
    return found;
  }

  private List<String> run(String kernels, String... options) throws Exception {
    // The JVM must not take the space for the end of the file's name.
    Path temporary = Files.createDirectory(directory.resolve("a directory"));
    List<String> all = new ArrayList<>(List.of(options));
    all.add(FreshJvm.WITH_VECTORS);
    all.add("-Djava.io.tmpdir=" + temporary);
    return FreshJvm.run(all, Program.class, kernels);
  }

  /** Counts the directives that name packages of ours before, with and after ours. */
  static final class Program {

    public static void main(String[] arguments) throws Exception {
      Kernels kernels =
          arguments[0].equals("scalar")
              ? KernelSelection.choose(Backend.SCALAR, KernelSelection.WIDEST).kernels()
              : KernelSelection.emulated(256);
      if (!arguments[0].equals("embedded")) {
        CompilerDirectives.allow();
      }
      System.out.println("before: " + count());
      CompilerDirectives directives = CompilerDirectives.addFor(kernels, chosen(kernels));
      int left = new File(System.getProperty("java.io.tmpdir")).list().length;
      System.out.println("added: " + count() + ", files left: " + left);
      directives.remove();
      System.out.println("removed: " + count());
    }

    private static long count() throws Exception {
      String directives =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "compilerDirectivesPrint",
                      new Object[0],
                      new String[0]);
      return directives.lines().filter(line -> line.contains("io/simdann/")).count();
    }
  }
}
