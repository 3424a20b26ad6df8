package io.simdann.cli;

import io.simdann.report.PythonFloat;

/** The lines that training prints, worded as the article's program words them. */
final class ArticleTable {

  private ArticleTable() {}

  /** For example {@code train_x's shape: (60000, 784)}. */
  static String shape(String part, TrainingData.Shape data) {
    return part + "_x's shape: (" + data.samples() + ", " + data.features() + ")";
  }

  /** One row of the table: two blanks after the colon, as the article has them. */
  static String row(double cost, double trainAccuracy) {
    return "Cost:  " + PythonFloat.repr(cost) + " " + accuracy("Train", trainAccuracy);
  }

  /** For example {@code Test Accuracy: 89.89}, from a fraction. */
  static String accuracy(String part, double fraction) {
    return part + " Accuracy: " + PythonFloat.repr(fraction * 100);
  }
}
