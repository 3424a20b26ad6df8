package io.simdann.bench.compare;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The main class of a JVM with a trainer's jar of any age on its class path: prints the nanoseconds
 * of a prediction. It knows the jar's classes by name alone, by today's and by older ones.
 */
final class PredictionProbe {
  private static final int IDX_HEAD_OF_TWO_DIMENSIONS = 12;
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long TIMED_NANOS = 700_000_000L;

  /** Arguments: the model, the IDX file of MNIST's pixels, and {@code all}, p50 or p99. */
  public static void main(String[] arguments) throws Exception {
    Object network =
        Class.forName("io.simdann.model.ModelFile")
            .getMethod("load", Path.class)
            .invoke(null, Path.of(arguments[0]));
    Object classifier = classifier(network);
    float[] samples = samples(Path.of(arguments[1]));
    double[] nanos =
        arguments[2].equals("all") ? all(classifier, samples) : single(classifier, samples);
    Arrays.sort(nanos);
    System.out.println(Quartiles.quantile(nanos, arguments[2].equals("p99") ? 0.99 : 0.5));
  }

  private static Object classifier(Object network) throws Exception {
    Constructor<?> constructor =
        Stream.of(classOf("io.simdann.predict.Classifier", "io.simdann.train.Classifier"))
            .flatMap(type -> Stream.of(type.getConstructors()))
            .filter(one -> one.getParameterCount() == 1)
            .filter(one -> one.getParameterTypes()[0].isInstance(network))
            .findFirst()
            .orElseThrow();
    return constructor.newInstance(network);
  }

  private static Class<?> classOf(String today, String older) throws ClassNotFoundException {
    try {
      return Class.forName(today);
    } catch (ClassNotFoundException e) {
      return Class.forName(older);
    }
  }

  private static float[] samples(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    float[] values = new float[bytes.length - IDX_HEAD_OF_TWO_DIMENSIONS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[IDX_HEAD_OF_TWO_DIMENSIONS + i] & 0xff) / 255f;
    }
    return values;
  }

  private static double[] all(Object classifier, float[] values) throws Exception {
    Object features =
        Class.forName("io.simdann.data.FloatFeatures")
            .getConstructor(float[].class, int.class, int.class)
            .newInstance(values, FEATURES, values.length / FEATURES);
    Method probabilities =
        classifier.getClass().getMethod("probabilities", Class.forName("io.simdann.data.Features"));
    return times(() -> probabilities.invoke(classifier, features));
  }

  private static double[] single(Object classifier, float[] values) throws Exception {
    Object predictor = classifier.getClass().getMethod("newPredictor").invoke(classifier);
    Method probabilities =
        predictor.getClass().getMethod("probabilities", float[].class, float[].class);
    float[][] samples = new float[values.length / FEATURES][];
    Arrays.setAll(samples, i -> Arrays.copyOfRange(values, i * FEATURES, (i + 1) * FEATURES));
    float[] result = new float[CLASSES];
    int[] next = {0};
    return times(
        () -> {
          next[0] = (next[0] + 1) % samples.length;
          return probabilities.invoke(predictor, samples[next[0]], result);
        });
  }

  /** A call that may fail. */
  @FunctionalInterface
  private interface Call {
    Object call() throws Exception;
  }

  private static double[] times(Call call) throws Exception {
    for (long end = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() < end; ) {
      call.call();
    }
    double[] nanos = new double[1 << 20];
    int count = 0;
    long end = System.nanoTime() + TIMED_NANOS;
    for (long before = System.nanoTime(); before < end && count < nanos.length; count++) {
      call.call();
      long after = System.nanoTime();
      nanos[count] = after - before;
      before = after;
    }
    return Arrays.copyOf(nanos, count);
  }

  private PredictionProbe() {}
}
