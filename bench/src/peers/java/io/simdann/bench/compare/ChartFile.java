package io.simdann.bench.compare;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Writes a chart as PNG and as SVG. */
final class ChartFile {
  private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  /** Anything that can be drawn. */
  interface Chart {
    int width();

    int height();

    void paint(Graphics2D graphics);
  }

  /**
   * Writes.
   *
   * @param base the files' path without {@code .png} and {@code .svg}
   */
  static void write(Chart chart, String base) throws IOException {
    writePng(chart, Path.of(base + ".png"));
    writeSvg(chart, Path.of(base + ".svg"));
  }

  private static void writePng(Chart chart, Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(chart.width(), chart.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    chart.paint(graphics);
    graphics.dispose();
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this JVM has no writer for PNG pictures");
    }
  }

  private static void writeSvg(Chart chart, Path file) throws IOException {
    SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
    chart.paint(graphics);
    Element root = graphics.getRoot();
    root.setAttribute(
        "viewBox", String.format(Locale.ROOT, "0 0 %d %d", chart.width(), chart.height()));
    root.setAttribute("width", Integer.toString(chart.width()));
    root.setAttribute("height", Integer.toString(chart.height()));
    try (Writer writer = Files.newBufferedWriter(file)) {
      graphics.stream(root, writer);
    }
  }

  private static Document emptySvg() throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG_NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IOException("this JVM has no XML documents", e);
    }
  }

  private ChartFile() {}
}
