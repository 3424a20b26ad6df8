package io.simdann.bench.compare;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;
import java.util.Locale;

/**
 * What stands around rows that are drawn along a common axis from left to right: title above, the
 * rows' names to the left, axis and legend below.
 *
 * @param title what is shown
 * @param subtitle where it was measured
 * @param axisTitle what the axis counts, with its unit
 * @param most the axis ends here, its beginning is 0
 * @param step from one tick to the next
 * @param rowsHeight of all rows
 */
record ChartFrame(
    String title, String subtitle, String axisTitle, double most, double step, int rowsHeight) {
  static final int WIDTH = 1200;

  /** Where rows begin. */
  static final int TOP = 90;

  private static final int LEFT = 330;
  private static final int RIGHT = 40;
  private static final int BELOW = 110;
  private static final int SWATCH = 14;

  int height() {
    return TOP + rowsHeight + BELOW;
  }

  /** Where a value is on the axis. */
  int x(double value) {
    return LEFT + (int) Math.round(value / most * (WIDTH - LEFT - RIGHT));
  }

  /** Draws all but the rows. */
  void paint(Graphics2D graphics, List<String> libraries) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(java.awt.Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height());
    graphics.setColor(ChartStyle.INK);
    graphics.setFont(ChartStyle.TITLE);
    graphics.drawString(title, 24, 38);
    graphics.setColor(ChartStyle.FAINT_INK);
    graphics.setFont(ChartStyle.SMALL);
    graphics.drawString(subtitle, 24, 62);
    paintAxis(graphics);
    paintLegend(graphics, libraries);
  }

  private void paintAxis(Graphics2D graphics) {
    int bottom = TOP + rowsHeight;
    graphics.setStroke(new BasicStroke(1f));
    graphics.setFont(ChartStyle.SMALL);
    for (double tick = 0; tick <= most * 1.0001; tick += step) {
      graphics.setColor(ChartStyle.GRID);
      graphics.drawLine(x(tick), TOP, x(tick), bottom);
      graphics.setColor(ChartStyle.INK);
      centre(graphics, String.format(Locale.ROOT, "%.0f", tick), x(tick), bottom + 20);
    }
    centre(graphics, axisTitle, (x(0) + x(most)) / 2, bottom + 46);
  }

  private void paintLegend(Graphics2D graphics, List<String> libraries) {
    graphics.setFont(ChartStyle.PLAIN);
    int gap = 28;
    int width = -gap;
    for (String library : libraries) {
      width += SWATCH + 8 + graphics.getFontMetrics().stringWidth(library) + gap;
    }
    int x = (WIDTH - width) / 2;
    int y = TOP + rowsHeight + 86;
    for (String library : libraries) {
      graphics.setColor(ChartStyle.color(library));
      graphics.fillRect(x, y - SWATCH + 2, SWATCH, SWATCH);
      graphics.setColor(ChartStyle.INK);
      graphics.drawString(library, x + SWATCH + 8, y);
      x += SWATCH + 8 + graphics.getFontMetrics().stringWidth(library) + gap;
    }
  }

  /** A row's name, right-aligned at the axis. */
  void paintName(Graphics2D graphics, String name, int baseline) {
    int width = graphics.getFontMetrics().stringWidth(name);
    graphics.drawString(name, LEFT - 14 - width, baseline);
  }

  private static void centre(Graphics2D graphics, String text, int x, int baseline) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, baseline);
  }
}
