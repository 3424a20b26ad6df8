package io.simdann.bench.compare;

import static org.bytedeco.mkl.global.mkl_rt.MKL_Get_Version;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.mkl.global.mkl_rt.MKLVersion;

/** What native libraries say of their kernels, once they are loaded. */
final class NativeSays {
  private static final Path LOADED = Path.of("/proc/self/maps");

  /** A C++ string as the GNU library lays it out. */
  private static final int BYTES_OF_A_STRING = 32;

  /** On Intel's CPUs the instructions; on others no more than that they are x86. */
  static String mkl() {
    try (MKLVersion version = new MKLVersion()) {
      MKL_Get_Version(version);
      return version.Processor().getString();
    }
  }

  /** The CPU whose kernels were chosen. */
  static String openBlas() {
    return loaded("openblas")
        .getFunction("openblas_get_corename")
        .invokeString(new Object[0], false);
  }

  /** Of vector loops; products are of the MKL within. */
  static String torch() {
    NativeLibrary library = loaded("libtorch_cpu.so");
    return String.format(
        "%s; products by %s",
        text(library, "_ZN2at18get_cpu_capabilityB5cxx11Ev"),
        text(library, "_ZN2at15get_mkl_versionB5cxx11Ev")
            .replaceAll(" +", " ")
            .replaceAll("Intel.*Library Version ", "MKL ")
            .replaceAll("-Product.*", ""));
  }

  /** The C++ string that a function without arguments returns. */
  private static String text(NativeLibrary library, String mangledName) {
    try (Memory string = new Memory(BYTES_OF_A_STRING)) {
      library.getFunction(mangledName).invokePointer(new Object[] {string});
      return string.getPointer(0).getString(0);
    }
  }

  private static NativeLibrary loaded(String name) {
    try (Stream<String> lines = Files.lines(LOADED)) {
      String path =
          lines
              .map(line -> line.replaceFirst("^[^/]*", ""))
              .filter(line -> Path.of(line).getFileName() != null)
              .filter(line -> Path.of(line).getFileName().toString().contains(name))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(name + " isn't loaded"));
      return NativeLibrary.getInstance(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NativeSays() {}
}
