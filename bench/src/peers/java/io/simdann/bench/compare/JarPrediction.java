package io.simdann.bench.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Predictions with the classes of a trainer's jar, in a JVM of their own for each turn. */
final class JarPrediction implements ProcessContender {
  private final Path jar;
  private final Path model;
  private final Path samples;
  private final int processors;
  private final String figure;

  /**
   * Prepares.
   *
   * @param jar the trainer
   * @param model of the article's network
   * @param samples MNIST's pixels
   * @param processors that its JVM sees
   * @param figure what is timed: {@code all} samples at once, or p50 or p99 of one at a time
   */
  JarPrediction(Path jar, Path model, Path samples, int processors, String figure) {
    this.jar = jar;
    this.model = model;
    this.samples = samples;
    this.processors = processors;
    this.figure = figure;
  }

  @Override
  public String version() {
    return jar.toString();
  }

  @Override
  public long time(int calls) throws Exception {
    Path probe =
        Path.of(PredictionProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String said =
        ProcessContender.run(
            List.of(
                String.format(Locale.ROOT, "-XX:ActiveProcessorCount=%d", processors),
                "-cp",
                jar + ":" + probe,
                PredictionProbe.class.getName(),
                model.toString(),
                samples.toString(),
                figure));
    return Math.round(Double.parseDouble(ProcessContender.lastLine(said)));
  }
}
