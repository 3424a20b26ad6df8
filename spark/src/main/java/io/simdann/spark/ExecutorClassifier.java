package io.simdann.spark;

import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.io.Serializable;

/** A network on its way to executors, and the classifier that each of them makes of it once. */
final class ExecutorClassifier implements Serializable {

  private static final long serialVersionUID = 1L;

  private final NetworkTexts network;
  private final float[] parameters;
  private final ExecutorKernels kernels;
  private transient Classifier classifier;

  ExecutorClassifier(Network network, ExecutorKernels kernels) {
    this.network = new NetworkTexts(network);
    this.parameters = network.parameters();
    this.kernels = kernels;
  }

  /** The classifier of this JVM, which works on the calling thread alone. */
  synchronized Classifier get() {
    if (classifier == null) {
      Network whole = network.network(parameters);
      classifier = new Classifier(whole, kernels.select(whole.spec()), 1);
    }
    return classifier;
  }
}
