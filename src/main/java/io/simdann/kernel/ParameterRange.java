package io.simdann.kernel;

/**
 * Some parameters that follow one another, with all that an update of them reads and writes. Of the
 * i-th parameter of the range
 *
 * <pre>
 *   the value before     parameters[from + i]
 *   the gradient         gradient[gradientOffset + i]
 *   the state            slot(0)[from + i], slot(1)[from + i], …
 *   the value after      updated[from + i]       may be the same array as parameters
 * </pre>
 *
 * An object belongs to one thread, which sets it anew for each range.
 */
public final class ParameterRange {
  private float[] parameters;
  private float[][] slots;
  private float[] updated;
  private int from;
  private int to;
  private boolean biases;
  private float[] gradient;
  private int gradientOffset;

  /** A range of nothing. */
  public ParameterRange() {}

  /**
   * Sets what the ranges of a step have in common.
   *
   * @param before the flat parameters before the step
   * @param state the optimizer's slots, each with a float for every parameter
   * @param after the flat parameters after the step
   */
  public void begin(float[] before, float[][] state, float[] after) {
    parameters = before;
    slots = state;
    updated = after;
  }

  /**
   * Sets the range.
   *
   * @param first the first parameter
   * @param end the parameter after the last
   * @param ofBiases whether they are biases, if weights and biases are told apart
   * @param newGradient holds their gradient
   * @param offset where that of the first one is
   */
  public void set(int first, int end, boolean ofBiases, float[] newGradient, int offset) {
    from = first;
    to = end;
    biases = ofBiases;
    gradient = newGradient;
    gradientOffset = offset;
  }

  /**
   * The flat parameters before the step.
   *
   * @return all of them
   */
  public float[] parameters() {
    return parameters;
  }

  /**
   * A slot of state: read, and overwritten with that after the step.
   *
   * @param slot its number
   * @return a float for every parameter
   */
  public float[] slot(int slot) {
    return slots[slot];
  }

  /**
   * The flat parameters after the step.
   *
   * @return all of them, those of the range to be overwritten
   */
  public float[] updated() {
    return updated;
  }

  /**
   * The first parameter.
   *
   * @return an index into the flat parameters
   */
  public int from() {
    return from;
  }

  /**
   * The parameters of the range.
   *
   * @return their number
   */
  public int count() {
    return to - from;
  }

  /**
   * Whether these are biases. Where weights and biases aren't told apart, a range has some of both.
   *
   * @return false for weights
   */
  public boolean biases() {
    return biases;
  }

  /**
   * Holds the gradient.
   *
   * @return an array in which the range's own gradient may be changed
   */
  public float[] gradient() {
    return gradient;
  }

  /**
   * Where the gradient begins.
   *
   * @return the index of that of the first parameter
   */
  public int gradientOffset() {
    return gradientOffset;
  }
}
