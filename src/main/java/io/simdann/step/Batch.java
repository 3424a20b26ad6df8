package io.simdann.step;

/**
 * The samples of a batch, by their places in it: place i is sample {@code order[i]} of the data
 * set.
 *
 * @param order the samples of the data set; may be longer than the batch
 * @param targets what is to be learnt of every sample of the data set; null for prediction
 * @param tiles where transposed tiles are kept; null for a batch that doesn't come again
 */
public record Batch(int[] order, SampleTargets targets, TileCache tiles) {}
