package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as horizontal bars, one group for each trial. Trials last from microseconds to seconds, so
 * a group is drawn relative to its slowest; the times stand beside the bars.
 */
final class TimeBars implements ChartFile.Chart {
  private static final int BAR = 20;
  private static final int GAP = 22;

  private final List<Trial> trials;
  private final List<String> libraries;
  private final ChartFrame frame;

  TimeBars(String title, String subtitle, List<Trial> trials) {
    this.trials = trials;
    libraries = trials.stream().flatMap(trial -> trial.libraries().stream()).distinct().toList();
    int height = GAP;
    for (Trial trial : trials) {
      height += groupHeight(trial) + GAP;
    }
    String axisTitle = "time in percent of the slowest (shorter is faster)";
    frame = new ChartFrame(title, subtitle, axisTitle, 100, 20, height);
  }

  @Override
  public int width() {
    return ChartFrame.WIDTH;
  }

  @Override
  public int height() {
    return frame.height();
  }

  @Override
  public void paint(Graphics2D graphics) {
    frame.paint(graphics, libraries);
    int y = ChartFrame.TOP + GAP;
    for (Trial trial : trials) {
      paint(graphics, trial, y);
      y += groupHeight(trial) + GAP;
    }
  }

  private void paint(Graphics2D graphics, Trial trial, int top) {
    int middle = top + groupHeight(trial) / 2;
    graphics.setFont(ChartStyle.SMALL);
    graphics.setColor(ChartStyle.INK);
    frame.paintName(graphics, trial.name(), middle - 3);
    graphics.setColor(ChartStyle.FAINT_INK);
    frame.paintName(
        graphics,
        String.format(
            Locale.ROOT, "%s, %s", trial.measure(), Measure.valueOf(trial.measure()).title()),
        middle + 15);
    double slowest =
        trial.libraries().stream()
            .flatMap(library -> trial.best(library).stream())
            .mapToDouble(Entry::median)
            .max()
            .orElse(1);
    int y = top;
    for (String library : trial.libraries()) {
      Optional<Entry> entry = trial.best(library);
      int end = frame.x(entry.map(best -> 100 * best.median() / slowest).orElse(0.0));
      graphics.setColor(ChartStyle.color(library));
      graphics.fillRect(frame.x(0), y, end - frame.x(0), BAR - 3);
      paintText(graphics, text(trial, library, entry), end, y + BAR - 7);
      y += BAR;
    }
  }

  /** Beside the bar, or within it where there is no room. */
  private void paintText(Graphics2D graphics, String text, int end, int baseline) {
    int width = graphics.getFontMetrics().stringWidth(text);
    boolean fits = end + 8 + width <= frame.x(100);
    graphics.setColor(fits ? ChartStyle.INK : java.awt.Color.WHITE);
    graphics.drawString(text, fits ? end + 8 : end - 8 - width, baseline);
  }

  private static String text(Trial trial, String library, Optional<Entry> entry) {
    if (entry.isEmpty()) {
      return "not measured";
    }
    int threads = entry.get().threads();
    String time =
        String.format(
            Locale.ROOT,
            "%s on %d thread%s",
            ComparisonTable.time(entry.get().median()),
            threads,
            threads == 1 ? "" : "s");
    return trial
        .timesAsFast(library)
        .filter(times -> !library.equals(Entrant.SIMDANN))
        .map(times -> String.format(Locale.ROOT, "%s, Simdann %.2f×", time, times.median()))
        .orElse(time);
  }

  private static int groupHeight(Trial trial) {
    return BAR * trial.libraries().size();
  }
}
