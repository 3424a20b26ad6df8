package io.simdann.data.picture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Draws pictures of digits. */
final class DrawnDigit {

  private DrawnDigit() {}

  /** A white sheet. */
  static BufferedImage paper(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) 255);
    return image;
  }

  /** A ring with a stem, 100 × 180 pixels at scale 1 around the given centre. */
  static BufferedImage nine(
      int width, int height, double x, double y, double scale, boolean onBlack) {
    BufferedImage image = paper(width, height);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    if (onBlack) {
      graphics.setColor(Color.BLACK);
      graphics.fillRect(0, 0, width, height);
    }
    graphics.setColor(onBlack ? Color.WHITE : Color.BLACK);
    graphics.translate(x, y);
    graphics.scale(scale, scale);
    graphics.setStroke(new BasicStroke(20));
    graphics.draw(new Ellipse2D.Double(-40, -80, 80, 80));
    graphics.draw(new Line2D.Double(40, -40, 20, 90));
    graphics.dispose();
    return image;
  }

  /** Writes a picture as a file of the given format. */
  static Path write(BufferedImage image, Path directory, String format) throws IOException {
    Path path = directory.resolve("picture." + format);
    assertTrue(ImageIO.write(image, format, path.toFile()), format);
    return path;
  }
}
