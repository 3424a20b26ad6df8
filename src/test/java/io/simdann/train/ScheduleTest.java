package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.simdann.data.ClassNames;
import io.simdann.data.DataSet;
import io.simdann.kernel.Bits;
import io.simdann.nn.Initialization;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.ConstantEngine;
import io.simdann.step.LocalGradientEngineTest;
import io.simdann.step.WatchedEngine;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rates beside values that formulas give by hand, and the rates that runs take. */
class ScheduleTest {
  private static final NetworkSpec SIZES = NetworkSpec.of(20, 8, 3);

  /** 5 iterations to an epoch. */
  private static final int SAMPLES = 50;

  private static final int BATCH = 10;

  @Test
  void stepsAndPowersGoByEpochs() {
    assertArrayEquals(
        new double[] {2, 2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.125, 0.125},
        rates(new StepDecay(2, 0.25), 2, plan(10, 2)));
    assertArrayEquals(
        new double[] {0.1, 0.1, 0.01}, rates(new StepDecay(2), 0.1, plan(3, 1)), 1e-17);
    assertArrayEquals(
        new double[] {8, 8, 4, 4, 2, 2}, rates(new ExponentialDecay(0.5), 8, plan(6, 2)));
  }

  @Test
  void aCosineFallsOverTheWholeTraining() {
    double quarter = Math.sqrt(0.5);
    assertArrayEquals(
        new double[] {3, 2 + quarter, 2, 2 - quarter},
        rates(new CosineDecay(1), 3, plan(4, 2)),
        1e-15);
    assertArrayEquals(
        new double[] {1, 0.5 + quarter / 2, 0.5, 0.5 - quarter / 2},
        rates(new CosineDecay(), 1, plan(4, 1)),
        1e-15);
  }

  @Test
  void restartsBeginAnewAndTakeLonger() {
    double quarter = Math.sqrt(0.5) / 2;
    double eighth = Math.cos(Math.PI / 8) / 2;
    double eighths3 = Math.sin(Math.PI / 8) / 2;
    double[] first = {1, 0.5 + quarter, 0.5, 0.5 - quarter};
    double[] second = {
      1,
      0.5 + eighth,
      0.5 + quarter,
      0.5 + eighths3,
      0.5,
      0.5 - eighths3,
      0.5 - quarter,
      0.5 - eighth
    };
    double[] expected = new double[15];
    System.arraycopy(first, 0, expected, 0, 4);
    System.arraycopy(second, 0, expected, 4, 8);
    // Of 16: cos(π·1/16) and cos(π·2/16) = cos(π/8).
    expected[12] = 1;
    expected[13] = (1 + Math.sqrt((1 + Math.cos(Math.PI / 8)) / 2)) / 2;
    expected[14] = 0.5 + eighth;
    assertArrayEquals(expected, rates(new CosineRestarts(2, 2, 0), 1, plan(15, 2)), 1e-15);
    double[] alike = rates(new CosineRestarts(2), 1, plan(12, 2));
    for (int i = 0; i < 12; i++) {
      assertEquals(first[i % 4], alike[i], 1e-15);
    }
    assertEquals(0.2, rates(new CosineRestarts(1, 3, 0.1), 0.3, plan(4, 2))[1], 1e-16);
  }

  @Test
  void oneCycleIsThatOfPyTorch() {
    // OneCycleLR(max_lr=1, total_steps=10): phases end at steps 0.3·10 − 1 = 2 and 9.
    double[] expected = new double[10];
    expected[0] = 0.04;
    expected[1] = 0.52;
    expected[2] = 1;
    double middle = (1 + 4e-6) / 2;
    for (int step = 3; step < 10; step++) {
      expected[step] = middle + (1 - 4e-6) / 2 * Math.cos(Math.PI * (step - 2) / 7);
    }
    expected[9] = 4e-6;
    assertArrayEquals(expected, rates(new OneCycle(), 1, plan(10, 1)), 1e-15);
    // Half a phase up to step 3, 2 steps down: 3·(1/4, 1/4 + 3/16, 1 − 3/16, 1), down to 3/8.
    assertArrayEquals(
        new double[] {0.75, 1.3125, 2.4375, 3, 3 - 2.625 / 4, 0.375 + 2.625 / 4, 0.375},
        rates(new OneCycle(4 / 7.0, 4, 2), 3, plan(7, 1)),
        1e-14);
  }

  @Test
  void shortCyclesStayWithinTheirRates() {
    for (int iterations = 1; iterations < 40; iterations++) {
      for (double part : new double[] {1e-9, 0.25, 0.3, 0.5, 1 - 1e-16}) {
        double[] rates = rates(new OneCycle(part, 25, 1e4), 0.1, plan(iterations, 1));
        for (double rate : rates) {
          assertTrue(rate >= 0.9999e-1 / 25e4 && rate <= 0.1, iterations + " " + part);
        }
        assertEquals(0.1 / 25e4, rates[iterations - 1], 1e-15);
      }
    }
  }

  @Test
  void aPlateauIsWaitedForAndThenReduces() {
    LearningRates rates = new ReduceOnPlateau(0.5, 2, 0.1, 0.2).start(1, plan(10, 1));
    // Less than 0.9 of the best counts; the third epoch in a row that doesn't reduces.
    double[] watched = {10, 9, 8.99, 9.5, 9, 8, 8, 8, Double.NaN, 8, 8, 8, 7.2, 7.1, 7, 7, 7};
    double[] after = {1, 1, 1, 1, 1, 1, 1, 1, .5, .5, .5, .25, .25, .25, .25, .25, .2};
    for (int epoch = 0; epoch < watched.length; epoch++) {
      rates.epochFinished(watched[epoch]);
      assertEquals(after[epoch], rates.rate(0, epoch + 1), "epoch " + epoch);
    }
  }

  @Test
  void aPlateauNeverRaisesTheRate() {
    LearningRates rates = new ReduceOnPlateau(0.5, 0, 0, 0.2).start(0.1, plan(10, 1));
    rates.epochFinished(1);
    rates.epochFinished(1);
    assertEquals(0.1, rates.rate(2, 2));
  }

  @Test
  void theUsualPlateauIsThatOfPyTorch() {
    LearningRates rates = new ReduceOnPlateau().start(1, plan(99, 1));
    rates.epochFinished(1);
    for (int epoch = 1; epoch <= 10; epoch++) {
      rates.epochFinished(1 - 1e-4);
    }
    assertEquals(1, rates.rate(11, 11));
    rates.epochFinished(1 - 1e-4);
    assertEquals(0.1, rates.rate(12, 12));
    rates.epochFinished(1 - 1.01e-4);
    assertEquals(0.1, rates.rate(13, 13));
  }

  @Test
  void aWarmUpRisesToWhereTheOtherBegins() {
    double half = Math.sqrt(0.75) / 2;
    assertArrayEquals(
        new double[] {0.25, 0.5, 0.75, 1, 1, 0.5 + half, 0.75, 0.5, 0.25, 0.5 - half},
        rates(new CosineDecay().withWarmup(4), 1, plan(10, 1)),
        1e-15);
    assertArrayEquals(
        new double[] {1, 2, 3, 3, 1.5, 1.5, 1.5, 1.5, 0.75, 0.75},
        rates(new ExponentialDecay(0.5).withWarmup(3), 3, plan(10, 4)),
        1e-15);
    assertArrayEquals(
        new double[] {0.5, 1, 1, 1}, rates(Schedule.CONSTANT.withWarmup(2), 1, plan(4, 1)));
    LearningRates plateau = new ReduceOnPlateau(0.5, 0, 0, 0).withWarmup(1).start(1, plan(9, 1));
    plateau.epochFinished(1);
    plateau.epochFinished(2);
    assertEquals(0.5, plateau.rate(2, 2));
  }

  @Test
  void theRatesOfAnIndependentProgramAreMet() throws Exception {
    try (InputStream json = getClass().getResourceAsStream("/reference/golden-training.json")) {
      for (JsonNode golden : new ObjectMapper().readTree(json).get("cases")) {
        if (golden.has("learning_rates")) {
          double[] expected =
              new ObjectMapper().convertValue(golden.get("learning_rates"), double[].class);
          assertArrayEquals(
              expected,
              rates(new CosineDecay(0.01).withWarmup(4), 0.1, plan(expected.length, 1)),
              1e-16);
          return;
        }
      }
    }
    throw new AssertionError("no list of rates");
  }

  @Test
  void aRunTakesTheRatesOfItsIterations() {
    List<Schedule> schedules =
        List.of(
            Schedule.CONSTANT,
            new StepDecay(1, 0.3),
            new ExponentialDecay(0.7),
            new CosineDecay(1e-3),
            new CosineRestarts(1, 2, 0),
            new OneCycle(),
            new CosineDecay().withWarmup(7),
            new StepDecay(2).withWarmup(3));
    for (Schedule schedule : schedules) {
      EpochPlan plan = new EpochPlan(SAMPLES, BATCH, 17, true, 1);
      assertTaken(schedule, rates(schedule, 0.1, plan));
    }
    // The cost stays the same: after the first epoch each one is no better.
    double[] plateau = new double[17];
    for (int i = 0; i < 17; i++) {
      plateau[i] = 0.1 * (i < 10 ? 1 : i < 15 ? 0.5 : 0.25);
    }
    assertTaken(new ReduceOnPlateau(0.5, 0, 1e-4, 0), plateau);
  }

  /** Trains with a gradient of 1 per batch: each parameter falls by rate / batch. */
  private static void assertTaken(Schedule schedule, double[] expected) {
    float[] parameters = Initialization.numpy(SIZES, 1);
    List<float[]> seen = new ArrayList<>();
    WatchedEngine engine =
        new WatchedEngine(new ConstantEngine(SAMPLES), (call, now) -> seen.add(now.clone()));
    float[] last =
        Trainer.builder()
            .hidden(8)
            .batchSize(BATCH)
            .iterations(expected.length)
            .schedule(schedule)
            .build()
            .fit(engine, SIZES, ClassNames.discover(0, 1, 2), run -> {})
            .network()
            .parameters();
    seen.add(last);
    assertEquals(expected.length + 1, seen.size());
    for (int iteration = 0; iteration < expected.length; iteration++) {
      Bits.assertSame(parameters, seen.get(iteration), schedule + " before " + iteration);
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = Math.fma(-(float) (expected[iteration] / BATCH), 1f, parameters[i]);
      }
    }
    Bits.assertSame(parameters, last, schedule + " at last");
  }

  @Test
  void aConstantRateIsTheTrainingWithoutASchedule() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 100, true, 1);
    TrainerBuilder settings = Trainer.builder().hidden(8).batchSize(30).epochs(3);
    CanonicalTraining expected = new CanonicalTraining(SIZES, data, 1);
    expected.run(12, 30, true, 0.1);
    Bits.assertSame(
        expected.parameters,
        settings.schedule(Schedule.CONSTANT).build().fit(data).network().parameters(),
        "constant");
  }

  @Test
  void aTrainerTellsItsSchedule() {
    Trainer trainer =
        Trainer.builder().threads(2).schedule(new CosineDecay(0.01).withWarmup(5)).build();
    assertEquals(new Warmup(5, new CosineDecay(0.01)), trainer.schedule());
    assertEquals(
        "Trainer[hidden [50], learning rate 0.1, Warmup[iterations=5,"
            + " then=CosineDecay[minRate=0.01]], 1000 iterations, seed 1, 2 threads]",
        trainer.toString());
    assertEquals(
        List.of("constant", "step", "exponential", "cosine", "cosine_restarts", "one_cycle"),
        List.of(
            Schedule.CONSTANT.name(),
            new StepDecay(1).name(),
            new ExponentialDecay(1).name(),
            new CosineDecay().name(),
            new CosineRestarts(1).name(),
            new OneCycle().name()));
    assertEquals("plateau", new ReduceOnPlateau().name());
    assertEquals("warmup", Schedule.CONSTANT.withWarmup(1).name());
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    refused("step size must be a whole number, at least 1, but was 0", () -> new StepDecay(0));
    refused("gamma must be greater than 0 and at most 1, but was 1.5", () -> new StepDecay(1, 1.5));
    refused(
        "gamma must be greater than 0 and at most 1, but was NaN",
        () -> new ExponentialDecay(Double.NaN));
    refused("min rate must be finite and 0 or more, but was -0.1", () -> new CosineDecay(-0.1));
    refused("period must be a whole number, at least 1, but was 0", () -> new CosineRestarts(0));
    refused(
        "period multiplier must be a whole number, at least 1, but was 0",
        () -> new CosineRestarts(1, 0, 0));
    refused("pct start must be between 0 and 1, but was 1.0", () -> new OneCycle(1, 25, 1e4));
    refused(
        "div factor must be finite and 1 or more, but was 0.5", () -> new OneCycle(0.3, 0.5, 1e4));
    refused(
        "final div factor must be finite and 1 or more, but was Infinity",
        () -> new OneCycle(0.3, 25, Double.POSITIVE_INFINITY));
    refused(
        "plateau factor must be between 0 and 1, but was 1.0",
        () -> new ReduceOnPlateau(1, 10, 1e-4, 0));
    refused(
        "plateau patience must be a whole number, at least 0, but was -1",
        () -> new ReduceOnPlateau(0.1, -1, 1e-4, 0));
    refused(
        "plateau threshold must be from 0 to less than 1, but was 1.0",
        () -> new ReduceOnPlateau(0.1, 10, 1, 0));
    refused(
        "a warm-up must have at least 1 iteration, but had 0",
        () -> Schedule.CONSTANT.withWarmup(0));
    refused(
        "a one_cycle schedule rises by itself, expected none with a warm-up before it",
        () -> new OneCycle().withWarmup(3));
    refused(
        "a warmup schedule rises by itself, expected none with a warm-up before it",
        () -> Schedule.CONSTANT.withWarmup(3).withWarmup(3));
  }

  @Test
  void aScheduleThatDoesNotFitTheTrainingIsRefusedBeforeIt() {
    DataSet data = LocalGradientEngineTest.data(SIZES, 100, true, 1);
    TrainerBuilder settings = Trainer.builder().hidden(8).batchSize(30).epochs(3);
    refused(
        "a warm-up of 12 iterations must be shorter than the training, but that has 12",
        () -> settings.schedule(Schedule.CONSTANT.withWarmup(12)).build().epochPlan(data));
    refused(
        "the minimum rate of a schedule must be at most the learning rate 0.1, but was 0.2",
        () -> settings.schedule(new CosineDecay(0.2)).build().fit(data));
    refused(
        "the minimum rate of a schedule must be at most the learning rate 0.1, but was 0.2",
        () -> settings.schedule(new CosineRestarts(1, 1, 0.2)).build().fit(data));
  }

  private static void refused(String message, Executable made) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  /** So many iterations to an epoch. */
  private static EpochPlan plan(int iterations, int perEpoch) {
    return new EpochPlan(perEpoch, 1, iterations, false, 1);
  }

  private static double[] rates(Schedule schedule, double rate, EpochPlan plan) {
    LearningRates rates = schedule.start(rate, plan);
    double[] all = new double[plan.iterations()];
    for (int i = 0; i < all.length; i++) {
      all[i] = rates.rate(i, i / plan.iterationsPerEpoch());
    }
    return all;
  }
}
