package io.simdann.step;

import java.util.OptionalInt;

/**
 * Computes gradients over a data set: the only thing the training loop knows of where and how the
 * arithmetic is done.
 *
 * <p>Contract: the samples are cut into {@link io.simdann.parallel.Shards} by their number alone,
 * each shard's gradient and cost are summed in sample order, and the shards' sums are added in the
 * order of {@link io.simdann.parallel.PairwiseReduction}; so every engine gives the same bits.
 *
 * <p>Samples may have weights: each one's gradient with respect to the last layer's argument and
 * its cost are multiplied with its weight. A batch whose samples all have weight 0 has the gradient
 * 0 and the cost 0; an update by it is one like any other, in which penalties and the state of the
 * optimizer may still move parameters.
 */
public interface GradientEngine {

  /**
   * The samples of the data set.
   *
   * @return their number
   */
  int samples();

  /**
   * What a sample is, as the model is to know it.
   *
   * @return the rows of pixels of a picture; empty if nobody has told that samples are pictures
   */
  default OptionalInt pictureRows() {
    return OptionalInt.empty();
  }

  /**
   * Changes the order of the samples: from now on sample i of a range is sample {@code order[i]} of
   * the data set. Before the first call the order is the data set's own.
   *
   * @param order a permutation of all samples; copied. It replaces the order before, it isn't
   *     applied on top of it
   * @throws IllegalArgumentException if it isn't a permutation of all samples; the order is then as
   *     before
   */
  void reorder(int[] order);

  /**
   * Counts the samples of each class, whatever their weights.
   *
   * @return a number for each class
   * @throws IllegalArgumentException if targets are numbers
   */
  long[] classCounts();

  /**
   * Gives classes weights: from now on each sample's weight is its own one in the data set, times
   * that of its class, in float64 and rounded once.
   *
   * @param classWeights one for each class, finite, 0 or greater; they replace those before
   * @throws IllegalArgumentException if targets are numbers, a sample's weight isn't one of {@link
   *     io.simdann.data.SampleWeights}, or all are 0
   */
  void weighClasses(double[] classWeights);

  /**
   * The summed gradient and cost of some samples, of which nothing is dropped.
   *
   * @param parameters the flat parameters, laid out as {@link io.simdann.nn.NetworkSpec} says
   * @param from the first sample
   * @param to the sample after the last
   * @param gradient overwritten with the sum over the samples of the loss's gradient, in the layout
   *     of the parameters
   * @return the sum over the samples of their costs, by the {@link io.simdann.kernel.LossKernel}
   */
  double gradient(float[] parameters, int from, int to, float[] gradient);

  /**
   * One update of the parameters by the gradient over some samples, which may be made part by part,
   * while the gradient of a part is in the caches. What the network drops in training is dropped
   * here, as the context's seed and iteration and the samples' numbers in the data set say.
   *
   * @param context where in the training the update is made; the engine adds the sum of weights
   * @param parameters the flat parameters before the update
   * @param from the first sample
   * @param to the sample after the last
   * @param optimizer what updates, perhaps on several threads at a time, and its state
   * @param updated overwritten with the parameters after the update; may be {@code parameters}
   * @return what {@link #gradient} returns, of the samples with what is dropped
   */
  double update(
      StepContext context,
      float[] parameters,
      int from,
      int to,
      OptimizerState optimizer,
      float[] updated);

  /**
   * How much the batch of the last gradient or update counts.
   *
   * @return the sum of its samples' weights, which is their number if samples have none
   */
  double batchWeight();

  /**
   * Evaluates a network on some samples, of which nothing is dropped. The loss of each batch has
   * the bits of what {@link #gradient} returns for the same parameters; batches are added in their
   * order.
   *
   * @param parameters the flat parameters
   * @param from the first sample
   * @param to the sample after the last
   * @param batchSize the samples of a batch, of which the last one may have fewer
   * @return the loss, and how many are classified correctly
   */
  Evaluation evaluate(float[] parameters, int from, int to, int batchSize);
}
