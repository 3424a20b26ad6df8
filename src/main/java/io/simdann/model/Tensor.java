package io.simdann.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A named array of floats with any number of dimensions.
 *
 * <p>Equality is that of a record with an array: the array must be the same object.
 *
 * @param name any well-formed text but {@value #METADATA_KEY}
 * @param shape the dimensions, outermost first, each 0 or more; none for a single number
 * @param values product of {@code shape} floats in C order (row-major, the last dimension running
 *     fastest); not copied: the array itself, which may be changed by its owner
 */
public record Tensor(String name, List<Integer> shape, float[] values) {

  /** The one name that the safetensors format reserves. */
  static final String METADATA_KEY = "__metadata__";

  /**
   * Checks that the shape fits the values.
   *
   * @param name any well-formed text but {@value #METADATA_KEY}
   * @param shape the dimensions, outermost first, each 0 or more; none for a single number
   * @param values product of {@code shape} floats in C order; not copied
   * @throws IllegalArgumentException if the name is reserved or holds half a surrogate pair, a
   *     dimension is negative, or the product of the dimensions is not the number of values
   */
  public Tensor {
    Objects.requireNonNull(values, "values");
    shape = List.copyOf(shape);
    if (name.equals(METADATA_KEY) || !isWellFormed(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "tensor name \"%s\" is reserved or not well-formed Unicode", name));
    }
    long elements = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "tensor \"%s\": dimensions are %s, expected 0 or more", name, shape));
      }
      try {
        elements = Math.multiplyExact(elements, (long) dimension);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "tensor \"%s\": the product of the dimensions %s overflows",
                name,
                shape),
            e);
      }
    }
    if (elements != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "tensor \"%s\": shape %s needs %d values, found %d",
              name,
              shape,
              elements,
              values.length));
    }
  }

  /** Whether a text is free of unpaired surrogates, so that it can be written as UTF-8. */
  static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
