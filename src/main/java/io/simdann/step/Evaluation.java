package io.simdann.step;

/**
 * How well a network does on some samples.
 *
 * @param lossSum the sum over the samples of each one's loss, times its weight
 * @param correct the sum of the weights of the samples whose most probable class is theirs
 * @param weightSum the sum of the weights of all samples
 */
public record Evaluation(double lossSum, double correct, double weightSum) {

  /**
   * The part of the samples that is classified correctly, each counted by its weight.
   *
   * @return 0 to 1; NaN if all weights are 0
   */
  public double accuracy() {
    return correct / weightSum;
  }
}
