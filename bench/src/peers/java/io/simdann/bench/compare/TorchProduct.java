package io.simdann.bench.compare;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** PyTorch's product of two squares on one thread. */
final class TorchProduct implements Contender {
  private final NDManager manager = Torch.newManager();
  private final PtNDArray a;
  private final PtNDArray b;

  TorchProduct(int size) {
    SgemmShape shape = SgemmShape.square(size);
    a = Torch.array(manager, shape.a(), size, size);
    b = Torch.array(manager, shape.b(), size, size);
  }

  @Override
  public String version() {
    return Torch.version();
  }

  @Override
  public void beginTurn() {
    Torch.useThreads(1);
    JniUtils.setGradMode(false);
  }

  @Override
  public void call() {
    JniUtils.matmul(a, b).close();
  }

  @Override
  public void close() {
    manager.close();
  }
}
