package io.simdann.bench.compare;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/** PyTorch's operators without autograd, on tensors made beforehand. */
final class TorchPrediction implements Contender {
  private final int threads;
  private final NDManager manager = Torch.newManager();
  private final TorchLayers layers;
  private final PtNDArray[] batches;
  private float[] probabilities = {};
  private int batch;

  TorchPrediction(PredictionTask task, int threads) {
    this.threads = threads;
    layers = new TorchLayers(manager, task.spec(), task.parameters());
    batches = new PtNDArray[task.batches()];
    Arrays.setAll(
        batches, i -> Torch.array(manager, task.batch(i), task.batchSize(), task.spec().inputs()));
  }

  @Override
  public String version() {
    return Torch.version();
  }

  @Override
  public void beginTurn() {
    Torch.useThreads(threads);
    JniUtils.setGradMode(false);
  }

  @Override
  public void call() {
    int last = layers.count() - 1;
    PtNDArray input = batches[batch];
    for (int layer = 0; layer <= last; layer++) {
      PtNDArray product = JniUtils.linear(input, layers.weight(layer), layers.bias(layer));
      PtNDArray activation =
          layer < last ? JniUtils.sigmoid(product) : JniUtils.softmax(product, 1, DataType.FLOAT32);
      product.close();
      if (layer > 0) {
        input.close();
      }
      input = activation;
    }
    probabilities = input.toFloatArray();
    input.close();
    batch = (batch + 1) % batches.length;
  }

  @Override
  public float[] result() {
    return probabilities;
  }

  @Override
  public void close() {
    manager.close();
  }
}
