package io.simdann.bench.compare;

import io.simdann.bench.RandomFloats;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The yardstick of an update: the same arrays read and written in the same order, with next to
 * nothing computed. What an update reaches of it is its share of the memory's bandwidth.
 */
final class MemoryStreams implements Contender {
  private static final VectorSpecies<Float> LANES =
      Runtime.version().feature() <= 21 ? FloatVector.SPECIES_MAX : FloatVector.SPECIES_PREFERRED;

  private final float[] gradient;
  private final float[] means;
  private final float[] squares;
  private float[] parameters;
  private float[] updated;

  MemoryStreams(int count) {
    gradient = RandomFloats.uniform(count, -1f, 1f);
    means = new float[count];
    squares = new float[count];
    parameters = RandomFloats.uniform(count, -1f, 1f);
    updated = new float[count];
  }

  @Override
  public String version() {
    return "four arrays read, three written";
  }

  @Override
  public void call() {
    stream(gradient, means, squares, parameters, updated);
    float[] before = parameters;
    parameters = updated;
    updated = before;
  }

  private static void stream(
      float[] gradient, float[] means, float[] squares, float[] parameters, float[] updated) {
    for (int i = 0; i < LANES.loopBound(gradient.length); i += LANES.length()) {
      FloatVector g = FloatVector.fromArray(LANES, gradient, i);
      FloatVector.fromArray(LANES, means, i).max(g).intoArray(means, i);
      FloatVector.fromArray(LANES, squares, i).max(g).intoArray(squares, i);
      FloatVector.fromArray(LANES, parameters, i).max(g).intoArray(updated, i);
    }
  }
}
