package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.XChartTheme;

/** GFLOP/s of square products by size, below the multiply-add peak in the same rounds. */
final class SgemmLines implements ChartFile.Chart {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 760;
  private static final String SQUARE = "square (\\d+), .*";

  private final CategoryChart chart = new CategoryChart(WIDTH, HEIGHT, new XChartTheme());

  SgemmLines(SgemmSummary summary, int threads, String subtitle) {
    List<Trial> squares =
        summary.grid(threads).stream()
            .filter(trial -> trial.name().matches(SQUARE))
            .sorted((one, other) -> Integer.compare(size(one), size(other)))
            .toList();
    chart.setTitle(
        String.format(
            Locale.ROOT,
            "sgemm of square matrices, %s",
            threads == 1 ? "1 thread" : threads + " threads"));
    chart.setXAxisTitle(String.format(Locale.ROOT, "rows and columns (%s)", subtitle));
    chart.setYAxisTitle("GFLOP/s");
    style(chart.getStyler());
    List<Integer> sizes = squares.stream().map(SgemmLines::size).toList();
    addPeak(sizes, rates(squares, Entrant.FMA_PEAK));
    List<String> libraries = new ArrayList<>(List.of(Entrant.SIMDANN));
    libraries.addAll(summary.peers(threads));
    for (String library : libraries) {
      List<Double> rates = rates(squares, library);
      if (!rates.stream().allMatch(Objects::isNull)) {
        CategorySeries series = chart.addSeries(library, sizes, rates);
        series.setLineColor(ChartStyle.color(library));
        series.setMarkerColor(ChartStyle.color(library));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineStyle(new BasicStroke(library.equals(Entrant.SIMDANN) ? 3.5f : 2f));
      }
    }
  }

  /** One for each square, null where the library wasn't measured. */
  private static List<Double> rates(List<Trial> squares, String library) {
    List<Double> rates = new ArrayList<>();
    for (Trial trial : squares) {
      Optional<Entry> entry = trial.best(library);
      rates.add(entry.map(best -> SgemmSummary.rate(trial, best)).orElse(null));
    }
    return rates;
  }

  private void addPeak(List<Integer> sizes, List<Double> peaks) {
    if (!peaks.stream().allMatch(Objects::isNull)) {
      CategorySeries series = chart.addSeries(Entrant.FMA_PEAK, sizes, peaks);
      series.setLineColor(ChartStyle.PEAK);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineStyle(
          new BasicStroke(
              2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {8f, 6f}, 0f));
    }
  }

  private static int size(Trial square) {
    return Integer.parseInt(square.name().replaceFirst(SQUARE, "$1"));
  }

  private static void style(CategoryStyler styler) {
    styler.setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    // Else the points of a size would stand beside each other, as bars do.
    styler.setOverlapped(true);
    styler.setBaseFont(ChartStyle.PLAIN);
    styler.setChartTitleFont(ChartStyle.TITLE);
    styler.setAxisTitleFont(ChartStyle.PLAIN);
    styler.setAxisTickLabelsFont(ChartStyle.SMALL);
    styler.setLegendFont(ChartStyle.PLAIN);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(ChartStyle.INK);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(12);
    styler.setChartPadding(20);
    styler.setPlotGridLinesColor(ChartStyle.GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotBorderColor(ChartStyle.GRID);
    styler.setYAxisMin(0.0);
    styler.setYAxisDecimalPattern("0");
    styler.setXAxisDecimalPattern("0");
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setMarkerSize(9);
    styler.setAntiAlias(true);
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D graphics) {
    chart.paint(graphics, WIDTH, HEIGHT);
  }
}
