package io.simdann.step;

import io.simdann.kernel.HeapBytes;
import java.util.List;
import java.util.Locale;

/**
 * An optimizer in a run, with its slots of state: for each a float for every parameter, 0 at the
 * start. Steps change them in place, so what they hold belongs to the parameters after the last
 * step that was finished; after one that failed it is of no use.
 */
public final class OptimizerState {
  private final Optimizer optimizer;
  private final List<String> names;
  private final float[][] slots;

  /**
   * The state before the first step.
   *
   * @param optimizer the optimizer, which is used by no other run
   * @param parameters the number of parameters
   */
  public OptimizerState(Optimizer optimizer, int parameters) {
    this.optimizer = optimizer;
    this.names = List.copyOf(optimizer.slots());
    this.slots = new float[names.size()][parameters];
  }

  /**
   * The same optimizer with a state that changes apart from this one.
   *
   * @return a copy of what the slots hold
   */
  public OptimizerState copy() {
    int parameters = slots.length == 0 ? 0 : slots[0].length;
    OptimizerState copy = new OptimizerState(optimizer, parameters);
    for (int slot = 0; slot < slots.length; slot++) {
      System.arraycopy(slots[slot], 0, copy.slots[slot], 0, parameters);
    }
    return copy;
  }

  /**
   * What an optimizer takes of the heap for a run: its state, and the gradient if it needs the
   * norm.
   *
   * @param optimizer the optimizer
   * @param parameters the number of parameters
   * @return bytes
   */
  public static long heapBytes(Optimizer optimizer, int parameters) {
    return optimizer.slots().size() * HeapBytes.floats(parameters)
        + (optimizer.needsNorm() ? GradientTarget.normBytes(parameters) : 0);
  }

  /**
   * The optimizer.
   *
   * @return as given
   */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * The slots.
   *
   * @return their names
   */
  public List<String> names() {
    return names;
  }

  /**
   * What a slot holds.
   *
   * @param name its name
   * @return a float for every parameter; the array itself, which the next step changes
   * @throws IllegalArgumentException if there is no such slot
   */
  public float[] get(String name) {
    int slot = names.indexOf(name);
    if (slot < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no slot \"%s\", expected one of: %s", name, names));
    }
    return slots[slot];
  }

  /**
   * Sets what a slot holds, as when a training is resumed.
   *
   * @param name its name
   * @param values a float for every parameter; copied
   * @throws IllegalArgumentException if there is no such slot, or there are not as many values as
   *     parameters
   */
  public void set(String name, float[] values) {
    float[] slot = get(name);
    if (values.length != slot.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "slot \"%s\" takes a float for each of the %d parameters, but got %d",
              name,
              slot.length,
              values.length));
    }
    System.arraycopy(values, 0, slot, 0, slot.length);
  }

  /** All slots, in the order of their names. */
  float[][] slots() {
    return slots;
  }
}
