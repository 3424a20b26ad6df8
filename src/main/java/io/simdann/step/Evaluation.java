package io.simdann.step;

/**
 * How well a network does on some samples.
 *
 * @param lossSum the sum of −log(A[label] + 1e-8) over the samples
 * @param correct the sum of the weights of the samples whose most probable class is theirs
 * @param weightSum the sum of the weights of all samples, each of which is 1
 */
public record Evaluation(double lossSum, double correct, double weightSum) {

  /**
   * The part of the samples that is classified correctly.
   *
   * @return 0 to 1
   */
  public double accuracy() {
    return correct / weightSum;
  }
}
