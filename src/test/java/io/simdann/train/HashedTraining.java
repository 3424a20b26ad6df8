package io.simdann.train;

import io.simdann.nn.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A training, and the hash of what comes of it: a line of {@code numerics-1.txt}.
 *
 * @param samples what it learns from
 * @param settings all that is set
 * @param hash the SHA-256 of the trained parameters, little-endian
 */
public record HashedTraining(HashedSamples samples, SettingValues settings, String hash) {
  private static final String FILE = "/reference/numerics-1.txt";
  private static final String SEPARATOR = " | ";

  /** The file's trainings. */
  public static List<HashedTraining> all() {
    try (var in = HashedTraining.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(HashedTraining::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HashedTraining parse(String line) {
    String[] parts = line.split(" \\| ");
    return new HashedTraining(HashedSamples.parse(parts[0]), settings(parts[1]), parts[2]);
  }

  /** Options of the command line. */
  private static SettingValues settings(String options) {
    SettingValues values = SettingValues.of();
    String[] words = options.split(" ");
    for (int i = 0; i < words.length; i++) {
      Setting<?> setting = setting(words[i]);
      if (!setting.placeholder().isEmpty()) {
        i++;
      }
      values = with(values, setting, words[i]);
    }
    return values;
  }

  private static Setting<?> setting(String option) {
    return Settings.all().stream()
        .filter(setting -> setting.option().equals(option))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no option " + option));
  }

  private static <T> SettingValues with(SettingValues values, Setting<T> setting, String word) {
    boolean flag = setting.placeholder().isEmpty();
    boolean on = !setting.defaultValue().equals(Optional.of(true));
    return values.with(setting, setting.parse(flag ? Boolean.toString(on) : word));
  }

  /** The hash that it has with some builder's threads and kernels. */
  String trained(TrainerBuilder builder) {
    Trainer trainer = builder.set(settings).build();
    Network network =
        switch (samples.target()) {
          case DIGITS, PARITY -> trainer.fit(samples.data()).network();
          case NUMBERS -> trainer.fitRegressor(samples.data()).network();
          case LABELS -> trainer.fitMultiLabel(samples.data()).network();
        };
    return Sha256.of(network.parameters());
  }

  /** The same with another hash. */
  HashedTraining with(String other) {
    return new HashedTraining(samples, settings, other);
  }

  /** All but the hash. */
  public String title() {
    return samples + SEPARATOR + settings;
  }

  /** The line of the file. */
  @Override
  public String toString() {
    return title() + SEPARATOR + hash;
  }
}
