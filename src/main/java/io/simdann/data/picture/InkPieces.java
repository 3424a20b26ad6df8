package io.simdann.data.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The pieces that ink consists of, each made of pixels that touch at a side or a corner; which of
 * them are a digit, and whether they can be one.
 *
 * <p>Not of the digit are specks, which have little ink; smudges, which have no strong ink; and
 * what lies in the outermost part of the picture only, such as an edge of the paper.
 */
final class InkPieces {

  private static final int FULL_INK = 255;

  /** A piece with less than this share of the ink of the largest one is a speck. */
  private static final double SPECK_SHARE = 0.03;

  /** The outermost part of the longer side, and the least number of pixels in it. */
  private static final int MARGIN_PART = 50;

  private static final int LEAST_MARGIN = 3;

  /** More pieces than this are no digit, even one of broken strokes. */
  private static final int MOST_PIECES = 12;

  /** More of the picture than this is no digit, even if the digit is cut out closely. */
  private static final double LARGEST_SHARE = 0.6;

  /**
   * Hardly one digit in 10,000 fills more of the rectangle around it, unless it is narrow, as many
   * a 1 is; a sheet of paper that is taken for ink does.
   */
  private static final double LARGEST_FILL = 0.75;

  /** A digit of fewer pixels than this from end to end can't be told from others. */
  private static final int LEAST_EXTENT = 5;

  private final GreyImage ink;
  private final int margin;

  /** For each pixel the number of its piece, from 1; 0 for paper. */
  private final int[] numbers;

  private final List<Piece> pieces = new ArrayList<>();

  private InkPieces(GreyImage ink) {
    this.ink = ink;
    this.margin = Math.max(LEAST_MARGIN, Math.max(ink.width(), ink.height()) / MARGIN_PART);
    this.numbers = new int[ink.levels().length];
    int[] stack = new int[numbers.length];
    for (int pixel = 0; pixel < numbers.length; pixel++) {
      if (ink.levels()[pixel] != 0 && numbers[pixel] == 0) {
        pieces.add(new Piece());
        fill(pixel, stack);
      }
    }
  }

  /**
   * Returns the ink of the digit alone.
   *
   * @param ink 0 for paper to 255 for ink
   * @param light whether what is taken for ink is lighter than what is taken for paper, as a sheet
   *     is than the desk on which it lies
   * @throws ImplausibleInkException if this can't be a digit
   */
  static GreyImage digit(GreyImage ink, boolean light) throws ImplausibleInkException {
    InkPieces all = new InkPieces(ink);
    all.choose();
    GreyImage digit = all.chosen();
    InkBox box = InkBox.around(digit);
    requireExtent(box);
    if (light) {
      requireStrokes(digit, box);
    }
    return digit;
  }

  /** What is known of a piece. */
  private static final class Piece {
    private long mass;
    private long pixels;
    private int strongest;
    private boolean inside;
    private boolean chosen;
  }

  /** Adds all pixels that are connected with the first one to the latest piece. */
  private void fill(int first, int[] stack) {
    Piece piece = pieces.get(pieces.size() - 1);
    int filled = 0;
    stack[filled++] = first;
    numbers[first] = pieces.size();
    while (filled > 0) {
      int pixel = stack[--filled];
      int row = pixel / ink.width();
      int column = pixel % ink.width();
      int level = ink.level(row, column);
      piece.mass += level;
      piece.pixels++;
      piece.strongest = Math.max(piece.strongest, level);
      piece.inside |= isInside(row, column);
      for (int y = Math.max(0, row - 1); y <= Math.min(ink.height() - 1, row + 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(ink.width() - 1, column + 1); x++) {
          int next = y * ink.width() + x;
          if (ink.levels()[next] != 0 && numbers[next] == 0) {
            numbers[next] = pieces.size();
            stack[filled++] = next;
          }
        }
      }
    }
  }

  private boolean isInside(int row, int column) {
    return row >= margin
        && column >= margin
        && row < ink.height() - margin
        && column < ink.width() - margin;
  }

  private void choose() throws ImplausibleInkException {
    long largest = 0;
    for (Piece piece : pieces) {
      piece.chosen = piece.inside && piece.strongest > FULL_INK / 2;
      largest = Math.max(largest, piece.chosen ? piece.mass : 0);
    }
    int count = 0;
    long pixels = 0;
    long chosenMass = 0;
    long otherMass = 0;
    for (Piece piece : pieces) {
      piece.chosen &= piece.mass >= SPECK_SHARE * largest;
      if (piece.chosen) {
        count++;
        pixels += piece.pixels;
        chosenMass += piece.mass;
      } else if (piece.inside) {
        otherMass += piece.mass;
      }
    }
    if (count == 0) {
      throw new ImplausibleInkException("no digit in the picture: there is ink at its edges only");
    }
    if (count > MOST_PIECES || otherMass > chosenMass) {
      throw new ImplausibleInkException(
          String.format(
              Locale.ROOT,
              "no digit in the picture: ink in %d pieces, none much larger than others, expected the strokes of one digit",
              pieces.size()));
    }
    double share = pixels / (double) numbers.length;
    if (share > LARGEST_SHARE) {
      throw new ImplausibleInkException(
          String.format(
              Locale.ROOT,
              "no digit in the picture: ink covers %.0f %% of the picture, expected at most %.0f %%",
              100 * share,
              100 * LARGEST_SHARE));
    }
  }

  private GreyImage chosen() {
    byte[] levels = ink.levels().clone();
    for (int pixel = 0; pixel < levels.length; pixel++) {
      if (numbers[pixel] != 0 && !pieces.get(numbers[pixel] - 1).chosen) {
        levels[pixel] = 0;
      }
    }
    return new GreyImage(ink.width(), ink.height(), levels);
  }

  private static void requireExtent(InkBox box) throws ImplausibleInkException {
    if (Math.max(box.height(), box.width()) < LEAST_EXTENT) {
      throw new ImplausibleInkException(
          String.format(
              Locale.ROOT,
              "no digit in the picture: ink of %d × %d pixels, expected %d or more from end to end",
              box.width(),
              box.height(),
              LEAST_EXTENT));
    }
  }

  private static void requireStrokes(GreyImage digit, InkBox box) throws ImplausibleInkException {
    int strong = 0;
    for (int row = box.top(); row < box.bottom(); row++) {
      for (int column = box.left(); column < box.right(); column++) {
        strong += digit.level(row, column) > FULL_INK / 2 ? 1 : 0;
      }
    }
    double fill = strong / ((double) box.height() * box.width());
    boolean narrow = 2 * Math.min(box.height(), box.width()) < Math.max(box.height(), box.width());
    if (fill > LARGEST_FILL && !narrow) {
      throw new ImplausibleInkException(
          String.format(
              Locale.ROOT,
              "no digit in the picture: %.0f %% of %d × %d pixels are ink, like a sheet of paper on a dark ground, expected strokes: crop the picture to the paper",
              100 * fill,
              box.width(),
              box.height()));
    }
  }
}
