package io.simdann.cli;

import io.simdann.nn.Architecture;
import io.simdann.train.History;
import io.simdann.train.Schedule;

/**
 * What a training computes, for its speed in GFLOP/s: an effective rate, in which multiply-adds
 * with zeros count as if they were done.
 *
 * @param architecture the layer sizes
 * @param schedule the batches and epochs
 */
record TrainingWork(Architecture architecture, Schedule schedule) {

  /** Returns the floating-point operations of an iteration or epoch, its accuracy's included. */
  double flop(History.Entry entry) {
    long before = (long) entry.epoch() * schedule.iterationsPerEpoch();
    long iterations = entry.iteration() + 1 - before;
    long trained = Math.min(iterations * schedule.batchSize(), schedule.samples());
    int predicted = entry.accuracy().isPresent() ? schedule.samples() : 0;
    return trained * architecture.trainingFlopPerSample()
        + predicted * architecture.predictionFlopPerSample();
  }
}
