package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.Bits;
import io.simdann.nn.Activation;
import io.simdann.nn.Initializer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Engines;
import io.simdann.step.GradientEngine;
import io.simdann.step.LocalGradientEngine;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Trainings that begin with the parameters of a network. */
class WarmStartTest {
  private static final int SAMPLES = 120;
  private static final Features POINTS = points(6);

  private static Features points(int features) {
    Random random = new Random(7);
    float[] values = new float[features * SAMPLES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatFeatures(values, features, SAMPLES);
  }

  private static DataSet classes(Features features, String... names) {
    String[] labels = new String[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      labels[sample] = names[sample * sample % 7 % names.length];
    }
    return DataSet.ofClasses(features, labels);
  }

  private static DataSet numbers(String... names) {
    float[] values = new float[names.length * SAMPLES];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5 % 2;
    }
    return DataSet.ofValues(POINTS, values, names);
  }

  private static TrainerBuilder builder() {
    return Trainer.builder().hidden(9, 5).activation(Activation.TANH, Activation.RELU).threads(2);
  }

  /** A builder that says nothing of the network. */
  private static TrainerBuilder from(Network network) {
    return Trainer.builder().threads(2).startFrom(network);
  }

  private static Network goneOn(Network network, DataSet data) {
    return Trainer.regressor().startFrom(network).epochs(1).build().fitRegressor(data).network();
  }

  private static void assertSameParameters(Network expected, Network actual) {
    Bits.assertSame(expected.parameters(), actual.parameters(), "parameters");
    assertEquals(expected.spec(), actual.spec());
  }

  @Test
  void tenIterationsAndTenMoreAreTwenty() {
    DataSet data = classes(POINTS, "a", "b", "c");
    Network whole = builder().iterations(20).build().fit(data).network();
    Network first = builder().iterations(10).build().fit(data).network();
    float[] before = first.parameters().clone();
    Trainer more = from(first).iterations(10).build();
    assertSameParameters(whole, more.fit(data).network());
    // It starts there each time, and leaves the network as it was.
    assertSameParameters(whole, more.fit(data).network());
    Bits.assertSame(before, first.parameters(), "the network to start from");
  }

  @Test
  void aLaterChangeOfTheNetworkDoesNotMatter() {
    DataSet data = classes(POINTS, "a", "b");
    Network first = builder().iterations(3).build().fit(data).network();
    Network expected = from(first).iterations(2).build().fit(data).network();
    Trainer trainer = from(first).iterations(2).build();
    first.parameters()[0] = 5;
    assertSameParameters(expected, trainer.fit(data).network());
  }

  @Test
  void numbersAndLabelsGoOnAsWell() {
    DataSet data = numbers("x", "y");
    Loss loss = new Loss("huber").with(0.5);
    Network first = builder().loss(loss).iterations(4).build().fitRegressor(data).network();
    Network whole = builder().loss(loss).iterations(7).build().fitRegressor(data).network();
    assertSameParameters(whole, from(first).iterations(3).build().fitRegressor(data).network());

    // The usual delta, whether it was set or not; and presets say nothing of the loss.
    NetworkSpec spec = NetworkSpec.of(6, first.spec().hidden(), new Loss("huber"), 2);
    Network unset = Network.ofValues(spec, first.parameters(), first.outputNames());
    assertEquals(spec.loss().name(), goneOn(unset, data).spec().loss().name());
    assertEquals("huber", goneOn(first, data).spec().loss().name());

    Loss sigmoid = Loss.SIGMOID_CROSS_ENTROPY;
    first = builder().loss(sigmoid).iterations(4).build().fitMultiLabel(data).network();
    whole = builder().loss(sigmoid).iterations(7).build().fitMultiLabel(data).network();
    assertSameParameters(whole, from(first).iterations(3).build().fitMultiLabel(data).network());
  }

  @Test
  void anEngineOfTheCallersGoesOnAsWell() {
    DataSet data = classes(POINTS, "a", "b", "c");
    Network whole = builder().iterations(9).build().fit(data).network();
    Network first = builder().iterations(5).build().fit(data).network();
    Trainer trainer = from(first).iterations(4).build();
    NetworkSpec spec = trainer.spec(data);
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      GradientEngine engine = new LocalGradientEngine(data, spec, Engines.best(), team);
      assertSameParameters(
          whole, trainer.fit(engine, spec, data.labels().classNames(), run -> {}).network());
      assertRefused(
          "the network to start from has 6 features and the classes {a, b, c}, but the data have 6"
              + " features and the classes {a, b, d}; expected the same",
          () ->
              trainer.fit(
                  engine, spec, classes(POINTS, "a", "b", "d").labels().classNames(), r -> {}));
      NetworkSpec other = NetworkSpec.of(6, 9, 3);
      assertRefused(
          "the network to start from has sizes 6-9-5-3, activations [tanh, relu] and the loss"
              + " softmax_cross_entropy, but the one to be trained sizes 6-9-3, activations"
              + " [sigmoid] and the loss softmax_cross_entropy; expected the same",
          () -> trainer.fit(engine, other, data.labels().classNames(), r -> {}));
    }
  }

  /** The preset says less than the network. */
  @Test
  void presetsTakeTheNetworkAndTheirOptimizer() {
    DataSet data = classes(POINTS, "a", "b");
    Network first = builder().iterations(3).build().fit(data).network();
    Network more = Trainer.classifier().epochs(2).startFrom(first).build().fit(data).network();
    assertEquals(first.spec(), more.spec());
    Network same =
        builder()
            .loss(Loss.SOFTMAX_CROSS_ENTROPY)
            .optimizer(new Adam(0.001))
            .batchSize(128)
            .epochs(2)
            .startFrom(first)
            .build()
            .fit(data)
            .network();
    assertSameParameters(same, more);
  }

  @Test
  void dropoutIsThatOfTheNetworkUnlessAnotherIsSet() {
    DataSet data = classes(POINTS, "a", "b");
    Network first =
        builder().dropout(0.5, 0.2).inputDropout(0.1).iterations(3).build().fit(data).network();
    NetworkSpec same = from(first).iterations(1).build().fit(data).network().spec();
    assertEquals(first.spec(), same);
    NetworkSpec other = from(first).dropout(0).iterations(1).build().fit(data).network().spec();
    assertEquals(0, other.dropout(1));
    assertEquals(0.1, other.inputDropout());
  }

  @Test
  void aNetworkWithoutHiddenLayersGoesOn() {
    DataSet data = classes(POINTS, "a", "b", "c");
    Network first = Trainer.builder().hidden().iterations(3).build().fit(data).network();
    Network whole = Trainer.builder().hidden().iterations(5).build().fit(data).network();
    assertSameParameters(whole, from(first).iterations(2).build().fit(data).network());
  }

  @Test
  void othersSettingsAreRefusedInOneLine() {
    DataSet data = classes(POINTS, "a", "b");
    Network first = builder().iterations(1).build().fit(data).network();
    String has =
        "the network to start from has --hidden 9,5 --activation tanh,relu --loss"
            + " softmax_cross_entropy, but ";
    assertRefused(
        has + "--hidden 9 was set; expected the same, or nothing",
        () -> from(first).hidden(9).build().fit(data));
    assertRefused(
        has + "--activation relu was set; expected the same, or nothing",
        () -> from(first).activation(Activation.RELU).build().fit(data));
    assertRefused(
        has + "--loss sigmoid_cross_entropy was set; expected the same, or nothing",
        () -> from(first).loss(Loss.SIGMOID_CROSS_ENTROPY).build().fit(data));
    assertRefused(
        has
            + "--loss softmax_cross_entropy --label-smoothing 0.1 was set; expected the same, or"
            + " nothing",
        () -> from(first).loss(Loss.SOFTMAX_CROSS_ENTROPY.with(0.1)).build().fit(data));
    assertRefused(
        "init is for new weights, but training starts from a network; expected one of them",
        () -> from(first).initializer(Initializer.HE_NORMAL).build().fit(data));
    // The same is no contradiction.
    builder().loss(Loss.SOFTMAX_CROSS_ENTROPY).startFrom(first).iterations(1).build().fit(data);
  }

  @Test
  void otherDataAreRefusedInOneLine() {
    Network ofClasses = builder().iterations(1).build().fit(classes(POINTS, "a", "b")).network();
    String has = "the network to start from has 6 features and the classes {a, b}, but ";
    Trainer trainer = from(ofClasses).build();
    assertRefused(
        has + "the data have 5 features and the classes {a, b}; expected the same",
        () -> trainer.fit(classes(points(5), "a", "b")));
    assertRefused(
        has + "the data have 6 features and the classes {a, b, c}; expected the same",
        () -> trainer.fit(classes(POINTS, "a", "b", "c")));
    assertRefused(
        has + "the data have 6 features and the outputs {a, b}; expected the same",
        () -> trainer.fitRegressor(numbers("a", "b")));
    Network ofNumbers =
        builder()
            .loss(Loss.SQUARED_ERROR)
            .iterations(1)
            .build()
            .fitRegressor(numbers("x"))
            .network();
    assertRefused(
        "the network to start from has 6 features and the outputs {x}, but the data have 6"
            + " features and the outputs {y}; expected the same",
        () -> from(ofNumbers).build().fitRegressor(numbers("y")));
  }

  private static void assertRefused(String expected, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertEquals(expected, message);
  }
}
