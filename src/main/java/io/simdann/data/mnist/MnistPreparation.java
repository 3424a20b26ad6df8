package io.simdann.data.mnist;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.data.picture.DigitImage;

/**
 * Whether pictures look as if they had been prepared as those of MNIST were, which is how {@link
 * DigitImage} prepares a picture file: paper at 0 around the ink, whose centre of mass lies in the
 * middle. Every 64th sample of a data set is looked at.
 *
 * @param looks the pictures that were looked at
 * @param alike those of them that look so
 */
public record MnistPreparation(int looks, int alike) {

  private static final int STRIDE = 64;
  private static final double ENOUGH = 0.9;

  /** How far from the middle pixel, as a share of the side: a pixel of 28. */
  private static final double FARTHEST = 1.0 / 28;

  /** Before the first look. */
  public static final MnistPreparation NONE = new MnistPreparation(0, 0);

  /**
   * Looks at samples. Of those that aren't known to be pictures of bytes nothing can be told.
   *
   * @param samples any samples
   * @param first the index of the first of them in its data set
   * @return what came of it
   */
  public static MnistPreparation of(Features samples, int first) {
    if (!(samples instanceof ByteFeatures bytes) || bytes.pictureRows().isEmpty()) {
      return NONE;
    }
    int rows = bytes.pictureRows().getAsInt();
    int columns = bytes.features() / rows;
    int looks = 0;
    int alike = 0;
    for (int i = Math.floorMod(-first, STRIDE); i < bytes.samples(); i += STRIDE) {
      looks++;
      if (isAlike(bytes.values(), i * bytes.features(), rows, columns)) {
        alike++;
      }
    }
    return new MnistPreparation(looks, alike);
  }

  /**
   * Adds looks at other samples of the same data set.
   *
   * @param other what came of them
   * @return both together
   */
  public MnistPreparation plus(MnistPreparation other) {
    return new MnistPreparation(looks + other.looks, alike + other.alike);
  }

  /**
   * What to think of it.
   *
   * @return whether nine in ten look prepared; true if nothing can be told
   */
  public boolean isLikely() {
    return alike >= ENOUGH * looks;
  }

  private static boolean isAlike(byte[] pixels, int from, int rows, int columns) {
    long mass = 0;
    long rowMoment = 0;
    long columnMoment = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int ink = pixels[from + row * columns + column] & 0xff;
        boolean border = row == 0 || column == 0 || row == rows - 1 || column == columns - 1;
        if (border && ink != 0) {
          return false;
        }
        mass += ink;
        rowMoment += (long) ink * row;
        columnMoment += (long) ink * column;
      }
    }
    return mass > 0 && isMiddle(rowMoment, mass, rows) && isMiddle(columnMoment, mass, columns);
  }

  /** MNIST's centres lie in pixel 14 of 0 to 27. */
  private static boolean isMiddle(long moment, long mass, int size) {
    return Math.abs((double) moment / mass - size / 2) <= Math.max(1, FARTHEST * size);
  }
}
