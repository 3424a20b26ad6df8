package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.simdann.model.ModelFile;
import io.simdann.nn.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training by other methods than the article's, from the command line. */
class MethodsCommandTest {
  @TempDir private Path directory;

  private Path digits(int classes) {
    return SyntheticDigits.write(directory.resolve("data"), 120, 6, classes);
  }

  private Object[] arguments(Path data, Object... options) {
    Stream<Object> common =
        Stream.of("train", "--data", data, "--output", output(), "--backend", "scalar");
    return Stream.concat(common, Stream.of(options)).toArray();
  }

  private Path output() {
    return directory.resolve("run");
  }

  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(Files.readString(output().resolve("result.json")));
  }

  @Test
  void twoClassesGetOneOutputWithTheModernPreset() throws IOException {
    Path data = digits(2);
    CommandRun.succeeding(arguments(data, "--preset", "modern", "--epochs", 20));
    Path model = output().resolve("model.safetensors");
    NetworkSpec spec = ModelFile.load(model).spec();
    assertEquals("36-100-1", spec.toString());
    assertEquals("sigmoid_cross_entropy", spec.loss().name());
    assertEquals(
        result().get("test").get("accuracy").asText(),
        CommandRun.succeeding("evaluate", model, "--data", data).stream()
            .filter(line -> line.startsWith("Test") || line.contains("ccuracy"))
            .map(line -> line.replaceAll(".*: +", ""))
            .map(percent -> Double.toString(Double.parseDouble(percent) / 100))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void softmaxStaysForTwoClassesWithTheArticlesPreset() throws IOException {
    CommandRun.succeeding(arguments(digits(2), "--iterations", 2));
    assertEquals(
        "36-50-2", ModelFile.load(output().resolve("model.safetensors")).spec().toString());
  }

  @Test
  void aRunThatHasNothingToGainAnyMoreIsFinished() throws IOException {
    CommandRun.succeeding(
        arguments(
            digits(3),
            "--optimizer",
            "lbfgs",
            "--l2",
            0.1,
            "--hidden",
            "none",
            "--iterations",
            5000));
    assertEquals("finished", result().get("status").asText());
    int iterations = result().get("iterations").asInt();
    assertTrue(iterations > 3 && iterations < 5000, () -> iterations + " iterations");
  }

  @Test
  void aRunThatHasNothingToGainFromTheStartIsFinished() throws IOException {
    List<String> out =
        CommandRun.succeeding(
            arguments(digits(3), "--optimizer", "lbfgs", "--tolerance", 10, "--iterations", 5));
    assertTrue(
        out.get(out.size() - 1).startsWith("no iteration, since there was nothing to gain; model"),
        out::toString);
    assertEquals("finished", result().get("status").asText());
    assertEquals(0, result().get("iterations").asInt());
    assertFalse(result().get("settings").has("learning_rate"));
    assertTrue(Files.exists(output().resolve("model.safetensors")));
  }

  @Test
  void theResultHasEverySettingThatWasGiven() throws IOException {
    CommandRun.succeeding(
        arguments(
            digits(3),
            "--hidden",
            "9,5",
            "--activation",
            "relu,tanh",
            "--dropout",
            "0.1,0.2",
            "--optimizer",
            "adamw",
            "--weight-decay",
            0.02,
            "--schedule",
            "cosine",
            "--warmup",
            2,
            "--class-weight",
            "balanced",
            "--batch-size",
            50,
            "--iterations",
            7));
    JsonNode settings = result().get("settings");
    assertEquals("[9,5]", settings.get("hidden").toString());
    assertEquals("[\"relu\",\"tanh\"]", settings.get("activation").toString());
    assertEquals("[0.1,0.2]", settings.get("dropout").toString());
    assertEquals("adamw", settings.get("optimizer").asText());
    assertEquals(0.001, settings.get("learning_rate").asDouble());
    assertEquals(0.02, settings.get("weight_decay").asDouble());
    assertEquals("cosine", settings.get("schedule").asText());
    assertEquals(2, settings.get("warmup").asInt());
    assertEquals("balanced", settings.get("class_weight").asText());
  }

  @Test
  void settingsThatDoNotFitTheDataAreToldInOneLine() {
    Path data = digits(3);
    assertRefused(
        "the loss quantile is for numbers, but samples have classes; expected"
            + " softmax_cross_entropy",
        arguments(data, "--loss", "quantile"));
    assertRefused(
        "the loss sigmoid_cross_entropy is for two classes, but samples have 3; expected"
            + " softmax_cross_entropy",
        arguments(data, "--loss", "sigmoid_cross_entropy"));
    assertRefused(
        "no weight of class 1, expected one for each class",
        arguments(data, "--class-weight", "0=1"));
    assertRefused(
        "a weight of class 7, which is unknown",
        arguments(data, "--class-weight", "0=1,1=1,2=1,7=1"));
    assertRefused(
        "lbfgs takes full batches", arguments(data, "--optimizer", "lbfgs", "--batch-size", 10));
    assertRefused(
        "a warm-up of 20 iterations must be shorter than the training, but that has 10",
        arguments(data, "--warmup", 20, "--iterations", 10));
  }

  private static void assertRefused(String expected, Object... arguments) {
    String failure = CommandRun.of(arguments).failure(1);
    assertTrue(failure.contains(expected), failure);
  }
}
