package io.simdann.train;

/** Is told of a training run's progress, on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

  /**
   * An iteration is finished.
   *
   * @param entry what is recorded of it
   */
  void iterationFinished(History.Entry entry);
}
