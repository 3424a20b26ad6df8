package io.simdann.data.idx;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The element types of the IDX format: the third byte of a file's magic number. */
public enum IdxElementType {
  /** One byte, 0 to 255: grey levels and labels of MNIST. */
  UNSIGNED_BYTE(0x08, 1, "unsigned byte"),
  /** One byte, -128 to 127. */
  SIGNED_BYTE(0x09, 1, "signed byte"),
  /** Two bytes, signed, big-endian. */
  SHORT(0x0B, 2, "short"),
  /** Four bytes, signed, big-endian. */
  INT(0x0C, 4, "int"),
  /** Four bytes, IEEE 754, big-endian. */
  FLOAT(0x0D, 4, "float"),
  /** Eight bytes, IEEE 754, big-endian. */
  DOUBLE(0x0E, 8, "double");

  private final int code;
  private final int size;
  private final String label;

  IdxElementType(int code, int size, String label) {
    this.code = code;
    this.size = size;
    this.label = label;
  }

  /** Returns the type of a code, or null if the format knows none. */
  static IdxElementType ofCode(int code) {
    for (IdxElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  /** Returns every code with its meaning, for messages. */
  static String codes() {
    return Arrays.stream(values())
        .map(type -> String.format(Locale.ROOT, "%02x (%s)", type.code, type.label))
        .collect(Collectors.joining(", "));
  }

  /**
   * Returns the size of one element.
   *
   * @return the size in bytes: 1, 2, 4 or 8
   */
  public int size() {
    return size;
  }

  /** Returns the type's name in words, for example {@code unsigned byte}. */
  @Override
  public String toString() {
    return label;
  }
}
