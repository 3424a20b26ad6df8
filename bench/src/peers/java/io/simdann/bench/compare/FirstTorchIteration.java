package io.simdann.bench.compare;

/** The main class of a JVM that does PyTorch's first iteration of the main job. */
final class FirstTorchIteration {

  public static void main(String[] arguments) throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    try (TorchTraining training =
        new TorchTraining(TrainingMeasure.fullBatch(Samples.mnist()), threads, false)) {
      training.beginTurn();
      training.call();
      System.out.println(TrainerProcess.FIRST_ITERATION + " done");
    }
  }

  private FirstTorchIteration() {}
}
