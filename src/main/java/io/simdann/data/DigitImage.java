package io.simdann.data;

import java.nio.file.Path;

/**
 * Reads a picture of one handwritten digit as a network trained on MNIST expects it: light ink on
 * black, in a small frame.
 */
public final class DigitImage {

  /** Less difference than this between paper and ink is noise. */
  private static final int LEAST_CONTRAST = 32;

  private DigitImage() {}

  /**
   * Reads a PNG or JPEG picture.
   *
   * <p>Colours become grey, and what is transparent becomes white. A picture of exactly rows ×
   * columns pixels is taken as it is, but inverted if its ink is darker than its paper. Paper is
   * what the border shows, ink what an automatic threshold separates from it.
   *
   * <p>A picture of another size is prepared as the digits of MNIST were: inverted likewise, its
   * contrast stretched from the border's median level to that of the ink, cropped to the ink,
   * scaled to fit 20/28 of the frame (20 × 20 of 28 × 28) with its aspect ratio kept, and moved so
   * that the ink's centre of mass is the frame's centre.
   *
   * @param path the picture
   * @param rows the height that the network expects, at least 1
   * @param columns the width that the network expects, at least 1
   * @return one sample of rows × columns features, in row-major order
   * @throws DataException if the file is missing, is not a PNG or JPEG picture, is damaged, has
   *     more than 100 million pixels, or shows nothing
   * @throws IllegalArgumentException if rows or columns is below 1
   */
  public static ByteFeatures read(Path path, int rows, int columns) throws DataException {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "rows × columns is %d × %d, expected at least 1 × 1".formatted(rows, columns));
    }
    GreyImage picture = GreyImage.read(path);
    InkTone tone = InkTone.of(picture);
    if (tone.contrast() < LEAST_CONTRAST) {
      throw new DataException(
          "%s: the picture is blank: ink of level %d on paper of level %d, expected %d apart or more"
              .formatted(path, tone.ink(), tone.paper(), LEAST_CONTRAST));
    }
    byte[] frame;
    if (picture.height() == rows && picture.width() == columns) {
      frame = tone.isDarkOnLight() ? inverted(picture.levels()) : picture.levels();
    } else {
      frame = new DigitFrame(rows, columns).fit(picture, tone);
    }
    return new ByteFeatures(frame, rows * columns, 1);
  }

  private static byte[] inverted(byte[] levels) {
    byte[] inverted = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      inverted[i] = (byte) ~levels[i];
    }
    return inverted;
  }
}
