package io.simdann.spark;

import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import java.io.Serializable;

/** A network on its way to executors, and the classifier that each of them makes of it once. */
final class ExecutorClassifier implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] sizes;
  private final float[] parameters;
  private final int[] classLabels;
  private final ExecutorKernels kernels;
  private transient Classifier classifier;

  ExecutorClassifier(Network network, ExecutorKernels kernels) {
    this.sizes = network.spec().sizes();
    this.parameters = network.parameters();
    this.classLabels = network.classLabels();
    this.kernels = kernels;
  }

  /** The classifier of this JVM, which works on the calling thread alone. */
  synchronized Classifier get() {
    if (classifier == null) {
      Network network = new Network(NetworkSpec.of(sizes), parameters, classLabels);
      classifier = new Classifier(network, kernels.select(network.spec()), 1);
    }
    return classifier;
  }
}
