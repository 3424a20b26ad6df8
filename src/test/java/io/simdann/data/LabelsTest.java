package io.simdann.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void labelsBecomeIndicesOfTheirNames() {
    Labels labels = Labels.encode(new int[] {30, 10, 20, 10});

    assertArrayEquals(new int[] {2, 0, 1, 0}, labels.classIndices());
    assertEquals(4, labels.samples());
    assertEquals("30", labels.label(0));
    assertEquals("10", labels.label(3));
  }

  @Test
  void textsBecomeIndicesOfTheirNames() {
    Labels labels = Labels.encode(new String[] {"dog", "cat", "eel", "cat"});

    assertArrayEquals(new int[] {1, 0, 2, 0}, labels.classIndices());
    assertEquals(List.of("cat", "dog", "eel"), labels.names());
    assertEquals(3, labels.outputs());
    assertEquals("dog", labels.label(0));
  }

  @Test
  void integersFarApartBecomeIndicesToo() {
    Labels labels = Labels.encode(new int[] {2_000_000_000, -2_000_000_000, 5});

    assertArrayEquals(new int[] {2, 0, 1}, labels.classIndices());
    assertEquals(
        labels.classNames(),
        Labels.encode(new String[] {"5", "2000000000", "-2000000000"}).classNames());
  }

  @Test
  void aTestSetGetsTheIndicesOfTheTrainingSet() {
    Labels train = Labels.encode(new int[] {5, 6, 7});
    Labels test = Labels.encode(new int[] {7, 7}, train.classNames());

    assertArrayEquals(new int[] {2, 2}, test.classIndices());
    assertSame(train.classNames(), test.classNames());
  }

  @Test
  void anUnknownLabelIsNamedWithItsSample() {
    ClassNames known = ClassNames.discover(5, 6);

    assertEquals(
        "label 8 of sample 2 is unknown, expected one of {5, 6}",
        assertThrows(
                IllegalArgumentException.class, () -> Labels.encode(new int[] {5, 6, 8}, known))
            .getMessage());
    assertEquals(
        "label two�lines of sample 1 is unknown, expected one of {5, 6}",
        assertThrows(
                IllegalArgumentException.class,
                () -> Labels.encode(new String[] {"5", "two\nlines"}, known))
            .getMessage());
  }

  @Test
  void noLabelsAreRefused() {
    ClassNames known = ClassNames.discover(5);

    assertThrows(IllegalArgumentException.class, () -> Labels.encode(new int[0]));
    assertThrows(IllegalArgumentException.class, () -> Labels.encode(new int[0], known));
    assertThrows(IllegalArgumentException.class, () -> Labels.encode(new String[0]));
    assertThrows(IllegalArgumentException.class, () -> Labels.encode(new String[0], known));
  }

  @Test
  void oneHotHasAColumnPerSampleWithASingleOne() {
    float[] encoded = Labels.encode(new int[] {30, 10, 20, 10}).oneHot();

    assertArrayEquals(
        new float[] {
          0, 0, 1, //
          1, 0, 0, //
          0, 1, 0, //
          1, 0, 0
        },
        encoded);
  }

  @Test
  void oneHotThatFitsNoArrayIsRefused() {
    Labels labels = Labels.encode(IntStream.range(0, 50_000).toArray());

    assertEquals(
        "one-hot encoding of 50000 classes × 50000 samples needs 2500000000 values, at most"
            + " 2147483639 fit an array",
        assertThrows(IllegalArgumentException.class, labels::oneHot).getMessage());
  }
}
