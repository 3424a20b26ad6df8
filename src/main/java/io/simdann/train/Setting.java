package io.simdann.train;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A setting of a training: an entry in the table of {@link Settings}, from which the command line,
 * {@link TrainerBuilder} and the documents take its name, its type, its range and its default.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
  private final String name;
  private final SettingKind<T> kind;
  private final String description;
  private final T defaultValue;
  private final String defaultText;
  private final Setting<String> owner;
  private final List<String> owners;

  private Setting(
      String name,
      SettingKind<T> kind,
      String description,
      T defaultValue,
      String defaultText,
      Setting<String> owner,
      List<String> owners) {
    this.name = name;
    this.kind = kind;
    this.description = description;
    this.defaultValue = defaultValue;
    this.defaultText = defaultText;
    this.owner = owner;
    this.owners = owners;
  }

  /** A setting without a default: it means something only if it is given. */
  Setting(String name, SettingKind<T> kind, String description) {
    this(name, kind, description, null, "", null, List.of());
  }

  /** The same setting with a default. */
  Setting<T> or(T value) {
    return new Setting<>(name, kind, description, value, defaultText(value), owner, owners);
  }

  private static String defaultText(Object value) {
    return SettingKind.show(value).replaceFirst("\\.0$", "");
  }

  /** The same setting, of which a text says what it is if it isn't given. */
  Setting<T> orElse(String text) {
    return new Setting<>(name, kind, description, defaultValue, text, owner, owners);
  }

  /** The same setting, which is for some values of another one alone. */
  Setting<T> onlyFor(Setting<String> other, String... values) {
    return new Setting<>(
        name, kind, description, defaultValue, defaultText, other, List.of(values));
  }

  /**
   * The name.
   *
   * @return lower-case words with underscores, for example {@code learning_rate}
   */
  public String name() {
    return name;
  }

  /**
   * The option of the command line.
   *
   * @return for example {@code --learning-rate}; of what is on unless it is turned off {@code
   *     --no-shuffle}
   */
  public String option() {
    String words = name.replace('_', '-');
    return Boolean.TRUE.equals(defaultValue) ? "--no-" + words : "--" + words;
  }

  /**
   * What stands for a value in the help of the command line.
   *
   * @return for example {@code NUMBER}; empty if the option takes none
   */
  public String placeholder() {
    return kind.placeholder();
  }

  /**
   * What the setting is.
   *
   * @return a phrase without a full stop
   */
  public String description() {
    return description;
  }

  /**
   * Which values are allowed.
   *
   * @return for example {@code from 0 to less than 1}
   */
  public String expected() {
    return kind.expected();
  }

  /**
   * What the setting is if it isn't given.
   *
   * @return a value, or what it depends on; empty if it is then without a meaning
   */
  public String defaultText() {
    return defaultText;
  }

  /**
   * The value of a setting that isn't given.
   *
   * @return the default, if it is always the same
   */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /**
   * Of which setting it is a part.
   *
   * @return the other setting, of which it is for {@link #owners} alone
   */
  public Optional<Setting<String>> owner() {
    return Optional.ofNullable(owner);
  }

  /**
   * For which values of the {@link #owner} it is.
   *
   * @return their names
   */
  public List<String> owners() {
    return owners;
  }

  /**
   * Reads a value as it is written on the command line.
   *
   * @param text the text
   * @return the value
   * @throws IllegalArgumentException if it is none, or not an allowed one
   */
  public T parse(String text) {
    T value;
    try {
      value = kind.parse(text);
    } catch (NumberFormatException e) {
      value = null;
    }
    if (value == null || !kind.allows(value)) {
      throw refused(value == null ? "'" + text + "'" : SettingKind.show(value));
    }
    return value;
  }

  /**
   * Checks a value.
   *
   * @param value the value
   * @return the same
   * @throws IllegalArgumentException if it isn't allowed
   */
  public T require(T value) {
    Objects.requireNonNull(value, name);
    if (!kind.allows(value)) {
      throw refused(SettingKind.show(value));
    }
    return value;
  }

  /**
   * A value as it is written on the command line.
   *
   * @param value of any setting
   * @return for example {@code 0.1}, {@code he_normal} or {@code 128,64}
   */
  public static String show(Object value) {
    return SettingKind.show(value);
  }

  private IllegalArgumentException refused(String value) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s must be %s, but was %s", words(), kind.expected(), value));
  }

  /** The name in messages. */
  String words() {
    return name.replace('_', ' ');
  }

  /**
   * Shows the name.
   *
   * @return the name
   */
  @Override
  public String toString() {
    return name;
  }
}
