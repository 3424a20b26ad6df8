package io.simdann.bench.compare;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime with all graph optimizations, one session with its own threads; inputs are tensors
 * made beforehand, and the output is written into one that is used again.
 */
final class OnnxPrediction implements Contender {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final FloatBuffer probabilities;
  private final Map<String, OnnxTensor> output;

  /** One map per batch, as a run wants it. */
  private final Map<String, OnnxTensor>[] inputs;

  private int batch;

  OnnxPrediction(PredictionTask task, int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    byte[] model = new OnnxModel(task.spec(), task.parameters()).toByteArray();
    session = environment.createSession(model, options);
    int features = task.spec().inputs();
    inputs = newArray(task.batches());
    for (int i = 0; i < inputs.length; i++) {
      FloatBuffer samples = direct(task.batchSize() * features).put(task.batch(i)).flip();
      inputs[i] = Map.of(OnnxModel.INPUT, tensor(samples, task.batchSize(), features));
    }
    int classes = task.spec().outputs();
    probabilities = direct(task.batchSize() * classes);
    output = Map.of(OnnxModel.OUTPUT, tensor(probabilities, task.batchSize(), classes));
  }

  /** An array can't be made of a generic type. */
  @SuppressWarnings("unchecked")
  private static Map<String, OnnxTensor>[] newArray(int length) {
    return (Map<String, OnnxTensor>[]) new Map<?, ?>[length];
  }

  private static FloatBuffer direct(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private OnnxTensor tensor(FloatBuffer values, long rows, long columns) throws OrtException {
    return OnnxTensor.createTensor(environment, values, new long[] {rows, columns});
  }

  @Override
  public String version() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public void call() throws OrtException {
    session.run(inputs[batch], Set.of(), output).close();
    batch = (batch + 1) % inputs.length;
  }

  @Override
  public float[] result() {
    float[] values = new float[probabilities.capacity()];
    probabilities.get(0, values);
    return values;
  }

  @Override
  public void close() {
    for (Map<String, OnnxTensor> input : inputs) {
      input.get(OnnxModel.INPUT).close();
    }
    output.get(OnnxModel.OUTPUT).close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
