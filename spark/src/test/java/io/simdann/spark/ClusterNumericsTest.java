package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.NetworkSpec;
import io.simdann.train.HashedTraining;
import io.simdann.train.Sha256;
import io.simdann.train.Trainer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trainings of {@code numerics-1.txt}, of the trainer's tests, on executors in JVMs of their
 * own. Those for numbers and labels are left out, which a cluster doesn't train.
 */
class ClusterNumericsTest {
  private static final int PARTITIONS = 3;

  private static Cluster cluster;

  @BeforeAll
  static void open() {
    cluster = Cluster.jvms(2);
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  static Stream<Named<HashedTraining>> trainings() {
    List<HashedTraining> all = HashedTraining.all();
    return all.stream()
        .filter(training -> training.samples().target().isClass())
        .map(training -> Named.of(training.title(), training));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void executorsGiveTheBitsOfTheFile(HashedTraining training) {
    Trainer trainer = Trainer.builder().set(training.settings()).build();
    SparkDataSet data = SparkDataSet.of(cluster.context(), training.samples().data());
    NetworkSpec spec = trainer.spec(data.features(), data.classNames().size());
    int batch = trainer.epochPlan(data.samples()).batchSize();
    try (SparkGradientEngine engine =
        new SparkGradientEngine(
            data, spec, batch, PARTITIONS, Backend.AUTO, KernelSelection.WIDEST)) {
      float[] parameters =
          trainer.fit(engine, spec, data.classNames(), run -> {}).network().parameters();
      assertEquals(training.hash(), Sha256.of(parameters));
    }
  }
}
