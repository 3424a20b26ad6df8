package io.simdann.data.picture;

/**
 * The smallest rectangle that holds all ink.
 *
 * @param top the first row
 * @param left the first column
 * @param bottom the row after the last
 * @param right the column after the last
 */
record InkBox(int top, int left, int bottom, int right) {

  /** Finds the rectangle around all pixels that aren't 0, of which there must be one. */
  static InkBox around(GreyImage ink) {
    int top = ink.height();
    int left = ink.width();
    int bottom = 0;
    int right = 0;
    for (int row = 0; row < ink.height(); row++) {
      for (int column = 0; column < ink.width(); column++) {
        if (ink.level(row, column) != 0) {
          top = Math.min(top, row);
          left = Math.min(left, column);
          bottom = row + 1;
          right = Math.max(right, column + 1);
        }
      }
    }
    return new InkBox(top, left, bottom, right);
  }

  int height() {
    return bottom - top;
  }

  int width() {
    return right - left;
  }
}
