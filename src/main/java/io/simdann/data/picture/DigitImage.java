package io.simdann.data.picture;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads a picture of one handwritten digit as a network trained on MNIST expects it: light ink on
 * black, in a small frame.
 */
public final class DigitImage {

  /** Less difference than this between paper and ink is noise. */
  private static final int LEAST_CONTRAST = 32;

  /** Pictures are reduced to at most so many rows and columns; strokes of one pixel remain. */
  private static final int MAX_SIDE = 1200;

  private DigitImage() {}

  /**
   * Reads a PNG or JPEG picture, the way up that its EXIF orientation says.
   *
   * <p>Colours become grey. What is transparent becomes white, or black if nothing could be seen on
   * white. 16-bit samples that use fewer bits run to the greatest value of as many bits.
   *
   * <p>A picture of exactly rows × columns pixels whose paper is at 0 already, as of MNIST itself,
   * is taken as it is: if 0 is the most frequent level of its border and it has no frame.
   *
   * <p>Every other picture is prepared as the digits of MNIST were. A frame around it is taken
   * away, and the light that falls on it evened out. Ink, dark on light paper or light on dark, is
   * what an automatic threshold separates from paper; specks, and what lies at the very edge, are
   * left out. Paper becomes 0 and ink 255. The ink is cropped, scaled to fit 20/28 of the frame (20
   * × 20 of 28 × 28) with its aspect ratio kept, and moved so that its centre of mass is in the
   * middle.
   *
   * @param path the picture
   * @param rows the height that the network expects, at least 1
   * @param columns the width that the network expects, at least 1
   * @return one sample of rows × columns features, in row-major order
   * @throws DataException if the file is missing, is not a PNG or JPEG picture, is damaged or not
   *     complete, takes more than 100 million bytes or its pixels more than 200 million, or if the
   *     picture is blank or what is on it can't be a digit
   * @throws OutOfMemoryError if the heap is too small for the picture
   * @throws IllegalArgumentException if rows or columns is below 1
   */
  public static ByteFeatures read(Path path, int rows, int columns) throws DataException {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "rows × columns is %d × %d, expected at least 1 × 1", rows, columns));
    }
    GreyImage picture = PictureFile.read(path);
    try {
      return new ByteFeatures(prepared(picture, rows, columns), rows * columns, 1).asPictures(rows);
    } catch (ImplausibleInkException e) {
      throw new DataException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Prepares a picture.
   *
   * @return rows × columns unsigned bytes, row-major, 0 for paper to 255 for ink
   * @throws ImplausibleInkException if it shows no digit
   */
  static byte[] prepared(GreyImage whole, int rows, int columns) throws ImplausibleInkException {
    GreyImage framed = whole.reduced(MAX_SIDE);
    GreyImage picture = PaperFrame.removed(framed);
    boolean exact = whole.height() == rows && whole.width() == columns;
    if (exact && picture == framed && hasPaperAtZero(whole)) {
      return whole.levels();
    }
    PaperLight light = PaperLight.on(picture);
    GreyImage even = light.evened();
    InkTone tone = InkTone.of(even, light.paper());
    if (tone.contrast() < LEAST_CONTRAST) {
      throw new ImplausibleInkException(
          String.format(
              Locale.ROOT,
              "the picture is blank: ink of level %d on paper of level %d, expected %d apart or more",
              tone.ink(),
              tone.paper(),
              LEAST_CONTRAST));
    }
    boolean lightInk = tone.ink() > tone.paper();
    return new DigitFrame(rows, columns).fit(InkPieces.digit(tone.inkOf(even), lightInk));
  }

  private static boolean hasPaperAtZero(GreyImage picture) {
    int[] counts = picture.borderCounts();
    return counts[0] == Arrays.stream(counts).max().getAsInt();
  }
}
