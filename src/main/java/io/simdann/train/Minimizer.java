package io.simdann.train;

import io.simdann.nn.NetworkSpec;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.StepContext;

/**
 * How a run gets from the parameters before an iteration to those after it: what the training loop
 * knows of an optimizer. Belongs to one run.
 */
interface Minimizer {

  /**
   * What it takes of the heap beside what every training takes.
   *
   * @param parameters the number of parameters
   * @return bytes
   */
  long heapBytes(int parameters);

  /**
   * Has an engine allocate what the iterations are going to need of it.
   *
   * @param engine the engine
   * @param batchSize the samples of a batch
   */
  void reserve(LocalGradientEngine engine, int batchSize);

  /**
   * Begins the run: allocates all that it keeps.
   *
   * @param engine what computes gradients
   * @param spec the network
   */
  void begin(GradientEngine engine, NetworkSpec spec);

  /**
   * An iteration.
   *
   * @param context where in the training it is
   * @param before the flat parameters, those after the iteration before
   * @param from the first sample of the batch
   * @param to the sample after its last
   * @param after overwritten with the parameters after it
   * @return the summed cost of the batch with the parameters before; not finite, or the parameters
   *     after it aren't, if the training diverges
   */
  double iterate(StepContext context, float[] before, int from, int to, float[] after);

  /**
   * Whether there is nothing to gain any more, so that the last call of {@link #iterate} made no
   * iteration, and the run is over.
   *
   * @return false by default
   */
  default boolean hasEnded() {
    return false;
  }
}
