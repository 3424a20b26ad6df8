package io.simdann.kernel;

/**
 * A loss, and with it what the outputs are: functions of the last layer's z = (sum of products +
 * bias) + 0, on a <b>panel</b> of outputs × 16 as {@link Kernels} describes it, so lanes are
 * samples. The bias is added here.
 *
 * <p>Targets are {@link #targetRows} × 16. For a class loss that is one row: each sample's class
 * index, as a float. Negative it marks a lane without a sample. For other losses there is a row of
 * targets for each output, and whatever comes of a lane without a sample is not read.
 */
public interface LossKernel extends NamedKernel {

  /**
   * The rows of the targets.
   *
   * @param outputs the rows of the panel
   * @return 1 for class indices, or as many as there are outputs
   */
  int targetRows(int outputs);

  /**
   * The network's outputs, in place.
   *
   * @param panel sums of products, outputs × 16; become the outputs
   * @param offset its start
   * @param outputs how many there are, at least 1
   * @param bias one value per output
   * @param biasOffset the first of them
   */
  void outputs(float[] panel, int offset, int outputs, float[] bias, int biasOffset);

  /**
   * The gradient with respect to z, in place, and each sample's cost.
   *
   * @param panel sums of products, outputs × 16; become dZ, 0 in lanes that are marked
   * @param offset its start
   * @param outputs how many there are, at least 1
   * @param bias one value per output
   * @param biasOffset the first of them
   * @param targets the targets
   * @param costs overwritten with each lane's cost, 0 in lanes that are marked
   */
  void gradient(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs);

  /**
   * The outputs as from {@link #outputs}, and the costs as from {@link #gradient}, bit by bit.
   *
   * @param panel sums of products, outputs × 16; become the outputs
   * @param offset its start
   * @param outputs how many there are, at least 1
   * @param bias one value per output
   * @param biasOffset the first of them
   * @param targets the targets
   * @param costs overwritten with each lane's cost, 0 in lanes that are marked
   */
  void evaluate(
      float[] panel,
      int offset,
      int outputs,
      float[] bias,
      int biasOffset,
      float[] targets,
      float[] costs);
}
