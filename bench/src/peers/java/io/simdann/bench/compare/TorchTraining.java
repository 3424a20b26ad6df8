package io.simdann.bench.compare;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.simdann.data.Features;
import io.simdann.data.Labels;
import io.simdann.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One training step of PyTorch: its operators, its autograd, its update in place. Of the ways to
 * write it with DJL, those that were fastest:
 *
 * <ul>
 *   <li>DJL's bindings of PyTorch's operators without DJL's blocks, trainer and memory scopes; a
 *       tensor is freed as soon as nothing needs it.
 *   <li>Samples are a float tensor. Either they were put in the order of training beforehand, free
 *       of charge, and batches are views of them; or a step picks its samples, as training in an
 *       order that is new in each epoch must.
 *   <li>The cross-entropy is a product of log-softmax with −(one-hot)/batchSize, made beforehand.
 *   <li>Parameters enter as new leaves of the graph, so that gradients are moved in, not added to
 *       zeros, as {@code zero_grad(set_to_none=True)} does.
 * </ul>
 */
final class TorchTraining implements Contender {
  private final TrainingTask task;
  private final int threads;
  private final boolean picksSamples;
  private final NDManager manager = Torch.newManager();
  private final TorchLayers layers;
  private final TorchUpdate update;

  /** All samples in the order of the data set, and the places of each batch's; or null. */
  private final PtNDArray allSamples;

  private final PtNDArray[] places;

  /** The samples of each batch, in the order of training; or null. */
  private final PtNDArray[] samples;

  private final PtNDArray[] scaledOneHot;
  private final PtNDArray one;
  private final PtNDArray[] weights;
  private final PtNDArray[] biases;
  private final PtNDArray[] products;
  private final PtNDArray[] activations;
  private int batch;

  /** What the batches of this epoch are views of: its memory goes with it. */
  private final List<NDArray> ofThisOrder = new ArrayList<>();

  /**
   * Sets it up.
   *
   * @param task the steps
   * @param threads the threads of PyTorch
   * @param picksSamples whether a step picks its samples out of the data set
   */
  TorchTraining(TrainingTask task, int threads, boolean picksSamples) {
    this.task = task;
    this.threads = threads;
    this.picksSamples = picksSamples;
    layers = new TorchLayers(manager, task.spec(), task.initialParameters());
    update =
        task.method() == StepMethod.ADAM
            ? new TorchUpdate.Adam(task.method().learningRate(), layers)
            : TorchUpdate.sgd(task.method().learningRate());
    allSamples = picksSamples ? samples(unordered()) : null;
    places = picksSamples ? batches(manager.create(task.order())) : null;
    samples = picksSamples ? null : batches(samples(task.order()));
    scaledOneHot = batches(scaledOneHot(task.order()));
    one = Torch.scalar(manager, 1f);
    weights = new PtNDArray[layers.count()];
    biases = new PtNDArray[layers.count()];
    products = new PtNDArray[layers.count()];
    activations = new PtNDArray[layers.count()];
  }

  private int[] unordered() {
    return IntStream.range(0, task.data().samples()).toArray();
  }

  /** samples × features. */
  private PtNDArray samples(int[] order) {
    int features = task.spec().inputs();
    float[] values = Samples.floats(task.data().features());
    float[] ordered = new float[values.length];
    for (int place = 0; place < order.length; place++) {
      System.arraycopy(values, order[place] * features, ordered, place * features, features);
    }
    return Torch.array(manager, ordered, order.length, features);
  }

  /** samples × classes: −1/batchSize where the sample is of the class, else 0. */
  private PtNDArray scaledOneHot(int[] order) {
    Labels labels = task.data().labels();
    int classes = labels.classNames().size();
    float[] values = new float[labels.samples() * classes];
    for (int place = 0; place < order.length; place++) {
      values[place * classes + labels.classIndices()[order[place]]] = -1f / task.batchSize();
    }
    return Torch.array(manager, values, labels.samples(), classes);
  }

  private PtNDArray[] batches(NDArray all) {
    PtNDArray[] batches = new PtNDArray[task.batches()];
    for (int i = 0; i < batches.length; i++) {
      int from = i * task.batchSize();
      batches[i] = (PtNDArray) all.get(new NDIndex("{}:{}", from, from + task.batchSize()));
    }
    return batches;
  }

  /**
   * Sets the order of an epoch, for steps that pick their samples.
   *
   * @param order for each place the sample that comes there
   */
  void reorder(int[] order) {
    batch = 0;
    List<NDArray> previous = List.copyOf(ofThisOrder);
    ofThisOrder.clear();
    replace(places, manager.create(order));
    replace(scaledOneHot, scaledOneHot(order));
    previous.forEach(NDArray::close);
  }

  private void replace(PtNDArray[] batches, NDArray all) {
    PtNDArray[] newBatches = batches(all);
    for (int i = 0; i < batches.length; i++) {
      batches[i].close();
      batches[i] = newBatches[i];
    }
    ofThisOrder.add(all);
  }

  /** The outputs before the softmax, of all samples at a time: samples × classes. */
  float[] logits(Features features) {
    float[] values = Samples.floats(features);
    PtNDArray input = Torch.array(manager, values, features.samples(), features.features());
    for (int layer = 0; layer < layers.count(); layer++) {
      PtNDArray product = JniUtils.linear(input, layers.weight(layer), layers.bias(layer));
      input.close();
      input = product;
      if (layer + 1 < layers.count()) {
        input = activation(layer, product);
        product.close();
      }
    }
    float[] logits = input.toFloatArray();
    input.close();
    return logits;
  }

  @Override
  public String version() {
    return Torch.version();
  }

  @Override
  public void beginTurn() {
    Torch.useThreads(threads);
  }

  @Override
  public void call() {
    for (int layer = 0; layer < weights.length; layer++) {
      weights[layer] = leaf(layers.weight(layer));
      biases[layer] = leaf(layers.bias(layer));
    }
    JniUtils.setGradMode(true);
    forwardAndBackward();
    JniUtils.setGradMode(false);
    update.begin();
    for (int layer = 0; layer < weights.length; layer++) {
      step(2 * layer, weights[layer]);
      step(2 * layer + 1, biases[layer]);
    }
    batch = (batch + 1) % task.batches();
  }

  /** The same memory as a leaf of the graph that has no gradient yet. */
  private static PtNDArray leaf(PtNDArray parameter) {
    PtNDArray leaf = JniUtils.detachGradient(parameter);
    JniUtils.attachGradient(leaf, true);
    return leaf;
  }

  private void forwardAndBackward() {
    int last = weights.length - 1;
    PtNDArray input = picksSamples ? pick() : samples[batch];
    PtNDArray picked = picksSamples ? input : null;
    for (int layer = 0; layer <= last; layer++) {
      products[layer] = JniUtils.linear(input, weights[layer], biases[layer]);
      activations[layer] =
          layer < last
              ? activation(layer, products[layer])
              : JniUtils.logSoftmax(products[layer], 1, DataType.FLOAT32);
      input = activations[layer];
    }
    try (PtNDArray terms = activations[last].mul(scaledOneHot[batch]);
        PtNDArray loss = terms.sum()) {
      JniUtils.backward(loss, one, false, false);
    }
    for (int layer = 0; layer <= last; layer++) {
      products[layer].close();
      activations[layer].close();
    }
    if (picked != null) {
      picked.close();
    }
  }

  /** The rows of the batch's samples, copied by the operator that looks up embeddings. */
  private PtNDArray pick() {
    return JniUtils.embedding(places[batch], allSamples, false);
  }

  private PtNDArray activation(int layer, PtNDArray product) {
    return task.spec().activation(layer + 1).equals(Activation.RELU)
        ? JniUtils.relu(product)
        : JniUtils.sigmoid(product);
  }

  private void step(int index, PtNDArray parameter) {
    try (PtNDArray gradient = JniUtils.getGradient(parameter)) {
      update.step(index, parameter, gradient);
    }
    parameter.close();
  }

  @Override
  public float[] result() {
    PtNDArray[] squares = update.squares();
    float[] flat = squares.length == 0 ? new float[0] : layers.flat(squares);
    return task.change(layers.parameters(), flat);
  }

  @Override
  public void close() {
    manager.close();
  }
}
