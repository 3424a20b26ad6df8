package io.simdann.data.picture;

/**
 * A picture as grey levels.
 *
 * @param width the number of columns
 * @param height the number of rows
 * @param levels height × width unsigned bytes, row-major, 0 black to 255 white
 */
record GreyImage(int width, int height, byte[] levels) {

  /** Returns one grey level, 0 to 255. */
  int level(int row, int column) {
    return levels[row * width + column] & 0xff;
  }

  /** Returns the rectangle of these rows and columns; the ends are exclusive. */
  GreyImage cropped(int top, int left, int bottom, int right) {
    int newWidth = right - left;
    byte[] cropped = new byte[(bottom - top) * newWidth];
    for (int row = top; row < bottom; row++) {
      System.arraycopy(levels, row * width + left, cropped, (row - top) * newWidth, newWidth);
    }
    return new GreyImage(newWidth, bottom - top, cropped);
  }

  /**
   * Returns a picture whose sides have at most a number of pixels: this one, or one of the means of
   * square blocks.
   */
  GreyImage reduced(int maxSide) {
    int side = (Math.max(width, height) + maxSide - 1) / maxSide;
    if (side == 1) {
      return this;
    }
    int newWidth = (width + side - 1) / side;
    int newHeight = (height + side - 1) / side;
    byte[] means = new byte[newWidth * newHeight];
    for (int row = 0; row < newHeight; row++) {
      for (int column = 0; column < newWidth; column++) {
        means[row * newWidth + column] = (byte) blockMean(row * side, column * side, side);
      }
    }
    return new GreyImage(newWidth, newHeight, means);
  }

  private int blockMean(int top, int left, int side) {
    int bottom = Math.min(top + side, height);
    int right = Math.min(left + side, width);
    int count = (bottom - top) * (right - left);
    long sum = 0;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        sum += level(row, column);
      }
    }
    return (int) ((sum + count / 2) / count);
  }

  /** Returns how many pixels at the border have each of the 256 levels. */
  int[] borderCounts() {
    int[] counts = new int[256];
    for (int row = 0; row < height; row++) {
      int step = row == 0 || row == height - 1 ? 1 : Math.max(1, width - 1);
      for (int column = 0; column < width; column += step) {
        counts[level(row, column)]++;
      }
    }
    return counts;
  }
}
