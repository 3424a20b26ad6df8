package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.simdann.data.DataSet;
import io.simdann.kernel.Backend;
import io.simdann.kernel.KernelSelection;
import io.simdann.nn.Activation;
import io.simdann.nn.Loss;
import io.simdann.nn.NetworkSpec;
import io.simdann.train.Adam;
import io.simdann.train.CosineDecay;
import io.simdann.train.Lbfgs;
import io.simdann.train.Regularization;
import io.simdann.train.Rmsprop;
import io.simdann.train.Sgd;
import io.simdann.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Activations, losses, optimizers, regularization, schedules and dropout on executors in JVMs of
 * their own.
 */
class ClusterMethodsTest {
  private static final int SAMPLES = 700;
  private static final int BATCH = 300;
  private static final DataSet DATA = Samples.floats(SAMPLES, 40, 0.7);
  private static final double ANY = Double.POSITIVE_INFINITY;

  @Test
  void everyMethodGivesTheBitsOfOneMachine() {
    List<Trainer.Builder> methods =
        List.of(
            builder(Activation.RELU, Activation.TANH)
                .optimizer(new Adam(0.01, 0.9, 0.999, 0.05))
                .regularization(new Regularization(0.001, 0.01, 0.5, 0.3))
                .loss(Loss.SOFTMAX_CROSS_ENTROPY.with(0.1)),
            builder(Activation.GELU)
                .optimizer(new Sgd(0.05, 0.9, true))
                .regularization(new Regularization(0, 0.01, ANY, ANY)),
            builder(Activation.SILU, Activation.ELU)
                .optimizer(new Rmsprop(0.01))
                .schedule(new CosineDecay(1e-3).withWarmup(2)),
            builder(Activation.TANH)
                .optimizer(new Lbfgs())
                .regularization(new Regularization(0, 0.01, ANY, ANY))
                .batchSize(SAMPLES)
                .epochs(8),
            builder(Activation.RELU, Activation.RELU).optimizer(new Adam(0.01)).dropout(0.3, 0.5),
            builder(Activation.TANH).dropout(0.2).inputDropout(0.1).shuffle(false));
    try (Cluster cluster = Cluster.jvms(2)) {
      SparkDataSet data = SparkDataSet.of(cluster.context(), DATA);
      for (Trainer.Builder method : methods) {
        Trainer trainer = method.build();
        float[] expected = trainer.fit(DATA).network().parameters();
        NetworkSpec spec = trainer.spec(data.features(), data.classNames().size());
        int batch = trainer.epochPlan(SAMPLES).batchSize();
        try (SparkGradientEngine engine =
            new SparkGradientEngine(data, spec, batch, 3, Backend.AUTO, KernelSelection.WIDEST)) {
          float[] actual =
              trainer.fit(engine, spec, data.classNames(), run -> {}).network().parameters();
          assertArrayEquals(expected, actual, trainer.toString());
        }
      }
    }
  }

  private static Trainer.Builder builder(Activation... activations) {
    return Trainer.builder().hidden(33, 17).activation(activations).batchSize(BATCH).epochs(3);
  }
}
