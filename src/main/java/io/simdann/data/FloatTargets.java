package io.simdann.data;

import java.util.List;
import java.util.Locale;

/** Numbers that are to be predicted, one or more for each sample. */
public final class FloatTargets implements Targets {

  private final float[] values;
  private final List<String> names;
  private final int samples;

  /**
   * Creates targets on an array, which is <em>not copied</em>: it must not be changed afterwards.
   *
   * @param values outputs × samples finite floats, column-major: output {@code i} of sample {@code
   *     j} at {@code j * outputs + i}
   * @param names a name for each output, distinct, as those of classes; copied
   * @throws IllegalArgumentException if there is no name or no sample, a name is there twice or
   *     can't be one, {@code values} are not as many for each sample as names, or one is not
   *     finite: the message tells which
   */
  public FloatTargets(float[] values, List<String> names) {
    this.names = ClassNames.requireDistinct(names, "target names");
    int outputs = names.size();
    if (values.length == 0 || values.length % outputs != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d target values, expected %d for each of 1 sample or more",
              values.length,
              outputs));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "sample %d: target \"%s\" is %s, expected finite numbers",
                i / outputs,
                ClassNames.shown(this.names.get(i % outputs)),
                values[i]));
      }
    }
    this.values = values;
    this.samples = values.length / outputs;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public List<String> names() {
    return names;
  }

  /**
   * Returns the array itself, not a copy; it must not be changed.
   *
   * @return outputs × samples floats, column-major
   */
  public float[] values() {
    return values;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "FloatTargets[%d samples of %s]", samples, names);
  }
}
