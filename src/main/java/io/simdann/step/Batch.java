package io.simdann.step;

/**
 * The samples of a batch, by their places in it: place i is sample {@code order[i]} of those that
 * were packed.
 *
 * @param order the packed samples; may be longer than the batch
 * @param targets what is to be learnt of every packed sample; null for prediction
 * @param tiles where transposed tiles are kept; null for a batch that doesn't come again
 * @param dropout what is dropped of the samples; null for nothing
 */
public record Batch(int[] order, SampleTargets targets, TileCache tiles, Dropout dropout) {

  /**
   * A batch of which nothing is dropped.
   *
   * @param order the packed samples
   * @param targets what is to be learnt of every packed sample
   * @param tiles where transposed tiles are kept
   */
  public Batch(int[] order, SampleTargets targets, TileCache tiles) {
    this(order, targets, tiles, null);
  }

  /**
   * The same batch with something dropped.
   *
   * @param what what is dropped; null for nothing
   * @return the batch
   */
  public Batch with(Dropout what) {
    return new Batch(order, targets, tiles, what);
  }

  /** Whether anything is dropped of a layer, 0 for the inputs. */
  boolean drops(int layer) {
    return dropout != null && dropout.drops(layer);
  }
}
