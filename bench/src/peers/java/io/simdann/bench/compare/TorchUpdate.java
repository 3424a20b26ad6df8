package io.simdann.bench.compare;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** What PyTorch makes of a gradient. */
interface TorchUpdate {

  /** Begins the next step. */
  default void begin() {}

  /**
   * Updates a tensor of parameters in place.
   *
   * @param index its number, the same in each step
   * @param parameter the parameters
   * @param gradient may be changed
   */
  void step(int index, PtNDArray parameter, PtNDArray gradient);

  /** The mean squares of gradients, for each tensor; empty if there are none. */
  default PtNDArray[] squares() {
    return new PtNDArray[0];
  }

  /** W.sub_(dW.mul_(rate)); the operator of DJL's optimizer was no faster. */
  static TorchUpdate sgd(double rate) {
    return (index, parameter, gradient) -> {
      gradient.muli((float) rate);
      parameter.subi(gradient);
    };
  }

  /**
   * Adam by the one operator of DJL's optimizer, which does it with PyTorch's in place. Those of
   * its fused Adam are not among DJL's.
   */
  final class Adam implements TorchUpdate {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float AS_IT_IS = 1f;
    private static final float UNCLIPPED = -1f;

    private final double rate;
    private final PtNDArray[] means;
    private final PtNDArray[] squares;
    private int number;
    private float correctedRate;

    /**
     * An optimizer.
     *
     * @param rate the learning rate
     * @param layers whose parameters it is for
     */
    Adam(double rate, TorchLayers layers) {
      this.rate = rate;
      means = layers.zeros();
      squares = layers.zeros();
    }

    @Override
    public void begin() {
      number++;
      double first = 1 - StrictMath.pow(BETA_1, number);
      double second = 1 - StrictMath.pow(BETA_2, number);
      correctedRate = (float) (rate * StrictMath.sqrt(second) / first);
    }

    @Override
    public void step(int index, PtNDArray parameter, PtNDArray gradient) {
      JniUtils.adamUpdate(
          parameter,
          gradient,
          means[index],
          squares[index],
          (float) rate,
          correctedRate,
          0f,
          AS_IT_IS,
          UNCLIPPED,
          BETA_1,
          BETA_2,
          EPSILON,
          false);
    }

    @Override
    public PtNDArray[] squares() {
      return squares;
    }
  }
}
