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
import java.util.Locale;
import java.util.OptionalDouble;
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
 * where it was computed, on an axis of its own, which shows the part from 0 to 100 % that the
 * values take up. The trained network's accuracies stand at the last iteration: the end of the
 * curve, and a point for the test samples.
 *
 * <p>Drawing needs a JVM with fonts; where they are missing it fails with whatever exception or
 * error AWT has for that.
 */
public final class CostPlot {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 800;
  private static final Color COST_COLOR = new Color(0x1f, 0x5f, 0xa8);
  private static final Color TRAIN_COLOR = new Color(0xd9, 0x66, 0x0b);
  private static final Color TEST_COLOR = new Color(0x2b, 0x8a, 0x3e);
  private static final Color INK = new Color(0x22, 0x22, 0x22);
  private static final Color GRID = new Color(0xe4, 0xe4, 0xe4);
  private static final Color FRAME = new Color(0x99, 0x99, 0x99);
  private static final int MOST_MARKERS = 50;
  private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

  /**
   * The accuracies of the trained network, as fractions.
   *
   * @param train on the training samples, if known
   * @param test on the test samples, if known
   */
  public record Trained(OptionalDouble train, OptionalDouble test) {

    /** Of a training that didn't end, so that neither is known. */
    public static final Trained UNKNOWN =
        new Trained(OptionalDouble.empty(), OptionalDouble.empty());
  }

  private final XYChart chart;
  private final History.Unit unit;

  /**
   * Prepares a plot.
   *
   * @param title what was trained, in a few words
   * @param unit what the entries are about
   * @param entries the iterations or epochs in order, at least one
   * @param trained what came of them
   * @throws IllegalArgumentException if there is no entry
   */
  public CostPlot(String title, History.Unit unit, List<History.Entry> entries, Trained trained) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "no %s to plot, expected at least one", unit));
    }
    this.unit = unit;
    chart = new XYChart(WIDTH, HEIGHT, new XChartTheme());
    chart.setTitle(title);
    chart.setXAxisTitle(unit.toString());
    style(chart.getStyler());
    int last = unit.number(entries.get(entries.size() - 1));
    // Of many, the number of all of them makes a rounder end: 1000 rather than 999.
    chart.getStyler().setXAxisMax(Math.max(1.0, last < MOST_MARKERS ? last : last + 1.0));
    addCost(entries);
    addAccuracies(entries, trained, last);
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
      // ImageIO's own stream would have a temporary file.
      try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
        if (!ImageIO.write(image, "png", stream)) {
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
    root.setAttribute("viewBox", String.format(Locale.ROOT, "0 0 %d %d", WIDTH, HEIGHT));
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
    chart.setYAxisGroupTitle(0, "cost: mean over samples and classes");
    XYStyler styler = chart.getStyler();
    styler.setYAxisMin(0, 0.0);
    styler.setYAxisGroupTickLabelsColorMap(0, COST_COLOR);
    styler.putYAxisGroupDecimalPatternMap(0, "0.######");
  }

  private void addAccuracies(List<History.Entry> entries, Trained trained, double last) {
    List<Double> numbers = new ArrayList<>();
    List<Double> percents = new ArrayList<>();
    for (History.Entry entry : PlotPoints.ofAccuracy(entries)) {
      numbers.add((double) unit.number(entry));
      percents.add(entry.accuracy().getAsDouble() * 100);
    }
    if (trained.train().isPresent() && !numbers.contains(last)) {
      numbers.add(last);
      percents.add(trained.train().getAsDouble() * 100);
    }
    if (!numbers.isEmpty()) {
      XYSeries curve = addAccuracy("train accuracy (right axis)", numbers, percents);
      curve.setLineColor(TRAIN_COLOR).setLineStyle(SeriesLines.SOLID).setLineWidth(1.5f);
      curve.setMarker(numbers.size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      curve.setMarkerColor(TRAIN_COLOR);
    }
    if (trained.test().isPresent()) {
      double test = trained.test().getAsDouble() * 100;
      String name = String.format(Locale.ROOT, "test accuracy at the end: %.2f %%", test);
      XYSeries point = addAccuracy(name, List.of(last), List.of(test));
      point.setLineStyle(SeriesLines.NONE);
      point.setMarker(SeriesMarkers.DIAMOND).setMarkerColor(TEST_COLOR);
      percents.add(test);
    }
    if (!percents.isEmpty()) {
      styleAccuracy(PercentRange.of(array(percents)));
    }
  }

  private XYSeries addAccuracy(String name, List<Double> numbers, List<Double> percents) {
    XYSeries series = chart.addSeries(name, array(numbers), array(percents));
    series.setYAxisGroup(1);
    return series;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void styleAccuracy(PercentRange range) {
    chart.setYAxisGroupTitle(1, "accuracy (%)");
    XYStyler styler = chart.getStyler();
    styler.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    styler.setYAxisMin(1, range.least());
    styler.setYAxisMax(1, range.most());
    styler.setYAxisGroupTickLabelsColorMap(1, TRAIN_COLOR);
    styler.putYAxisGroupDecimalPatternMap(1, "0.##");
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
