package io.simdann.report;

import io.simdann.train.History;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.XChartTheme;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The plot of a training: cost over iterations or epochs, and the accuracy on the training samples
 * where it was computed, on an axis of its own.
 *
 * <p>Drawing needs a JVM with fonts; where they are missing it fails with whatever exception or
 * error AWT has for that.
 */
public final class CostPlot {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 800;
  private static final Color COST_COLOR = new Color(0x1f, 0x5f, 0xa8);
  private static final Color ACCURACY_COLOR = new Color(0xd9, 0x66, 0x0b);
  private static final Color INK = new Color(0x22, 0x22, 0x22);
  private static final Color GRID = new Color(0xe4, 0xe4, 0xe4);
  private static final Color FRAME = new Color(0x99, 0x99, 0x99);
  private static final int MOST_MARKERS = 50;
  private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  private final XYChart chart;
  private final History.Unit unit;

  /**
   * Prepares a plot.
   *
   * @param title what was trained, in a few words
   * @param unit what the entries are about
   * @param entries the iterations or epochs in order, at least one
   * @throws IllegalArgumentException if there is no entry
   */
  public CostPlot(String title, History.Unit unit, List<History.Entry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("no %s to plot, expected at least one".formatted(unit));
    }
    this.unit = unit;
    chart = new XYChart(WIDTH, HEIGHT, new XChartTheme());
    chart.setTitle(title);
    chart.setXAxisTitle(unit.toString());
    style(chart.getStyler());
    chart.getStyler().setXAxisMax((double) entries.size());
    addCost(entries);
    addAccuracy(entries);
  }

  /**
   * Draws the plot as a PNG picture of 1200 × 800 pixels.
   *
   * @param out where it goes; not closed
   * @throws IOException if {@code out} fails
   */
  public void writePng(OutputStream out) throws IOException {
    paint().writePng(out);
  }

  /**
   * Paints the plot, so that its pixels can be compressed while the plot is used for something
   * else.
   *
   * @return the pixels
   */
  public Pixels paint() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    return new Pixels(image);
  }

  /** A painted plot. */
  public static final class Pixels {

    private final BufferedImage image;

    private Pixels(BufferedImage image) {
      this.image = image;
    }

    /**
     * Compresses the picture as PNG.
     *
     * @param out where it goes; not closed
     * @throws IOException if {@code out} fails
     */
    public void writePng(OutputStream out) throws IOException {
      // Given a plain stream, ImageIO would want a temporary file.
      try (ImageOutputStream cached = new MemoryCacheImageOutputStream(out)) {
        if (!ImageIO.write(image, "png", cached)) {
          throw new IOException("this JVM has no writer for PNG pictures");
        }
      }
    }
  }

  /**
   * Draws the plot as an SVG picture, in UTF-8.
   *
   * @param out where it goes; not closed
   * @throws IOException if {@code out} fails
   */
  public void writeSvg(OutputStream out) throws IOException {
    SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
    chart.paint(graphics, WIDTH, HEIGHT);
    Element root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT));
    root.setAttribute("width", Integer.toString(WIDTH));
    root.setAttribute("height", Integer.toString(HEIGHT));
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    graphics.stream(root, writer);
    writer.flush();
  }

  private static Document emptySvg() throws IOException {
    try {
      DOMImplementation dom =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
      return dom.createDocument(SVG_NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IOException("this JVM has no XML documents", e);
    }
  }

  private void addCost(List<History.Entry> entries) {
    List<History.Entry> shown = new ArrayList<>(PlotPoints.ofCost(entries));
    // Twice the last: equally spaced points would get multiples of their distance as axis labels,
    // such as 60, 120, 180, instead of round numbers.
    shown.add(entries.get(entries.size() - 1));
    double[] numbers = shown.stream().mapToDouble(unit::number).toArray();
    double[] costs = shown.stream().mapToDouble(History.Entry::cost).toArray();
    XYSeries series = chart.addSeries("cost (left axis)", numbers, costs);
    series.setLineColor(COST_COLOR).setLineStyle(SeriesLines.SOLID).setLineWidth(2.5f);
    series.setMarker(entries.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(COST_COLOR);
    series.setYAxisGroup(0);
    chart.setYAxisGroupTitle(0, "cost");
    XYStyler styler = chart.getStyler();
    styler.setYAxisMin(0, 0.0);
    styler.setYAxisGroupTickLabelsColorMap(0, COST_COLOR);
    styler.putYAxisGroupDecimalPatternMap(0, "0.######");
  }

  private void addAccuracy(List<History.Entry> entries) {
    List<History.Entry> shown = PlotPoints.ofAccuracy(entries);
    if (shown.isEmpty()) {
      return;
    }
    double[] numbers = shown.stream().mapToDouble(unit::number).toArray();
    double[] percent =
        shown.stream().mapToDouble(entry -> entry.accuracy().getAsDouble() * 100).toArray();
    XYSeries series = chart.addSeries("train accuracy (right axis)", numbers, percent);
    series.setLineColor(ACCURACY_COLOR).setLineStyle(SeriesLines.SOLID).setLineWidth(1.5f);
    series.setMarker(shown.size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(ACCURACY_COLOR);
    series.setYAxisGroup(1);
    chart.setYAxisGroupTitle(1, "train accuracy (%)");
    XYStyler styler = chart.getStyler();
    styler.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    styler.setYAxisMin(1, 0.0);
    styler.setYAxisMax(1, 100.0);
    styler.setYAxisGroupTickLabelsColorMap(1, ACCURACY_COLOR);
    styler.putYAxisGroupDecimalPatternMap(1, "0");
  }

  private static void style(XYStyler styler) {
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 18);
    styler.setBaseFont(plain);
    styler.setChartTitleFont(plain.deriveFont(Font.BOLD, 24f));
    styler.setAxisTitleFont(plain.deriveFont(20f));
    styler.setAxisTickLabelsFont(plain);
    styler.setLegendFont(plain);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(12);
    styler.setChartPadding(20);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(FRAME);
    styler.setAxisTickPadding(8);
    styler.setPlotBorderColor(FRAME);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotMargin(0);
    styler.setXAxisDecimalPattern("0");
    styler.setXAxisMin(0.0);
    styler.setXAxisTickMarkSpacingHint(110);
    styler.setYAxisTickMarkSpacingHint(70);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPadding(12);
    styler.setLegendSeriesLineLength(40);
    styler.setMarkerSize(9);
    styler.setAntiAlias(true);
    styler.setTextAntiAlias(true);
  }
}
