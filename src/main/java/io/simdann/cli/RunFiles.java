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
   * Draws the plots.
   *
   * @throws IOException if a file can't be written, or this JVM can't draw
   */
  void plot(String title, History.Unit unit, List<History.Entry> history) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    try {
      CostPlot plot = new CostPlot(title, unit, history);
      plot.writePng(png);
      plot.writeSvg(svg);
    } catch (RuntimeException | Error e) {
      // Without fonts or its native libraries AWT fails with errors of many kinds.
      throw new IOException("this JVM cannot draw: " + e, e);
    }
    directory.change(
        path -> {
          AtomicFile.write(path.resolve(PLOT_PNG), png::writeTo);
          AtomicFile.write(path.resolve(PLOT_SVG), svg::writeTo);
        });
  }
}
