package io.simdann.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.simdann.nn.NetworkSpec;
import io.simdann.report.CostPlot;
import io.simdann.train.EpochPlan;
import io.simdann.train.History;
import io.simdann.train.Setting;
import io.simdann.train.Settings;
import io.simdann.train.Trainer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a training, as JSON: how it ended, by what program and with what settings, its final
 * figures, and the SHA-256 of its files. A figure that isn't known is null.
 *
 * @param job what was to be done
 * @param status how it ended
 * @param failure why it ended early, if it did
 * @param iterations how many iterations the model has seen
 * @param last the last entry of the history, if there is one
 * @param accuracies those of the model
 */
record RunResult(
    Job job,
    Status status,
    Optional<String> failure,
    int iterations,
    Optional<History.Entry> last,
    CostPlot.Trained accuracies) {

  /** How a training ended. */
  enum Status {
    /** All iterations are done, or L-BFGS had nothing to gain any more. */
    FINISHED,
    /** By a signal. */
    STOPPED,
    /** By a failure. */
    FAILED
  }

  /**
   * What was to be done, and by whom.
   *
   * @param started when
   * @param trainer the settings
   * @param start the model to start from, if there is one
   * @param data the samples
   * @param spec the network
   * @param epochPlan the batches and iterations
   */
  record Job(
      Instant started,
      Trainer trainer,
      Optional<StartingModel> start,
      TrainingData data,
      NetworkSpec spec,
      EpochPlan epochPlan) {}

  /** The same with accuracies. */
  RunResult with(CostPlot.Trained known) {
    return new RunResult(job, status, failure, iterations, last, known);
  }

  /** Writes the fields of the object. */
  void write(JsonGenerator json, Map<String, FileDigest> files) throws IOException {
    json.writeStringField("status", status.name().toLowerCase(Locale.ROOT));
    json.writeStringField("failure", failure.map(FailureLine::oneLine).orElse(null));
    json.writeStringField("program", "Simdann " + ProgramVersion.number());
    json.writeStringField(
        "java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    json.writeStringField(
        "platform", System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    json.writeStringField("workers", job.data.workers(job.trainer));
    json.writeStringField("started", job.started.truncatedTo(ChronoUnit.SECONDS).toString());
    writeSettings(json);
    if (job.start.isPresent()) {
      json.writeObjectFieldStart("start_from");
      job.start.get().write(json);
      json.writeEndObject();
    }
    json.writeNumberField("iterations", iterations);
    json.writeNumberField("epochs", iterations / job.epochPlan.iterationsPerEpoch());
    write(json, "seconds", last.map(History.Entry::seconds));
    write(json, "cost", last.map(History.Entry::cost));
    write(json, "train", job.data.train(), accuracies.train());
    if (job.data.test().isPresent()) {
      write(json, "test", job.data.test().get(), accuracies.test());
    }
    json.writeObjectFieldStart("files");
    for (Map.Entry<String, FileDigest> file : files.entrySet()) {
      json.writeObjectFieldStart(file.getKey());
      json.writeNumberField("bytes", file.getValue().bytes());
      json.writeStringField("sha256", file.getValue().sha256());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Those that follow from the data, too, first; then all that were given. */
  private void writeSettings(JsonGenerator json) throws IOException {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("sizes", Arrays.stream(job.spec.sizes()).boxed().toList());
    if (job.trainer.optimizer().hasLearningRate()) {
      settings.put(Settings.LEARNING_RATE.name(), job.trainer.learningRate());
    }
    settings.put(Settings.BATCH_SIZE.name(), job.epochPlan.batchSize());
    settings.put(Settings.ITERATIONS.name(), job.epochPlan.iterations());
    settings.put(Settings.SHUFFLE.name(), job.epochPlan.shuffled());
    settings.put(Settings.SEED.name(), job.trainer.settings().get(Settings.SEED));
    job.trainer
        .settings()
        .all()
        .forEach((setting, value) -> settings.putIfAbsent(setting.name(), value));
    json.writeObjectFieldStart("settings");
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      json.writeFieldName(setting.getKey());
      write(json, setting.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Number || value instanceof Boolean) {
      json.writeObject(value);
    } else {
      json.writeString(Setting.show(value));
    }
  }

  private static void write(
      JsonGenerator json, String part, TrainingData.Shape shape, OptionalDouble accuracy)
      throws IOException {
    json.writeObjectFieldStart(part);
    json.writeNumberField("samples", shape.samples());
    json.writeNumberField("features", shape.features());
    write(
        json,
        "accuracy",
        accuracy.isPresent() ? Optional.of(accuracy.getAsDouble()) : Optional.empty());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, Optional<Double> number)
      throws IOException {
    json.writeFieldName(field);
    if (number.isPresent()) {
      json.writeNumber(number.get());
    } else {
      json.writeNull();
    }
  }
}
