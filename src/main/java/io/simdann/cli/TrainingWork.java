package io.simdann.cli;

import io.simdann.nn.NetworkSpec;
import io.simdann.train.EpochPlan;
import io.simdann.train.History;

/**
 * What a training computes, for its speed in GFLOP/s: an effective rate, in which multiply-adds
 * with zeros count as if they were done.
 *
 * @param spec the network
 * @param epochPlan the batches and epochs
 */
record TrainingWork(NetworkSpec spec, EpochPlan epochPlan) {

  /**
   * Returns those of the first iterations, and of the accuracies of the epochs that they finish.
   */
  double flopUntil(int iterations) {
    int epochs = iterations / epochPlan.iterationsPerEpoch();
    long within = (long) (iterations % epochPlan.iterationsPerEpoch()) * epochPlan.batchSize();
    double trained = (double) epochs * epochPlan.samples() + within;
    double accuracies = Math.ceil((double) epochs / epochPlan.accuracyInterval());
    return trained * spec.trainingFlopPerSample()
        + accuracies * epochPlan.samples() * spec.predictionFlopPerSample();
  }

  /** Returns the floating-point operations of an iteration or epoch, its accuracy's included. */
  double flop(History.Entry entry) {
    return flopSince((long) entry.epoch() * epochPlan.samples(), entry);
  }

  /**
   * Returns the floating-point operations from some point of a training to the end of an iteration
   * or epoch, whose accuracy's are included.
   *
   * @param samples how many samples had been trained on, each as often as it was met
   * @param entry the iteration or epoch
   */
  double flopSince(long samples, History.Entry entry) {
    int predicted = entry.accuracy().isPresent() ? epochPlan.samples() : 0;
    return (samplesUntil(entry) - samples) * spec.trainingFlopPerSample()
        + predicted * spec.predictionFlopPerSample();
  }

  /** Returns how many samples were trained on by the end of an iteration or epoch. */
  long samplesUntil(History.Entry entry) {
    long before = (long) entry.epoch() * epochPlan.iterationsPerEpoch();
    long iterations = entry.iteration() + 1 - before;
    return (long) entry.epoch() * epochPlan.samples()
        + Math.min(iterations * epochPlan.batchSize(), epochPlan.samples());
  }
}
