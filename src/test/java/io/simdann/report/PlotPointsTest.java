package io.simdann.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.train.History;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotPointsTest {

  @Test
  void everyTenthIterationIsPlotted() {
    List<Integer> iterations = iterations(PlotPoints.ofCost(Histories.ofIterations(1000)));

    assertEquals(101, iterations.size());
    assertEquals(List.of(0, 10, 20), iterations.subList(0, 3));
    assertEquals(List.of(990, 999), iterations.subList(99, 101));
  }

  @Test
  void aShortTrainingIsPlottedInFull() {
    assertEquals(199, PlotPoints.ofCost(Histories.ofIterations(199)).size());
  }

  @Test
  void aLongTrainingIsThinned() {
    int points = PlotPoints.ofCost(Histories.ofIterations(100_000)).size();

    assertTrue(points >= 1000 && points <= 4000, points + " points");
  }

  @Test
  void accuracyIsPlottedWhereItIsKnown() {
    assertEquals(
        List.of(0, 100, 200), iterations(PlotPoints.ofAccuracy(Histories.ofIterations(250))));
  }

  private static List<Integer> iterations(List<History.Entry> entries) {
    return entries.stream().map(History.Entry::iteration).toList();
  }
}
