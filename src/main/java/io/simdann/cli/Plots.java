package io.simdann.cli;

import io.simdann.model.AtomicFile;
import io.simdann.report.CostPlot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Pictures of a training, as they go into their files.
 *
 * @param png the plot as PNG
 * @param svg the plot as SVG
 */
record Plots(ByteArrayOutputStream png, ByteArrayOutputStream svg) {

  /** Makes a plot. */
  @FunctionalInterface
  interface Plan {

    /** Makes it; may fail in any way where fonts or AWT's native libraries are missing. */
    CostPlot make();
  }

  /**
   * Draws a plot; nothing is written yet.
   *
   * @throws IOException if this JVM can't draw
   */
  static Plots draw(Plan plan) throws IOException {
    try {
      CostPlot plot = plan.make();
      CostPlot.Pixels pixels = plot.paint();
      Background<ByteArrayOutputStream> png =
          Background.begin("simdann-png", () -> bytes(pixels::writePng));
      ByteArrayOutputStream svg = bytes(plot::writeSvg);
      return new Plots(png.await(), svg);
    } catch (RuntimeException | Error e) {
      // Without fonts or its native libraries AWT fails with errors of many kinds.
      throw new IOException("this JVM cannot draw: " + e, e);
    }
  }

  private static ByteArrayOutputStream bytes(AtomicFile.Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    return bytes;
  }
}
