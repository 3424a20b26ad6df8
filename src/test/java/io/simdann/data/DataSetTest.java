package io.simdann.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DataSetTest {

  @Test
  void bytesAreUnsignedPartsOf255() {
    byte[] values = new byte[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (byte) i;
    }
    ByteFeatures features = new ByteFeatures(values, 64, 4);

    for (int sample = 0; sample < 4; sample++) {
      for (int feature = 0; feature < 64; feature++) {
        assertEquals((sample * 64 + feature) / 255f, features.value(feature, sample));
      }
    }
    assertSame(values, features.values());
    assertEquals(1f / 255f, features.scale());
    assertEquals(1, features.valueBytes());
  }

  @Test
  void floatsAreTakenAsTheyAre() {
    float[] values = {1, -2, Float.NaN, 4, 5, 6};
    FloatFeatures features = new FloatFeatures(values, 3, 2);

    assertEquals(Float.NaN, features.value(2, 0));
    assertEquals(4f, features.value(0, 1));
    assertEquals(6f, features.value(2, 1));
    assertSame(values, features.values());
    assertEquals(1f, features.scale());
    assertEquals(4, features.valueBytes());
  }

  @Test
  void anIndexOutOfRangeIsRefusedEvenWhereAnElementWouldBeFound() {
    for (Features features :
        Stream.of(new ByteFeatures(new byte[6], 3, 2), new FloatFeatures(new float[6], 3, 2))
            .toList()) {
      assertThrows(IndexOutOfBoundsException.class, () -> features.value(3, 0));
      assertThrows(IndexOutOfBoundsException.class, () -> features.value(-1, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> features.value(0, 2));
    }
  }

  @Test
  void aShapeThatDoesNotFitTheValuesIsRefused() {
    assertEquals(
        "3 features × 2 samples need 6 values, found 5",
        assertThrows(IllegalArgumentException.class, () -> new ByteFeatures(new byte[5], 3, 2))
            .getMessage());
    assertEquals(
        "65536 features × 65536 samples need 4294967296 values, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new FloatFeatures(new float[0], 65_536, 65_536))
            .getMessage());
    assertEquals(
        "features × samples is -2 × -3, expected at least 1 × 1",
        assertThrows(IllegalArgumentException.class, () -> new FloatFeatures(new float[6], -2, -3))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ByteFeatures(new byte[0], 0, 5));
  }

  @Test
  void everySampleNeedsALabel() {
    Features features = new ByteFeatures(new byte[6], 3, 2);
    Labels labels = Labels.encode(new int[] {1, 2, 3});

    assertEquals(
        "features of 2 samples and labels of 3 samples, expected as many of both",
        assertThrows(IllegalArgumentException.class, () -> new DataSet(features, labels))
            .getMessage());
    assertEquals(2, new DataSet(features, Labels.encode(new int[] {1, 2})).samples());
  }

  @Test
  void trainingAndTestSetMustFitOneNetwork() {
    DataSet train = set(3, 1, 2);

    new TrainTest(train, set(3, 2, 1));
    assertEquals(
        "training samples of 3 features and test samples of 4 features, expected as many",
        assertThrows(IllegalArgumentException.class, () -> new TrainTest(train, set(4, 1, 2)))
            .getMessage());
    assertEquals(
        "training targets are the classes {1, 2} and test targets the classes {2, 3}, expected the"
            + " same",
        assertThrows(IllegalArgumentException.class, () -> new TrainTest(train, set(3, 2, 3)))
            .getMessage());
  }

  @Test
  void classesComeAsTextsOrIntegers() {
    Features features = new ByteFeatures(new byte[6], 3, 2);

    assertEquals("b", DataSet.ofClasses(features, "b", "a").labels().label(0));
    assertEquals(List.of("-1", "12"), DataSet.ofClasses(features, 12, -1).labels().names());
  }

  @Test
  void numbersToBePredictedAreTargetsToo() {
    Features features = new ByteFeatures(new byte[6], 3, 2);
    float[] values = {1, 2, 3, 4};
    DataSet data = DataSet.ofValues(features, values, "height", "weight");
    FloatTargets targets = (FloatTargets) data.targets();

    assertSame(targets, data.numbers());
    assertEquals(2, targets.samples());
    assertEquals(2, targets.outputs());
    assertEquals(List.of("height", "weight"), targets.names());
    assertSame(values, targets.values());
    assertEquals(
        "the targets are numbers, {height, weight}, expected a class for each sample",
        assertThrows(IllegalArgumentException.class, data::labels).getMessage());
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    Features features = new ByteFeatures(new byte[6], 3, 2);

    assertEquals(
        "features of 2 samples and targets of 4 samples, expected as many of both",
        refusal(() -> DataSet.ofValues(features, new float[4], "height")));
    assertEquals(
        "5 target values, expected 2 for each of 1 sample or more",
        refusal(() -> DataSet.ofValues(features, new float[5], "height", "weight")));
    assertEquals(
        "sample 1: target \"weight\" is NaN, expected finite numbers",
        refusal(
            () ->
                DataSet.ofValues(features, new float[] {1, 2, 3, Float.NaN}, "height", "weight")));
    assertEquals(
        "target names: \"height\" is there twice, expected distinct ones",
        refusal(() -> DataSet.ofValues(features, new float[4], "height", "height")));
    refusal(() -> DataSet.ofValues(features, new float[4]));
    refusal(() -> DataSet.ofValues(features, new float[0], "height"));
  }

  @Test
  void samplesMayHaveWeights() {
    Features features = new ByteFeatures(new byte[6], 3, 2);
    DataSet alike = DataSet.ofClasses(features, "a", "b");
    DataSet weighted = alike.withWeights(0, 2.5f);

    assertEquals(Optional.empty(), alike.weights());
    assertEquals(SampleWeights.of(0, 2.5f), weighted.weights().get());
    assertEquals(2.5f, weighted.weights().get().values()[1]);
    assertSame(alike.targets(), weighted.targets());
    assertEquals(SampleWeights.of(1, 1), weighted.withWeights(1, 1).weights().get());
  }

  @Test
  void numbersThatAreNoWeightsAreRefused() {
    DataSet data = DataSet.ofClasses(new ByteFeatures(new byte[6], 3, 2), "a", "b");

    for (float bad :
        new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE}) {
      assertEquals(
          "weight " + bad + " of sample 1, expected 0, or a number from 1.0E-20 to 1.0E20",
          refusal(() -> data.withWeights(1, bad)));
    }
    assertEquals(
        "all samples have weight 0, expected a greater one of at least one sample",
        refusal(() -> data.withWeights(0, 0)));
    assertEquals(
        "3 weights for 2 samples, expected one per sample",
        refusal(() -> data.withWeights(1, 2, 3)));
    assertEquals("no weights, expected one per sample", refusal(() -> data.withWeights()));
  }

  @Test
  void trainingAndTestSetHaveTheSameTargets() {
    Features features = new ByteFeatures(new byte[6], 3, 2);
    DataSet classes = DataSet.ofClasses(features, "a", "b");
    DataSet heights = DataSet.ofValues(features, new float[2], "height");

    new TrainTest(heights, heights);
    assertEquals(
        "training targets are the classes {a, b} and test targets the numbers [height], expected"
            + " the same",
        refusal(() -> new TrainTest(classes, heights)));
    refusal(() -> new TrainTest(heights, DataSet.ofValues(features, new float[2], "weight")));
  }

  private static String refusal(Executable made) {
    return assertThrows(IllegalArgumentException.class, made).getMessage();
  }

  private static DataSet set(int features, int... labels) {
    return new DataSet(
        new ByteFeatures(new byte[features * labels.length], features, labels.length),
        Labels.encode(labels));
  }
}
