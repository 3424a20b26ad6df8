package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import io.simdann.nn.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table of settings, and the page that shows it. */
class SettingsTest {
  private static final Path PAGE = Path.of("docs", "settings.md");

  @Test
  void thePageShowsTheTable() throws IOException {
    List<String> shown =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("|")).toList();
    assertEquals(String.join("\n", table()), String.join("\n", shown));
  }

  private static List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("| setting | what it is | values | default |");
    lines.add("|---|---|---|---|");
    for (Setting<?> setting : Settings.all()) {
      String of =
          setting
              .owner()
              .map(owner -> " (" + owner + ": " + String.join(", ", setting.owners()) + ")")
              .orElse("");
      lines.add(
          String.format(
              "| `%s`%s | %s | %s | %s |",
              setting.option(),
              of,
              setting.description().replace("|", "\\|"),
              setting.placeholder().isEmpty() ? "takes none" : setting.expected(),
              setting.placeholder().isEmpty() ? "" : setting.defaultText()));
    }
    return lines;
  }

  @Test
  void everyEntryOfTheClassIsInTheTable() throws IllegalAccessException {
    List<Object> entries = new ArrayList<>();
    for (var field : Settings.class.getFields()) {
      entries.add(field.get(null));
    }
    assertEquals(entries, Settings.all());
    assertEquals(
        Settings.all().size(), Settings.all().stream().map(Setting::name).distinct().count());
  }

  @Test
  void defaultsAreAllowedAndReadAsTheyAreWritten() {
    for (Setting<?> setting : Settings.all()) {
      readBack(setting);
    }
  }

  private static <T> void readBack(Setting<T> setting) {
    Optional<T> value = setting.defaultValue();
    if (value.isPresent()) {
      assertEquals(value.get(), setting.require(value.get()));
      assertEquals(value.get(), setting.parse(Setting.show(value.get())), setting::name);
    }
  }

  @Test
  void settingsOfEveryKindAreRead() {
    assertEquals(List.of(128, 64), Settings.HIDDEN.parse("128,64"));
    assertEquals(List.of(), Settings.HIDDEN.parse("none"));
    assertEquals(List.of(Activation.RELU, Activation.TANH), Settings.ACTIVATION.parse("relu,tanh"));
    assertEquals(Initializer.HE_UNIFORM, Settings.INIT.parse("he_uniform"));
    assertEquals(4294967295L, Settings.SEED.parse("4294967295"));
    assertEquals(Double.POSITIVE_INFINITY, Settings.CLIP_NORM.parse("Infinity"));
    assertEquals(false, Settings.SHUFFLE.parse("false"));
    assertRefused(
        "shuffle must be true or false, but was 'no'", () -> Settings.SHUFFLE.parse("no"));
    assertRefused(
        "momentum must be from 0 to less than 1, but was 1.0",
        () -> Settings.MOMENTUM.require(1.0));
    assertRefused(
        "l2 must be finite and 0 or more, but was Infinity",
        () -> Settings.L2.require(Double.POSITIVE_INFINITY));
  }

  @Test
  void anOptimizerIsWhatItsSettingsMake() {
    for (OptimizerSettings optimizer :
        List.of(
            new Sgd(0.3),
            new Sgd(0.3, 0.8, true),
            new Rmsprop(0.01, 0.7),
            new Adam(0.02),
            new Adam(0.02, 0.8, 0.9, 0.1))) {
      assertEquals(optimizer, OptimizerSettings.of(optimizer.values()));
      assertEquals(optimizer, Trainer.builder().optimizer(optimizer).build().optimizer());
    }
    Regularization regularization = new Regularization(0.1, 0.2, 3, 4);
    assertEquals(regularization, Regularization.of(regularization.values()));
  }

  @Test
  void anotherOptimizerTakesNoPartsOfTheOneBefore() {
    Trainer trainer =
        Trainer.builder().optimizer(new Sgd(0.3, 0.8, true)).optimizer(new Adam(0.02)).build();
    assertEquals(new Adam(0.02), trainer.optimizer());
    assertRefused(
        "momentum is for the optimizer sgd, but that is adam",
        () ->
            Trainer.builder().set(Settings.OPTIMIZER, "adam").set(Settings.MOMENTUM, 0.9).build());
  }

  @Test
  void aPresetIsWhatIsNotGiven() {
    TrainerBuilder modern = Trainer.builder().set(Settings.PRESET, "modern");
    assertEquals(new Adam(0.001), modern.build().optimizer());
    assertEquals(128, modern.build().epochPlan(1000).batchSize());
    Trainer changed = modern.optimizer(new Sgd(0.5)).batchSize(10).build();
    assertEquals(new Sgd(0.5), changed.optimizer());
    assertEquals(10, changed.epochPlan(1000).batchSize());
    assertTrue(
        changed.settings().toString().contains("--hidden 100 --activation relu --optimizer sgd"),
        changed.settings()::toString);
  }

  @Test
  void valuesAreShownAsTheyAreGivenOnTheCommandLine() {
    SettingValues values =
        SettingValues.of()
            .with(Settings.HIDDEN, List.of(9, 5))
            .with(Settings.SHUFFLE, false)
            .with(Settings.NESTEROV, true)
            .with(Settings.SEED, 3L);
    assertEquals("--hidden 9,5 --nesterov --no-shuffle --seed 3", values.toString());
    assertEquals("", SettingValues.of().with(Settings.SHUFFLE, true).toString());
    assertEquals("", SettingValues.of().with(Settings.NESTEROV, false).toString());
  }

  @Test
  void aLossWithoutAParameterTakesNone() {
    assertRefused(
        "the loss squared_error has no parameter, but was given 3.0",
        () -> Trainer.builder().loss(Loss.SQUARED_ERROR.with(3)));
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
