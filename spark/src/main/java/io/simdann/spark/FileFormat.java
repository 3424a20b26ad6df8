package io.simdann.spark;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How samples are kept in files. */
enum FileFormat {
  IDX,
  CSV,
  LIBSVM,
  PARQUET;

  /** The format that a name's ending tells, compressed or not; IDX if none. */
  static FileFormat of(String path) {
    String name = path.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|deflate)$", "");
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.endsWith(".libsvm") || name.endsWith(".svm")) {
      return LIBSVM;
    }
    return name.endsWith(".parquet") ? PARQUET : IDX;
  }

  /** The name of a format on the command line. */
  static final class Name implements ITypeConverter<FileFormat> {
    @Override
    public FileFormat convert(String text) {
      for (FileFormat format : values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException(
          String.format(Locale.ROOT, "'%s' is not idx, csv, libsvm or parquet", text));
    }
  }
}
