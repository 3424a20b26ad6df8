package io.simdann.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kernels of a network that are chosen by name, looked up once. */
public final class NetworkKernels {
  private final List<ActivationKernel> activations = new ArrayList<>();
  private final LossKernel loss;

  /** Null if nothing is dropped. */
  private final DropoutKernel dropout;

  /**
   * Looks the kernels up.
   *
   * @param kernels the kernel set
   * @param activations the names of the hidden layers' activations, the first layer's first
   * @param loss the name of the loss
   * @throws IllegalArgumentException if there is none of such a name
   */
  public NetworkKernels(Kernels kernels, List<String> activations, String loss) {
    this(kernels, activations, loss, false);
  }

  /**
   * Looks the kernels up, for training.
   *
   * @param kernels the kernel set
   * @param activations the names of the hidden layers' activations, the first layer's first
   * @param loss the name of the loss
   * @param drops whether training drops anything
   * @throws IllegalArgumentException if there is none of such a name
   */
  public NetworkKernels(Kernels kernels, List<String> activations, String loss, boolean drops) {
    for (String activation : activations) {
      this.activations.add(kernels.activation(activation));
    }
    this.loss = kernels.loss(loss);
    this.dropout = drops ? kernels.dropout() : null;
  }

  /**
   * The activation of a hidden layer.
   *
   * @param layer 1 to the number of hidden layers
   * @return its kernel
   */
  public ActivationKernel activation(int layer) {
    return activations.get(layer - 1);
  }

  /**
   * The activations.
   *
   * @return each once
   */
  public Set<ActivationKernel> activations() {
    return new LinkedHashSet<>(activations);
  }

  /**
   * The loss.
   *
   * @return its kernel
   */
  public LossKernel loss() {
    return loss;
  }

  /**
   * What drops values.
   *
   * @return its kernel; empty if nothing is dropped
   */
  public Optional<DropoutKernel> dropout() {
    return Optional.ofNullable(dropout);
  }

  /**
   * All of them.
   *
   * @return each once
   */
  public Set<NamedKernel> all() {
    Set<NamedKernel> all = new LinkedHashSet<>(activations);
    all.add(loss);
    dropout().ifPresent(all::add);
    return all;
  }
}
