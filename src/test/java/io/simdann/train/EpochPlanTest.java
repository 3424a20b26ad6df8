package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EpochPlanTest {

  @Test
  void theDefaultIsTheArticlesThousandIterationsOverAllSamples() {
    assertEquals(new EpochPlan(60_000, 60_000, 1000, false, 100), of(Trainer.builder()));
  }

  @Test
  void withABatchSizeTheDefaultIsTenShuffledEpochs() {
    EpochPlan epochPlan = of(Trainer.builder().batchSize(128));

    assertEquals(new EpochPlan(60_000, 128, 4690, true, 1), epochPlan);
    assertEquals(469, epochPlan.iterationsPerEpoch());
    assertEquals(10, epochPlan.epochs());
    assertEquals(History.Unit.EPOCH, epochPlan.historyUnit());
  }

  @Test
  void epochsOfAFullBatchAreIterations() {
    EpochPlan epochPlan = of(Trainer.builder().epochs(20));

    assertEquals(new EpochPlan(60_000, 60_000, 20, false, 100), epochPlan);
    assertEquals(20, epochPlan.epochs());
    assertEquals(History.Unit.ITERATION, epochPlan.historyUnit());
  }

  @Test
  void aBatchSizeOfAllSamplesOrMoreIsAFullBatch() {
    assertEquals(
        new EpochPlan(60_000, 60_000, 10, false, 100), of(Trainer.builder().batchSize(60_000)));
    assertEquals(
        new EpochPlan(60_000, 60_000, 10, false, 100), of(Trainer.builder().batchSize(99_999)));
    assertTrue(of(Trainer.builder().batchSize(60_000)).fullBatch());
    assertFalse(of(Trainer.builder().batchSize(59_999)).fullBatch());
  }

  @Test
  void iterationsMayEndWithinAnEpoch() {
    EpochPlan epochPlan = of(Trainer.builder().batchSize(128).iterations(470));

    assertEquals(470, epochPlan.iterations());
    assertEquals(2, epochPlan.epochs());
  }

  @Test
  void theAccuracyIsComputedAtMostAHundredTimesUnlessAskedForMoreOften() {
    assertEquals(1, of(Trainer.builder().batchSize(128).epochs(100)).accuracyInterval());
    assertEquals(2, of(Trainer.builder().batchSize(128).epochs(101)).accuracyInterval());
    assertEquals(10, of(Trainer.builder().batchSize(128).epochs(1000)).accuracyInterval());
    assertEquals(
        1,
        of(Trainer.builder().batchSize(128).epochs(1000).accuracyInterval(1)).accuracyInterval());
  }

  @Test
  void moreIterationsThanCanBeCountedAreRefused() {
    TrainerBuilder most = Trainer.builder().batchSize(1).epochs(35_791);
    assertEquals(2_147_460_000, of(most).iterations());
    assertEquals(
        "35792 epochs of 60000 iterations are more than 2^31 - 1 iterations, expected fewer epochs"
            + " or larger batches",
        assertThrows(IllegalArgumentException.class, () -> of(most.epochs(35_792))).getMessage());
  }

  @Test
  void aBatchSizeThatDoesNotFitTheSamplesIsRefused() {
    for (int batchSize : new int[] {0, 11}) {
      assertEquals(
          "batch size must be from 1 to the 10 samples, but was " + batchSize,
          assertThrows(
                  IllegalArgumentException.class, () -> new EpochPlan(10, batchSize, 1, false, 1))
              .getMessage());
    }
  }

  private static EpochPlan of(TrainerBuilder settings) {
    return settings.build().epochPlan(60_000);
  }
}
