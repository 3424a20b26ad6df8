package io.simdann.cli;

import io.simdann.train.Setting;
import io.simdann.train.SettingValues;
import io.simdann.train.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** An option of training for each setting in the table. */
@Command
final class SettingOptions {
  private SettingValues given = SettingValues.of();

  /** What was given. */
  SettingValues given() {
    return given;
  }

  /** Called by the parser, for the command that is to have the options. */
  @Spec(Spec.Target.MIXEE)
  void addTo(CommandSpec command) {
    for (Setting<?> setting : Settings.all()) {
      command.addOption(option(setting));
    }
  }

  private <T> OptionSpec option(Setting<T> setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(setting.option())
            .description(description(setting))
            .setter(new Setter<>(setting));
    return setting.placeholder().isEmpty()
        ? option.type(Boolean.class).arity("0").build()
        : option
            .type(Object.class)
            .paramLabel(setting.placeholder())
            .converters(new Converter(setting))
            .build();
  }

  private static String description(Setting<?> setting) {
    StringBuilder text = new StringBuilder(setting.description());
    if (!setting.placeholder().isEmpty()) {
      text.append("; ").append(setting.expected());
      if (!setting.defaultText().isEmpty()) {
        text.append(". Default: ").append(setting.defaultText());
      }
    }
    return text.append('.').toString();
  }

  private record Converter(Setting<?> setting) implements ITypeConverter<Object> {

    @Override
    public Object convert(String text) {
      try {
        return setting.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private final class Setter<T> implements ISetter {
    private final Setting<T> setting;

    Setter(Setting<T> setting) {
      this.setting = setting;
    }

    @Override
    public <V> V set(V value) {
      V before = value(given.given(setting).orElse(null));
      // The parser says null before it begins.
      if (value == null) {
        given = given.without(setting);
      } else {
        given = given.with(setting, value(setting.placeholder().isEmpty() ? flag() : value));
      }
      return before;
    }

    private Object flag() {
      return !Boolean.TRUE.equals(setting.defaultValue().orElse(null));
    }

    @SuppressWarnings("unchecked")
    private <V> V value(Object value) {
      return (V) value;
    }
  }
}
