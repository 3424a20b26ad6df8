package io.simdann.train;

import io.simdann.step.Evaluation;
import java.util.Optional;

/** Is asked after each epoch, on the thread that trains, how the run is to go on. */
@FunctionalInterface
interface TrainingMonitor {

  /** Lets a run go on to its end. */
  TrainingMonitor NONE = (entry, evaluation) -> Verdict.GO_ON;

  /** What becomes of the run. */
  enum Verdict {
    /** The next epoch, if there is one. */
    GO_ON,

    /** No more epochs: the run ends as it does by {@link TrainingRun#stop}. */
    STOP
  }

  /**
   * An epoch is finished, and recorded; the listener has been told.
   *
   * @param entry what is recorded of it: its number, its mean loss
   * @param evaluation that of all training samples after the epoch, if it was made
   * @return what is to become of the run
   */
  Verdict epochFinished(History.Entry entry, Optional<Evaluation> evaluation);
}
