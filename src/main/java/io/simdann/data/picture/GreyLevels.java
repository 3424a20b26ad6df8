package io.simdann.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Makes grey levels of the pixels of a decoded picture.
 *
 * <p>Samples are taken as they are stored: {@link BufferedImage#getRGB} would take grey ones for
 * linear light and brighten them. Those of 16 bits that use fewer, as of cameras and scanners with
 * 10 or 12 bits, run to the greatest value of as many bits as are used.
 */
final class GreyLevels {

  private static final int WHITE = 255;

  /** Fewer bits are noise on black. */
  private static final int LEAST_BITS = 8;

  /** Ink that is lighter than this isn't seen on white paper. */
  private static final int LIGHTEST_INK = WHITE - 32;

  /** The part of what is opaque that must be seen. */
  private static final int LEAST_SEEN_PART = 1000;

  private GreyLevels() {}

  /**
   * Returns a picture's levels. What is transparent shows white paper, or black paper if nothing
   * could be seen on white: the ink may stand in the transparency alone.
   */
  static GreyImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] levels = new byte[width * height];
    byte[] opacities = image.getColorModel().hasAlpha() ? new byte[levels.length] : null;
    if (image.getColorModel() instanceof IndexColorModel) {
      readColours(image, levels, opacities);
    } else {
      readSamples(image.getRaster(), image.getColorModel(), levels, opacities);
    }
    if (opacities != null) {
      int paper = isSeenOnWhite(levels, opacities) ? WHITE : 0;
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) on(paper, levels[i] & 0xff, opacities[i] & 0xff);
      }
    }
    return new GreyImage(width, height, levels);
  }

  private static void readColours(BufferedImage image, byte[] levels, byte[] opacities) {
    int width = image.getWidth();
    int[] line = new int[width];
    for (int row = 0; row < image.getHeight(); row++) {
      image.getRGB(0, row, width, 1, line, 0, width);
      for (int column = 0; column < width; column++) {
        int argb = line[column];
        levels[row * width + column] =
            (byte) Math.round(luma(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff));
        if (opacities != null) {
          opacities[row * width + column] = (byte) (argb >>> 24);
        }
      }
    }
  }

  private static void readSamples(
      Raster raster, ColorModel model, byte[] levels, byte[] opacities) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    boolean colours = model.getNumColorComponents() == 3;
    float scale = WHITE / (float) greatest(raster, model);
    float opacityScale = WHITE / (float) ((1 << model.getComponentSize(bands - 1)) - 1);
    int[] line = new int[width * bands];
    for (int row = 0; row < raster.getHeight(); row++) {
      raster.getPixels(0, row, width, 1, line);
      for (int column = 0; column < width; column++) {
        int sample = column * bands;
        float level =
            colours ? luma(line[sample], line[sample + 1], line[sample + 2]) : line[sample];
        levels[row * width + column] = (byte) Math.round(level * scale);
        if (opacities != null) {
          opacities[row * width + column] =
              (byte) Math.round(line[sample + bands - 1] * opacityScale);
        }
      }
    }
  }

  /** Returns the value that stands for white. */
  private static int greatest(Raster raster, ColorModel model) {
    int bits = model.getComponentSize(0);
    if (bits > LEAST_BITS) {
      int used = 0;
      int[] line = null;
      for (int band = 0; band < model.getNumColorComponents(); band++) {
        for (int row = 0; row < raster.getHeight(); row++) {
          line = raster.getSamples(0, row, raster.getWidth(), 1, band, line);
          for (int sample : line) {
            used |= sample;
          }
        }
      }
      bits = Math.max(LEAST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(used));
    }
    return (1 << bits) - 1;
  }

  /** Returns the luma by the weights of ITU-R BT.601; equal components give just that level. */
  private static float luma(int red, int green, int blue) {
    return (299L * red + 587L * green + 114L * blue) / 1000f;
  }

  private static boolean isSeenOnWhite(byte[] levels, byte[] opacities) {
    int opaque = 0;
    int seen = 0;
    for (int i = 0; i < levels.length; i++) {
      int opacity = opacities[i] & 0xff;
      opaque += opacity > WHITE / 2 ? 1 : 0;
      seen += on(WHITE, levels[i] & 0xff, opacity) < LIGHTEST_INK ? 1 : 0;
    }
    return seen > opaque / LEAST_SEEN_PART;
  }

  private static int on(int paper, int level, int opacity) {
    return (level * opacity + paper * (WHITE - opacity) + WHITE / 2) / WHITE;
  }
}
