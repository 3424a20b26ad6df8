package io.simdann.train;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.ParameterRange;
import io.simdann.kernel.UpdateKernel;
import io.simdann.step.Optimizer;
import io.simdann.step.StepContext;

/** An optimizer whose arithmetic is an update kernel's, with the regularization before it. */
abstract class KernelOptimizer implements Optimizer {
  private final UpdateKernel kernel;

  /** Null where values aren't clipped. */
  private final UpdateKernel clip;

  /** Null where nothing changes the gradient. */
  private final UpdateKernel penalty;

  private final Regularization regularization;
  private final float[] scalars;
  private final float[] clipScalars;
  private final float[] penaltyScalars;

  /** What the sum of the gradient is divided by where the norm is taken. */
  private double divisor;

  /**
   * An optimizer.
   *
   * @param kernels the kernel set
   * @param name the name of the update kernel
   * @param scalars how many scalars that takes
   * @param regularization what is done before
   */
  KernelOptimizer(Kernels kernels, String name, int scalars, Regularization regularization) {
    this.kernel = kernels.update(name);
    this.clip = regularization.clipsValues() ? kernels.update("clip") : null;
    this.penalty = regularization.changesGradient() ? kernels.update("penalty") : null;
    this.regularization = regularization;
    this.scalars = new float[scalars];
    this.clipScalars = new float[] {1f, (float) regularization.clipValue()};
    this.penaltyScalars =
        new float[] {1f, (float) regularization.l1(), (float) regularization.l2()};
  }

  /**
   * Computes the scalars of a step, in float64.
   *
   * @param context where in the training the step is
   * @param sumDivisor what the gradient is to be divided by; 1 if it is a mean already
   * @param result overwritten with the scalars
   */
  abstract void begin(StepContext context, double sumDivisor, float[] result);

  @Override
  public boolean tellsBiasesApart() {
    return regularization.penalizes();
  }

  @Override
  public final boolean needsNorm() {
    return regularization.clipsNorm();
  }

  @Override
  public final void begin(StepContext context) {
    boolean changed = regularization.changesGradient();
    begin(context, changed ? 1 : context.weightSum(), scalars);
    divisor = context.weightSum();
    clipScalars[0] = (float) (1 / divisor);
    if (regularization.clipsValues()) {
      divisor = 1;
    }
    penaltyScalars[0] = (float) (1 / divisor);
  }

  @Override
  public final void prepare(ParameterRange range) {
    if (regularization.clipsValues()) {
      clip.update(range, clipScalars);
    }
  }

  @Override
  public final void norm(double norm) {
    double mean = norm / divisor;
    double factor = mean > regularization.clipNorm() ? regularization.clipNorm() / mean : 1;
    penaltyScalars[0] = (float) (factor / divisor);
  }

  @Override
  public final void step(ParameterRange range) {
    if (regularization.changesGradient()) {
      penalty.update(range, penaltyScalars);
    }
    kernel.update(range, scalars);
  }
}
