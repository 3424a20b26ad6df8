package io.simdann.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.ByteFeatures;
import io.simdann.data.Features;
import io.simdann.kernel.KernelSets;
import io.simdann.nn.NetworkSpec;
import io.simdann.parallel.WorkerTeam;
import io.simdann.sparse.SparseSamples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientPartTest {
  private static final int FEATURES = 30;

  private static final NetworkSpec ARCHITECTURE = NetworkSpec.of(FEATURES, 17, 23, 4);

  @Test
  void everyParameterBelongsToOnePart() {
    for (int inputs : new int[] {1, 5, 17, 100}) {
      List<GradientPart> parts = new ArrayList<>(parts(inputs));
      parts.sort(Comparator.comparingInt(GradientPart::layer).thenComparingInt(GradientPart::from));
      int layer = 0;
      int next = 0;
      for (GradientPart part : parts) {
        if (part.layer() != layer) {
          layer++;
          next = 0;
        }
        assertEquals(layer, part.layer());
        assertEquals(next, part.from());
        assertTrue(part.inputs() > 0 && (layer == 1 || part.inputs() <= inputs));
        next = part.to();
        boolean last = next == ARCHITECTURE.size(layer - 1);
        assertEquals(last, part.hasBiases());
        assertEquals(last ? next + 1 : next, part.end());
      }
      assertEquals(ARCHITECTURE.layers(), layer);
      assertEquals(ARCHITECTURE.size(layer - 1), next);
    }
  }

  @Test
  void thePartsOfTheFirstLayerAreTheBlocksOfFeatures() {
    for (GradientPart part : parts(5)) {
      if (part.layer() == 1) {
        assertEquals(part.block() * 8, part.from());
        assertEquals(Math.min(FEATURES, part.from() + 8), part.to());
      }
    }
  }

  /** The second block of features has most values, the third none. */
  @Test
  void thoseWithTheMostWorkComeFirst() {
    List<GradientPart> parts = parts(5);
    for (int i = 1; i < parts.size(); i++) {
      assertTrue(parts.get(i - 1).work() >= parts.get(i).work());
    }
    List<Integer> blocks =
        parts.stream().filter(part -> part.layer() == 1).map(GradientPart::block).toList();
    assertEquals(List.of(1, 3, 0, 2), blocks);
  }

  private static List<GradientPart> parts(int inputs) {
    byte[] values = new byte[FEATURES * 10];
    for (int sample = 0; sample < 10; sample++) {
      values[sample * FEATURES] = 1;
      for (int feature = 8; feature < 16; feature++) {
        values[sample * FEATURES + feature] = 1;
      }
      values[sample * FEATURES + 24] = 1;
      values[sample * FEATURES + 25] = 1;
    }
    Features samples = new ByteFeatures(values, FEATURES, 10);
    try (WorkerTeam team = WorkerTeam.ofThreads(1)) {
      SparseSamples sparse = new SparseSamples(samples, 8, false, team);
      return GradientPart.all(
          ARCHITECTURE, new SparsePackedSamples(sparse, false, KernelSets.widest()), inputs);
    }
  }
}
