package io.simdann.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {

  @Test
  void integersAreInTheOrderOfNumbers() {
    int[] labels = {7, -3, 7, 1_000, -3, Integer.MIN_VALUE, 7, Integer.MAX_VALUE, -20};
    ClassNames names = ClassNames.discover(labels);

    assertEquals(List.of("-2147483648", "-20", "-3", "7", "1000", "2147483647"), names.names());
    assertEquals(7, labels[0], "the argument stays as it is");
    for (int index = 0; index < names.size(); index++) {
      assertEquals(index, names.indexOf(names.name(index)));
    }
    assertEquals(-1, names.indexOf("0"));
    assertEquals(-1, names.indexOf(null));
    assertThrows(IndexOutOfBoundsException.class, () -> names.name(6));
  }

  @Test
  void integersThatAreTextsAreTheSameNames() {
    for (int[] labels :
        List.of(new int[] {10, 9, -1, -10, 0}, new int[] {5, 3_000_000, -8}, new int[] {2})) {
      List<String> texts = Arrays.stream(labels).mapToObj(Integer::toString).toList();
      assertEquals(ClassNames.discover(labels), ClassNames.discover(texts));
    }
    assertEquals(
        List.of("-12345678901234567890", "-9", "9", "12345678901234567890"),
        ClassNames.discover(List.of("9", "12345678901234567890", "-9", "-12345678901234567890"))
            .names());
  }

  @Test
  void otherNamesAreInTheOrderOfCodePoints() {
    assertEquals(
        List.of("07", "10", "9", "Zebra", "cat", "é", "\uff5e", "😀"),
        ClassNames.discover(List.of("😀", "\uff5e", "9", "cat", "é", "10", "07", "Zebra", "cat"))
            .names());
    assertEquals(List.of("-0", "1", "2"), ClassNames.discover(List.of("2", "1", "-0")).names());
  }

  @Test
  void namesThatAreGivenKeepTheirOrder() {
    ClassNames names = ClassNames.of("low", "medium", "high");

    assertEquals(List.of("low", "medium", "high"), names.names());
    assertEquals(2, names.indexOf("high"));
    assertNotEquals(ClassNames.discover(List.of("low", "medium", "high")), names);
    assertEquals(
        "class names: \"low\" is there twice, expected distinct ones",
        assertThrows(IllegalArgumentException.class, () -> ClassNames.of("low", "high", "low"))
            .getMessage());
  }

  @Test
  void theyAreEqualByContent() {
    assertEquals(ClassNames.discover(2, 1, 2), ClassNames.discover(1, 2));
    assertEquals(ClassNames.discover(2, 1, 2).hashCode(), ClassNames.discover(1, 2).hashCode());
    assertNotEquals(ClassNames.discover(1, 2, 3), ClassNames.discover(1, 2));
    assertNotEquals(null, ClassNames.discover(1, 2));
  }

  @Test
  void noNamesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ClassNames.discover(new int[0]));
    assertThrows(IllegalArgumentException.class, () -> ClassNames.discover(List.of()));
    assertThrows(IllegalArgumentException.class, () -> ClassNames.of(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "tab\t", "\u0000", "\u0085", "half \ud83d"})
  void whatIsNoTextOfOneLineIsNoName(String name) {
    for (Runnable made :
        List.<Runnable>of(
            () -> ClassNames.of("a", name), () -> ClassNames.discover(List.of("a", name)))) {
      String message = assertThrows(IllegalArgumentException.class, made::run).getMessage();
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void aNameHas1000CharactersAtMost() {
    String longest = "x".repeat(ClassNames.LONGEST);

    assertEquals(1, ClassNames.of(longest).size());
    assertEquals(
        "class names: \""
            + "x".repeat(80)
            + "…\", expected 1 to 1000 characters without control characters",
        assertThrows(IllegalArgumentException.class, () -> ClassNames.of(longest + "x"))
            .getMessage());
  }

  @Test
  void manyAreShownInShort() {
    assertEquals("{1, 2}", ClassNames.discover(2, 1).toString());
    assertEquals(
        "{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … 5 more}",
        ClassNames.discover(IntStream.range(0, 25).toArray()).toString());
  }
}
