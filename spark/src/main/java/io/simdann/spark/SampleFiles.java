package io.simdann.spark;

import org.apache.spark.api.java.JavaRDD;

/** Samples in files of one format, on any of Hadoop's file systems. */
interface SampleFiles {

  /**
   * The samples with their labels, to train on.
   *
   * @return the samples, in the order of their origins
   * @throws IllegalArgumentException if columns are not there
   * @throws io.simdann.step.EngineException if the files can't be read
   */
  JavaRDD<SampleChunk> labelled();

  /**
   * What made the {@linkplain #labelled samples} as wide as they are, where that is one row's
   * doing.
   *
   * @return for a message, the row and its place; empty if it is no row's
   */
  default String widestRow() {
    return "";
  }

  /**
   * The samples as rows to be predicted, with or without labels.
   *
   * @param features the features that a sample is to have
   * @return the rows, in any order
   * @throws IllegalArgumentException if columns are not there
   * @throws io.simdann.step.EngineException if the files can't be read
   */
  FeatureFrame frame(int features);
}
