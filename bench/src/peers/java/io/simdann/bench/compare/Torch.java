package io.simdann.bench.compare;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

/** PyTorch by way of DJL, from the native library in DJL's jar: nothing is downloaded. */
final class Torch {

  static String version() {
    Engine engine = Engine.getEngine("PyTorch");
    return String.format(
        Locale.ROOT, "PyTorch %s by DJL %s", engine.getVersion(), Engine.getDjlVersion());
  }

  static NDManager newManager() {
    return Engine.getEngine("PyTorch").newBaseManager();
  }

  /** Threads within an operation; there are never operations side by side. */
  static void useThreads(int threads) {
    JniUtils.setNumThreads(threads);
  }

  static PtNDArray array(NDManager manager, float[] values, long... shape) {
    return (PtNDArray) manager.create(values, new Shape(shape));
  }

  static PtNDArray scalar(NDManager manager, float value) {
    return (PtNDArray) manager.create(value);
  }

  private Torch() {}
}
