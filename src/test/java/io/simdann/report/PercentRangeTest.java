package io.simdann.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentRangeTest {

  @Test
  void theAxisLiesCloseAroundTheValues() {
    assertEquals(new PercentRange(0, 100), PercentRange.of(8.39, 70.36, 89.31, 89.89));
    assertEquals(new PercentRange(95, 100), PercentRange.of(96, 98, 99.5, 99.99));
    assertEquals(new PercentRange(88, 93), PercentRange.of(88.98, 91.3, 92.8, 92.93));
  }

  @Test
  void smallDifferencesAreNotBlownUp() {
    assertEquals(new PercentRange(88.5, 90), PercentRange.of(88.97, 89.6));
    assertEquals(new PercentRange(88.5, 89), PercentRange.of(88.97));
  }

  @Test
  void theAxisEndsAtZeroAndAHundred() {
    assertEquals(new PercentRange(99.5, 100), PercentRange.of(100));
    assertEquals(new PercentRange(0, 0.5), PercentRange.of(0));
    assertEquals(new PercentRange(0, 100), PercentRange.of(0, 100));
  }

  @Test
  void everyValueIsOnTheAxis() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double[] values = random.doubles(1 + random.nextInt(4), 0, 100).toArray();
      PercentRange range = PercentRange.of(values);
      assertTrue(range.least() >= 0 && range.most() <= 100 && range.least() < range.most());
      for (double value : values) {
        assertTrue(range.least() <= value && value <= range.most(), range + " " + value);
      }
    }
  }
}
