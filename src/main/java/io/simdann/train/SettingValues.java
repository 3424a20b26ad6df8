package io.simdann.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What is given of the {@link Settings} of a training. Immutable. */
public final class SettingValues {
  /** Nothing is given. */
  static final SettingValues NONE = new SettingValues(Map.of());

  private final Map<Setting<?>, Object> values;

  /**
   * No values.
   *
   * @return nothing is given
   */
  public static SettingValues of() {
    return NONE;
  }

  private SettingValues(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /**
   * These values and another one.
   *
   * @param <T> the type of the value
   * @param setting the setting
   * @param value its value, in place of what it was before
   * @return the values
   * @throws IllegalArgumentException if the value isn't allowed
   */
  public <T> SettingValues with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> more = new LinkedHashMap<>(values);
    more.put(setting, copy(setting.require(value)));
    return new SettingValues(Collections.unmodifiableMap(more));
  }

  private static Object copy(Object value) {
    return value instanceof List<?> list ? List.copyOf(list) : value;
  }

  /**
   * These values without one.
   *
   * @param setting the setting
   * @return the values
   */
  public SettingValues without(Setting<?> setting) {
    Map<Setting<?>, Object> fewer = new LinkedHashMap<>(values);
    fewer.remove(setting);
    return new SettingValues(Collections.unmodifiableMap(fewer));
  }

  /** These values, and others in place of those that they have in common. */
  SettingValues with(SettingValues others) {
    Map<Setting<?>, Object> all = new LinkedHashMap<>(values);
    all.putAll(others.values);
    return new SettingValues(Collections.unmodifiableMap(all));
  }

  /** Others in place of all that is given of a setting and its parts. */
  SettingValues replace(Setting<String> owner, SettingValues others) {
    Map<Setting<?>, Object> fewer = new LinkedHashMap<>(values);
    fewer.keySet().removeIf(setting -> setting.owner().filter(owner::equals).isPresent());
    return new SettingValues(fewer).with(others);
  }

  /**
   * What was given of a setting.
   *
   * @param <T> the type of the value
   * @param setting the setting
   * @return its value; empty if it wasn't given
   */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> given(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting));
  }

  /**
   * The value of a setting.
   *
   * @param <T> the type of the value
   * @param setting the setting
   * @return what was given, or the default
   * @throws NoSuchElementException if there is neither
   */
  public <T> T get(Setting<T> setting) {
    return given(setting).or(setting::defaultValue).orElseThrow();
  }

  /** The value of a setting whose default depends on others. */
  <T> T get(Setting<T> setting, T otherwise) {
    return given(setting).orElse(otherwise);
  }

  /**
   * All that was given.
   *
   * @return values by setting, in the order of {@link Settings#all}
   */
  public Map<Setting<?>, Object> all() {
    Map<Setting<?>, Object> sorted = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      if (values.containsKey(setting)) {
        sorted.put(setting, values.get(setting));
      }
    }
    return Collections.unmodifiableMap(sorted);
  }

  /** Refuses parts of what wasn't chosen. */
  void requireOwners() {
    for (Setting<?> setting : values.keySet()) {
      setting.owner().ifPresent(owner -> requireOwner(setting, owner));
    }
  }

  private void requireOwner(Setting<?> setting, Setting<String> owner) {
    String chosen = get(owner);
    if (!setting.owners().contains(chosen)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is for the %s %s, but that is %s",
              setting.words(),
              owner.words(),
              String.join(", ", setting.owners()),
              chosen));
    }
  }

  /**
   * Shows them as options of the command line.
   *
   * @return for example {@code --hidden 50 --optimizer adam}
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    all()
        .forEach(
            (setting, value) -> {
              if (value.equals(setting.defaultValue().orElse(null)) && value instanceof Boolean) {
                return;
              }
              text.append(text.isEmpty() ? "" : " ").append(setting.option());
              if (!(value instanceof Boolean)) {
                text.append(' ').append(SettingKind.show(value));
              }
            });
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
