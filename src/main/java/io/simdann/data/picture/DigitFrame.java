package io.simdann.data.picture;

/**
 * Puts the ink of a picture into a frame of fixed size in the way that the digits of MNIST were
 * made: cropped, scaled to fit the middle 20/28 of the frame with its aspect ratio kept and edges
 * averaged to grey, and moved so that the ink's centre of mass lies in the frame's middle pixel.
 *
 * @see <a href="https://yann.lecun.com/exdb/mnist/">MNIST, "The images were centered …"</a>
 */
final class DigitFrame {

  /** The part of the frame that the ink may fill. */
  private static final double INK_SHARE = 20.0 / 28;

  /** Ink levels run from 0 to this; fainter ones than a fifth of it are paper. */
  private static final int FULL_INK = 255;

  private final int rows;
  private final int columns;

  /**
   * Creates a frame.
   *
   * @param rows its height in pixels, at least 1
   * @param columns its width in pixels, at least 1
   */
  DigitFrame(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Fits a picture's ink into the frame.
   *
   * @param ink any size, 0 for paper to 255 for ink, of which there must be some
   * @return rows × columns unsigned bytes, row-major, 0 for paper to 255 for ink
   */
  byte[] fit(GreyImage ink) {
    return centre(scale(ink, InkBox.around(ink)));
  }

  /**
   * Scales the box by area averaging: each new pixel is the mean over the area it covers. Strokes
   * thinner than a new pixel come out pale, so the strongest becomes full ink again.
   */
  private GreyImage scale(GreyImage picture, InkBox box) {
    double scale = Math.min(INK_SHARE * rows / box.height(), INK_SHARE * columns / box.width());
    int height = Math.max(1, (int) Math.round(scale * box.height()));
    int width = Math.max(1, (int) Math.round(scale * box.width()));
    double rowStep = (double) box.height() / height;
    double columnStep = (double) box.width() / width;
    double[] means = new double[height * width];
    double strongest = 0;
    for (int row = 0; row < height; row++) {
      double top = row * rowStep;
      for (int column = 0; column < width; column++) {
        double left = column * columnStep;
        double mean = mean(picture, box, top, top + rowStep, left, left + columnStep);
        means[row * width + column] = mean;
        strongest = Math.max(strongest, mean);
      }
    }
    byte[] scaled = new byte[height * width];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (byte) Math.round(FULL_INK * means[i] / strongest);
    }
    return new GreyImage(width, height, scaled);
  }

  /** Returns the mean level over an area of the box, whose edges may cut through pixels. */
  private static double mean(
      GreyImage picture, InkBox box, double top, double bottom, double left, double right) {
    int lastRow = Math.min((int) Math.ceil(bottom), box.height());
    int lastColumn = Math.min((int) Math.ceil(right), box.width());
    double sum = 0;
    double area = 0;
    for (int row = (int) top; row < lastRow; row++) {
      double covered = Math.min(row + 1, bottom) - Math.max(row, top);
      for (int column = (int) left; column < lastColumn; column++) {
        double weight = covered * (Math.min(column + 1, right) - Math.max(column, left));
        sum += weight * picture.level(box.top() + row, box.left() + column);
        area += weight;
      }
    }
    return sum / area;
  }

  private byte[] centre(GreyImage ink) {
    double mass = 0;
    double rowMoment = 0;
    double columnMoment = 0;
    for (int row = 0; row < ink.height(); row++) {
      for (int column = 0; column < ink.width(); column++) {
        int level = ink.level(row, column);
        mass += level;
        rowMoment += level * (row + 0.5);
        columnMoment += level * (column + 0.5);
      }
    }
    int top = shift(rowMoment / mass, ink.height(), rows);
    int left = shift(columnMoment / mass, ink.width(), columns);
    byte[] frame = new byte[rows * columns];
    for (int row = 0; row < ink.height(); row++) {
      System.arraycopy(
          ink.levels(), row * ink.width(), frame, (top + row) * columns + left, ink.width());
    }
    return frame;
  }

  /**
   * Returns where the ink must start for its centre to lie in the frame's middle pixel, as far as
   * it then fits. Of two middle pixels it is the latter: in MNIST centres of mass lie in pixel 14
   * of 0 to 27, all of them.
   */
  private static int shift(double centre, int extent, int frameExtent) {
    int wanted = frameExtent / 2 - (int) Math.floor(centre);
    return Math.max(0, Math.min(wanted, frameExtent - extent));
  }
}
