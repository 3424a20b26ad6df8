package io.simdann.cli;

import io.simdann.model.AtomicFile;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.report.CostPlot;
import io.simdann.train.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files that a training leaves in its directory. */
final class RunFiles {

  static final String MODEL = "model.safetensors";
  static final String HISTORY = "history.csv";
  static final String PLOT_PNG = "cost.png";
  static final String PLOT_SVG = "cost.svg";

  private final RunDirectory directory;

  RunFiles(RunDirectory directory) {
    this.directory = directory;
  }

  /** Opens a directory into which these files can be written. */
  static RunDirectory directory(Path path) throws CommandFailedException {
    return RunDirectory.open(path, MODEL, HISTORY, PLOT_PNG, PLOT_SVG);
  }

  /** Returns the model's path. */
  Path model() {
    return directory.path().resolve(MODEL);
  }

  /** Writes model and history, and removes the plots of an earlier training. */
  void save(Network network, Map<String, String> metadata, byte[] history) throws IOException {
    directory.change(
        path -> {
          ModelFile.save(path.resolve(MODEL), network, metadata);
          AtomicFile.write(path.resolve(HISTORY), out -> out.write(history));
          Files.deleteIfExists(path.resolve(PLOT_PNG));
          Files.deleteIfExists(path.resolve(PLOT_SVG));
        });
  }

  /**
   * Pictures of a training, as they go into their files.
   *
   * @param png the plot as PNG
   * @param svg the plot as SVG
   */
  record Plots(ByteArrayOutputStream png, ByteArrayOutputStream svg) {}

  /**
   * Draws the plots; nothing is written yet.
   *
   * @throws IOException if this JVM can't draw
   */
  static Plots draw(String title, History.Unit unit, List<History.Entry> history)
      throws IOException {
    try {
      CostPlot plot = new CostPlot(title, unit, history);
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

  /** Writes the plots. */
  void save(Plots plots) throws IOException {
    directory.change(
        path -> {
          AtomicFile.write(path.resolve(PLOT_PNG), plots.png()::writeTo);
          AtomicFile.write(path.resolve(PLOT_SVG), plots.svg()::writeTo);
        });
  }
}
