package io.simdann.spark;

import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.RowFactory;

/** A LIBSVM line is a sample, nothing or refused. */
public final class LibsvmFuzz {
  private static final int FEATURES = 20;

  /** The entry for fuzzers: lines, with a label first and without. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      decode(line, true);
      decode(line, false);
    }
  }

  private static void decode(String line, boolean labelled) {
    try {
      int greatest = LibsvmDecoder.greatestIndex(line);
      LibsvmDecoder decoder = new LibsvmDecoder(FEATURES, labelled);
      RowDecoder.Sample sample = decoder.decode(RowFactory.create(line), false);
      if (sample != null && (sample.features() != FEATURES || greatest > FEATURES)) {
        throw new AssertionError(line + ": greatest index " + greatest + ", sample " + sample);
      }
    } catch (RowDecoder.BadRowException e) {
      // A refusal.
    }
  }

  private LibsvmFuzz() {}
}
