package io.simdann.bench.compare;

import java.util.List;
import java.util.Locale;

/** A Markdown table whose columns are padded, so that it reads well as plain text too. */
final class MarkdownTable {

  /**
   * Lays out.
   *
   * @param rows the headings first
   * @param words the columns from the left that hold words; the others hold figures
   */
  static String of(List<List<String>> rows, int words) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns; column++) {
        String alignment = column < words ? "| %-" : "| %";
        text.append(
            String.format(
                Locale.ROOT, alignment + widths[column] + "s ", rows.get(row).get(column)));
      }
      text.append("|\n");
      if (row == 0) {
        for (int column = 0; column < columns; column++) {
          text.append("|-").append("-".repeat(widths[column])).append(column < words ? "-" : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  private MarkdownTable() {}
}
