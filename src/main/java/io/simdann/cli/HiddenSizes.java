package io.simdann.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --hidden}. */
final class HiddenSizes implements ITypeConverter<HiddenSizes.Sizes> {

  private static final String NONE = "none";

  /** The hidden layers; a type of its own, since an array would collect repeated options. */
  record Sizes(int[] units) {

    static Sizes of(int... units) {
      return new Sizes(units);
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return units.length == 0
          ? NONE
          : Arrays.stream(units).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }
  }

  @Override
  public Sizes convert(String text) {
    if (text.equals(NONE)) {
      return new Sizes(new int[0]);
    }
    try {
      int[] units = Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      if (Arrays.stream(units).allMatch(size -> size >= 1)) {
        return new Sizes(units);
      }
    } catch (NumberFormatException e) {
      // The message below says it all.
    }
    throw new TypeConversionException(
        String.format(
            Locale.ROOT,
            "'%s' is not a list of layer sizes from 1 up, such as 50 or 128,64, nor none",
            text));
  }
}
