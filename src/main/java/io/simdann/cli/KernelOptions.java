package io.simdann.cli;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose a kernel set. None of them changes a result. */
public final class KernelOptions {

  @Option(
      names = "--backend",
      paramLabel = "KIND",
      converter = BackendName.class,
      description = {
        "auto, vector or scalar: SIMD kernels where they run well, SIMD kernels or an error, plain"
            + " loops. Default: auto."
      })
  private Backend backend = Backend.AUTO;

  @Option(
      names = "--vector-bits",
      paramLabel = "BITS",
      converter = VectorWidth.class,
      description = "Width of the SIMD vectors: 128, 256 or 512. Default: the CPU's widest.")
  private Integer vectorBits;

  /** With the defaults. */
  public KernelOptions() {}

  /**
   * The backend asked for.
   *
   * @return auto, vector or scalar
   */
  public Backend backend() {
    return backend;
  }

  /**
   * The vector width asked for.
   *
   * @return 128, 256, 512, or {@link KernelSelection#WIDEST}
   */
  public int vectorBits() {
    return vectorBits == null ? KernelSelection.WIDEST : vectorBits;
  }

  /**
   * Chooses the kernel set, and warns where that costs speed.
   *
   * @param console where it warns
   * @return the choice
   * @throws CommandFailedException if the kernels asked for can't run
   */
  public KernelSelection select(Console console) throws CommandFailedException {
    KernelSelection selection;
    try {
      selection = KernelSelection.choose(backend, vectorBits());
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
    selection.warning().ifPresent(console::warn);
    return selection;
  }

  static final class BackendName implements ITypeConverter<Backend> {
    @Override
    public Backend convert(String text) {
      for (Backend backend : Backend.values()) {
        if (backend.name().toLowerCase(Locale.ROOT).equals(text)) {
          return backend;
        }
      }
      throw new TypeConversionException(
          String.format(Locale.ROOT, "'%s' is not auto, vector or scalar", text));
    }
  }

  static final class VectorWidth implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return switch (text) {
        case "128" -> 128;
        case "256" -> 256;
        case "512" -> 512;
        default ->
            throw new TypeConversionException(
                String.format(Locale.ROOT, "'%s' is not 128, 256 or 512", text));
      };
    }
  }
}
