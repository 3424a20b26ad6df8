package io.simdann.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void categoriesAreTheSortedDistinctLabels() {
    int[] raw = {7, -3, 7, 1_000, -3, Integer.MIN_VALUE, 7, Integer.MAX_VALUE};
    Categories categories = Categories.discover(raw);

    assertArrayEquals(
        new int[] {Integer.MIN_VALUE, -3, 7, 1_000, Integer.MAX_VALUE}, categories.labels());
    assertEquals(5, categories.size());
    assertEquals(7, raw[0], "the argument stays as it is");
    for (int index = 0; index < categories.size(); index++) {
      assertEquals(index, categories.indexOf(categories.label(index)));
    }
    assertEquals(-1, categories.indexOf(0));
    assertThrows(IndexOutOfBoundsException.class, () -> categories.label(5));
  }

  @Test
  void categoriesAreImmutableAndEqualByContent() {
    Categories categories = Categories.discover(new int[] {1, 2});
    categories.labels()[0] = 9;

    assertEquals(Categories.discover(new int[] {2, 1, 2}), categories);
    assertEquals(Categories.discover(new int[] {2, 1, 2}).hashCode(), categories.hashCode());
    assertNotEquals(Categories.discover(new int[] {1, 2, 3}), categories);
    assertNotEquals(null, categories);
  }

  @Test
  void manyCategoriesAreShownInShort() {
    assertEquals("{1, 2}", Categories.discover(new int[] {2, 1}).toString());
    assertEquals(
        "{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … 5 more}",
        Categories.discover(IntStream.range(0, 25).toArray()).toString());
  }

  @Test
  void labelsBecomeIndicesOfTheirCategories() {
    Labels labels = Labels.encode(new int[] {30, 10, 20, 10});

    assertArrayEquals(new int[] {2, 0, 1, 0}, labels.classIndices());
    assertEquals(4, labels.samples());
    assertEquals(30, labels.label(0));
    assertEquals(10, labels.label(3));
  }

  @Test
  void aTestSetGetsTheIndicesOfTheTrainingSet() {
    Labels train = Labels.encode(new int[] {5, 6, 7});
    Labels test = Labels.encode(new int[] {7, 7}, train.categories());

    assertArrayEquals(new int[] {2, 2}, test.classIndices());
    assertSame(train.categories(), test.categories());
  }

  @Test
  void anUnknownLabelIsNamedWithItsSample() {
    Categories known = Categories.discover(new int[] {5, 6});

    assertEquals(
        "label 8 of sample 2 is unknown, expected one of {5, 6}",
        assertThrows(
                IllegalArgumentException.class, () -> Labels.encode(new int[] {5, 6, 8}, known))
            .getMessage());
  }

  @Test
  void noLabelsAreRefused() {
    Categories known = Categories.discover(new int[] {5});

    assertThrows(IllegalArgumentException.class, () -> Labels.encode(new int[0]));
    assertThrows(IllegalArgumentException.class, () -> Labels.encode(new int[0], known));
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
