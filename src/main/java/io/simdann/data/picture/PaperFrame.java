package io.simdann.data.picture;

/**
 * Takes away a frame: what lies around the paper on all four sides, such as a line that was drawn
 * around it, the edge of a scan, or a dark desk.
 *
 * <p>Where a frame ends, nearly all pixels of a line along a side differ in the same direction from
 * their neighbours on the next line; ink touches a few of them only.
 */
final class PaperFrame {

  /** A frame is sought in this part of the picture's width and height, at each side. */
  private static final int DEEPEST_PART = 8;

  /** Less difference between neighbours than this may be noise. */
  private static final int LEAST_STEP = 24;

  /** The share of a line that must take the step. */
  private static final double LEAST_SHARE = 0.8;

  private PaperFrame() {}

  /** Returns the picture within its frame, or the picture itself if it has none. */
  static GreyImage removed(GreyImage picture) {
    int top = edge(picture, picture.height(), picture.width(), false, false);
    int bottom = edge(picture, picture.height(), picture.width(), false, true);
    int left = edge(picture, picture.width(), picture.height(), true, false);
    int right = edge(picture, picture.width(), picture.height(), true, true);
    if (top == 0 || bottom == 0 || left == 0 || right == 0) {
      return picture;
    }
    return picture.cropped(top, left, picture.height() - bottom, picture.width() - right);
  }

  /** Returns how many lines of one side belong to the frame; 0 if there is none. */
  private static int edge(
      GreyImage picture, int depth, int length, boolean upright, boolean fromEnd) {
    int deepest = depth / DEEPEST_PART;
    // What the frame's other sides cover is left out.
    int margin = length / DEEPEST_PART;
    for (int line = deepest; line > 0; line--) {
      int outer = fromEnd ? depth - line : line - 1;
      int inner = fromEnd ? outer - 1 : outer + 1;
      int darker = 0;
      int lighter = 0;
      for (int place = margin; place < length - margin; place++) {
        int step =
            upright
                ? picture.level(place, inner) - picture.level(place, outer)
                : picture.level(inner, place) - picture.level(outer, place);
        darker += step <= -LEAST_STEP ? 1 : 0;
        lighter += step >= LEAST_STEP ? 1 : 0;
      }
      if (Math.max(darker, lighter) >= LEAST_SHARE * (length - 2 * margin)) {
        return line;
      }
    }
    return 0;
  }
}
