package io.simdann.cli;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --hidden}. */
final class HiddenSizes implements ITypeConverter<HiddenSizes.Sizes> {

  /** The hidden layers; a type of its own, since an array would collect repeated options. */
  record Sizes(int[] units) {}

  @Override
  public Sizes convert(String text) {
    if (text.equals("none")) {
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
        "'%s' is not a list of layer sizes from 1 up, such as 50 or 128,64, nor none"
            .formatted(text));
  }
}
