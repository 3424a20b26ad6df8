package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.Backend;
import io.simdann.kernel.FreshJvm;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      CompilerDirectives directives = CompilerDirectives.addFor(kernels);
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
