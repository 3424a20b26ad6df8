package io.simdann.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.data.DataSet;
import io.simdann.data.Labels;
import io.simdann.nn.Initialization;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.step.CanonicalStep;
import io.simdann.step.SparseData;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifierAccuracyTest {
  private static final NetworkSpec SIZES = NetworkSpec.of(20, 17, 65, 4);
  private static final int[] LABELS = {1, 2, 5, 8};

  @Test
  void accuracyIsTheFractionWhoseMostProbableClassIsTheirs() {
    float[] parameters = Initialization.numpy(SIZES, 7);
    DataSet data = SparseData.of(SIZES, 161, true, 0.3, 1);
    CanonicalStep step = CanonicalStep.of(SIZES, data);
    step.run(parameters);
    int[] labels = IntStream.of(data.labels().classIndices()).map(i -> LABELS[i]).toArray();
    DataSet labelled = new DataSet(data.features(), Labels.encode(labels));
    Classifier classifier =
        new Classifier(new Network(SIZES, parameters, labelled.labels().names()));
    assertEquals(step.correct / 161.0, classifier.accuracy(labelled));
  }
}
