package io.simdann.data.picture;

/**
 * The light that falls on a sheet of paper: a quadratic surface of grey levels over a picture.
 *
 * <p>It is found by iteratively reweighted least squares: first at the border alone, where paper is
 * what most pixels show, with the weights of least absolute deviations, which follow it as a median
 * does; then over the whole picture with those of A. Cauchy's distribution, to which ink, however
 * much there is, hardly matters.
 */
final class PaperLight {

  /** The surface is fitted to at most this many rows and columns. */
  private static final int GRID = 32;

  /** The outermost part of the grid, at each side: ink is rarely there. */
  private static final int BORDER_PART = 16;

  private static final int BORDER_ITERATIONS = 15;
  private static final int ITERATIONS = 30;

  /** Paper deviates by about as much as this. */
  private static final double PAPER_DEVIATION = 4;

  /** Light that varies by less than this is left as it is. */
  private static final int LEAST_RANGE = 12;

  /** On paper darker than this, levels are too coarse to tell shares of the light. */
  private static final int LEAST_SHARED = 6;

  private static final int WHITE = 255;

  private final GreyImage picture;

  /** The paper's level at each pixel. */
  private final float[] surface;

  private final double darkest;
  private final double lightest;
  private final boolean darkInk;

  private PaperLight(GreyImage picture, float[] surface) {
    this.picture = picture;
    this.surface = surface;
    float least = WHITE;
    float most = 0;
    double difference = 0;
    for (int i = 0; i < surface.length; i++) {
      least = Math.min(least, surface[i]);
      most = Math.max(most, surface[i]);
      difference += (picture.levels()[i] & 0xff) - surface[i];
    }
    this.darkest = least;
    this.lightest = most;
    this.darkInk = difference < 0;
  }

  /** Finds the light on a picture's paper. */
  static PaperLight on(GreyImage picture) {
    GreyImage grid = picture.reduced(GRID);
    int cells = grid.levels().length;
    double[][] terms = new double[cells][];
    double[] border = new double[cells];
    double[] values = new double[cells];
    for (int row = 0; row < grid.height(); row++) {
      for (int column = 0; column < grid.width(); column++) {
        int cell = row * grid.width() + column;
        terms[cell] = terms(place(row, grid.height()), place(column, grid.width()));
        border[cell] = isAtBorder(grid, row, column) ? 1 : 0;
        values[cell] = grid.level(row, column);
      }
    }
    double[] weights = border.clone();
    double[] coefficients = LeastSquares.fit(terms, values, weights);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      boolean atBorder = iteration < BORDER_ITERATIONS;
      // Halved until it is the paper's: at first the border tells little of the middle.
      double scale = PAPER_DEVIATION * (1 << Math.max(0, 4 - (iteration - BORDER_ITERATIONS)));
      for (int cell = 0; cell < cells; cell++) {
        double deviation = Math.abs(values[cell] - LeastSquares.value(terms[cell], coefficients));
        weights[cell] =
            atBorder
                ? border[cell] / Math.max(deviation, PAPER_DEVIATION)
                : 1 / (1 + Math.pow(deviation / scale, 2));
      }
      coefficients = LeastSquares.fit(terms, values, weights);
    }
    return new PaperLight(picture, surface(picture, coefficients));
  }

  private static float[] surface(GreyImage picture, double[] coefficients) {
    float[] surface = new float[picture.levels().length];
    for (int row = 0; row < picture.height(); row++) {
      double y = place(row, picture.height());
      for (int column = 0; column < picture.width(); column++) {
        double level = LeastSquares.value(terms(y, place(column, picture.width())), coefficients);
        surface[row * picture.width() + column] = (float) bounded(level);
      }
    }
    return surface;
  }

  /** Returns the picture as it would be if the same light fell on all of its paper. */
  GreyImage evened() {
    if (isEven()) {
      return picture;
    }
    boolean shares = sharesLight();
    int paper = paper();
    byte[] levels = new byte[surface.length];
    for (int i = 0; i < levels.length; i++) {
      int level = picture.levels()[i] & 0xff;
      double even = shares ? level * paper / Math.max(surface[i], 1) : level - surface[i] + paper;
      levels[i] = (byte) Math.round(bounded(even));
    }
    return new GreyImage(picture.width(), picture.height(), levels);
  }

  /** Returns the level of the paper in the evened picture: that of the lightest paper. */
  int paper() {
    return (int)
        Math.round(isEven() ? (darkest + lightest) / 2 : sharesLight() ? lightest : darkest);
  }

  /** Whether levels are shares of the light, which can't be told where hardly any comes back. */
  private boolean sharesLight() {
    return darkInk || darkest >= LEAST_SHARED;
  }

  private boolean isEven() {
    return lightest - darkest < LEAST_RANGE;
  }

  /** Returns where the middle of a row or column is, from -1 to 1. */
  private static double place(int index, int extent) {
    return (2 * index + 1.0) / extent - 1;
  }

  private static double[] terms(double y, double x) {
    return new double[] {1, y, x, y * y, x * y, x * x};
  }

  private static boolean isAtBorder(GreyImage grid, int row, int column) {
    int rows = Math.max(1, grid.height() / BORDER_PART);
    int columns = Math.max(1, grid.width() / BORDER_PART);
    return row < rows
        || column < columns
        || row >= grid.height() - rows
        || column >= grid.width() - columns;
  }

  private static double bounded(double level) {
    return Math.max(0, Math.min(WHITE, level));
  }
}
