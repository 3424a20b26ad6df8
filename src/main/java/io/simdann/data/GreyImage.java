package io.simdann.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture as grey levels.
 *
 * @param width the number of columns
 * @param height the number of rows
 * @param levels height × width unsigned bytes, row-major, 0 black to 255 white
 */
record GreyImage(int width, int height, byte[] levels) {

  /** More would take gigabytes to decode. */
  private static final long MAX_PIXELS = 100_000_000;

  private static final String EXPECTED = "a PNG or JPEG picture";
  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  /** Returns one grey level, 0 to 255. */
  int level(int row, int column) {
    return levels[row * width + column] & 0xff;
  }

  /** Decodes a PNG or JPEG file. Whatever is transparent shows white paper. */
  static GreyImage read(Path path) throws DataException {
    // MemoryCacheImageInputStream needs neither temporary files nor the default file system.
    try (InputStream file = DataException.open(path, EXPECTED);
        ImageInputStream in = new MemoryCacheImageInputStream(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        try {
          if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
            reader.setInput(in, true, true);
            return decode(reader, path);
          }
        } finally {
          reader.dispose();
        }
      }
      throw new DataException(path + ": byte 0: unknown type of file, expected " + EXPECTED);
    } catch (IOException e) {
      throw DataException.whileReading(path, e);
    }
  }

  private static GreyImage decode(ImageReader reader, Path path) throws DataException {
    try {
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      if (width * height > MAX_PIXELS) {
        throw new DataException(
            "%s: the picture has %d × %d pixels, expected at most %d in all"
                .formatted(path, width, height, MAX_PIXELS));
      }
      return ofImage(reader.read(0));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders answer damaged files with unchecked exceptions of many kinds, too.
      throw new DataException(
          "%s: the picture is damaged or of an unsupported kind (%s), expected %s"
              .formatted(path, e.getMessage() == null ? e : e.getMessage(), EXPECTED),
          e);
    }
  }

  private static GreyImage ofImage(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] levels = new byte[width * height];
    ColorModel model = image.getColorModel();
    boolean grey =
        model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(model instanceof IndexColorModel);
    int[] line = new int[grey ? width * image.getRaster().getNumBands() : width];
    for (int row = 0; row < height; row++) {
      if (grey) {
        greyLine(image.getRaster(), model, row, line, levels);
      } else {
        image.getRGB(0, row, width, 1, line, 0, width);
        for (int column = 0; column < width; column++) {
          levels[row * width + column] = (byte) ofArgb(line[column]);
        }
      }
    }
    return new GreyImage(width, height, levels);
  }

  /**
   * Takes grey samples as they are stored. {@link BufferedImage#getRGB} would take them for linear
   * light and brighten them.
   */
  private static void greyLine(
      Raster raster, ColorModel model, int row, int[] line, byte[] levels) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    raster.getPixels(0, row, width, 1, line);
    int max = (1 << model.getComponentSize(0)) - 1;
    for (int column = 0; column < width; column++) {
      int level = Math.round(line[column * bands] * 255f / max);
      int alpha = model.hasAlpha() ? Math.round(line[column * bands + 1] * 255f / max) : 255;
      levels[row * width + column] = (byte) onWhite(level, alpha);
    }
  }

  /** Returns the luma by the weights of ITU-R BT.601; equal components give just that level. */
  private static int ofArgb(int argb) {
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    return onWhite((299 * red + 587 * green + 114 * blue + 500) / 1000, argb >>> 24);
  }

  private static int onWhite(int level, int alpha) {
    return (level * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
