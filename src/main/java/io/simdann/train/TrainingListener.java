package io.simdann.train;

/** Is told of a training run's progress, on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {

  /**
   * An epoch is finished, which with a full batch is an iteration.
   *
   * @param entry what is recorded of it
   */
  void epochFinished(History.Entry entry);
}
