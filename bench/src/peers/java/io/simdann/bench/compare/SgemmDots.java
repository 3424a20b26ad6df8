package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * GFLOP/s of sgemm shape by shape, a dot for each library, with the multiply-add peak of its
 * rounds.
 */
final class SgemmDots implements ChartFile.Chart {
  private static final int ROW = 26;
  private static final int DOT = 12;

  private final List<Trial> trials;
  private final List<String> libraries;
  private final ChartFrame frame;

  SgemmDots(SgemmSummary summary, int threads, String subtitle) {
    trials = summary.grid(threads);
    libraries = new ArrayList<>(List.of(Entrant.SIMDANN));
    libraries.addAll(summary.peers(threads));
    double most = 0;
    for (Trial trial : trials) {
      for (Entry entry : trial.entries()) {
        if (entry.isMeasured()) {
          most = Math.max(most, SgemmSummary.rate(trial, entry));
        }
      }
    }
    double step = most > 150 ? 50 : 20;
    String title =
        String.format(
            Locale.ROOT, "sgemm by shape, %s", threads == 1 ? "1 thread" : threads + " threads");
    frame =
        new ChartFrame(
            title,
            subtitle,
            "GFLOP/s; the line is the peak of multiply-adds, measured in the same rounds",
            step * Math.ceil(most * 1.02 / step),
            step,
            ROW * (trials.size() + 1));
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
    int y = ChartFrame.TOP + ROW;
    for (Trial trial : trials) {
      paint(graphics, trial, y);
      y += ROW;
    }
  }

  private void paint(Graphics2D graphics, Trial trial, int y) {
    graphics.setStroke(new BasicStroke(1f));
    graphics.setColor(ChartStyle.GRID);
    graphics.drawLine(frame.x(0), y, frame.x(frame.most()), y);
    graphics.setColor(ChartStyle.INK);
    graphics.setFont(ChartStyle.SMALL);
    frame.paintName(graphics, trial.name().replaceFirst(", \\d+ threads?$", ""), y + 5);
    trial
        .best(Entrant.FMA_PEAK)
        .ifPresent(
            entry -> {
              int x = frame.x(SgemmSummary.rate(trial, entry));
              graphics.setColor(ChartStyle.PEAK);
              graphics.setStroke(new BasicStroke(2f));
              graphics.drawLine(x, y - ROW / 2, x, y + ROW / 2);
            });
    // Ours last, on top of those at the same speed.
    List<String> ourselvesLast = new ArrayList<>(libraries);
    Collections.reverse(ourselvesLast);
    for (String library : ourselvesLast) {
      trial
          .best(library)
          .ifPresent(
              entry -> {
                int x = frame.x(SgemmSummary.rate(trial, entry));
                graphics.setColor(ChartStyle.color(library));
                graphics.fillOval(x - DOT / 2, y - DOT / 2, DOT, DOT);
              });
    }
  }
}
