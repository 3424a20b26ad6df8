package io.simdann.step;

import io.simdann.parallel.WorkerTeam;

/**
 * The packed weights that all threads read, and loops over parameters, which are shared out where
 * the network is large enough for that to pay.
 */
final class SharedWeights {
  private final StepSetup setup;
  private final boolean large;
  private final TrainingWeights packed;
  private final WorkerTeam.Task pack = this::pack;
  private float[] parameters;

  SharedWeights(StepSetup setup, TrainingWeights packed) {
    this.setup = setup;
    this.large = setup.layout().size() >= Tuning.SHARED_PARAMETERS;
    this.packed = packed;
  }

  TrainingWeights packed() {
    return packed;
  }

  /** Packs parameters, on the whole team if there are many. */
  void pack(float[] newParameters) {
    pack(newParameters, true);
  }

  /** Packs parameters, on the whole team if there are many and it may take part. */
  void pack(float[] newParameters, boolean shared) {
    parameters = newParameters;
    setup.run(shared && large, packed.tasks(), pack);
  }

  private void pack(int task, int worker) {
    packed.pack(task, parameters);
  }

  /** A loop that takes microseconds in a small network: there, on the calling thread alone. */
  void run(int tasks, WorkerTeam.Task task) {
    setup.run(large, tasks, task);
  }
}
