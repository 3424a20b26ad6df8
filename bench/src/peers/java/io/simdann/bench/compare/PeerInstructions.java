package io.simdann.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.simdann.data.FloatFeatures;
import io.simdann.nn.NetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which instructions each library uses on this CPU: what it says of itself, and how much of the
 * peak of multiply-adds one thread of it reaches. Libraries choose their kernels by the CPU's maker
 * too, and don't tell. Who stays below half of a peak of 512-bit multiply-adds at a size that suits
 * all can't be told from code of 256 bits.
 *
 * @param library the name that results go by
 * @param says what the library tells of its kernels
 * @param gigaflops billions of operations in a second on one thread, the fastest of many calls; 0
 *     if it can't be loaded
 * @param share of the peak
 */
record PeerInstructions(String library, String says, double gigaflops, double share) {
  private static final int SIZE = 768;
  private static final SgemmShape SHAPE = SgemmShape.square(SIZE);
  private static final long NANOS = 700_000_000L;

  /** The main class of a JVM that finds out. */
  static final class Process {
    /** Argument: the file for the result. */
    public static void main(String[] arguments) throws IOException {
      System.setOut(System.err);
      new ObjectMapper().writeValue(Path.of(arguments[0]).toFile(), new Finder().find());
      System.exit(0);
    }

    private Process() {}
  }

  /** For a table. */
  static List<List<String>> rows(List<PeerInstructions> all) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("library", "its kernels, as it says", "GFLOP/s on 1 thread", "of fma peak"));
    for (PeerInstructions one : all) {
      boolean measured = one.gigaflops > 0;
      rows.add(
          List.of(
              one.library,
              one.says,
              measured ? String.format(Locale.ROOT, "%.0f", one.gigaflops) : "",
              measured ? String.format(Locale.ROOT, "%.0f %%", 100 * one.share) : ""));
    }
    return rows;
  }

  /** Asks and times one library after the other. */
  private static final class Finder {
    private final List<PeerInstructions> found = new ArrayList<>();
    private double peak;

    List<PeerInstructions> find() {
      // Before MKL, whose functions have the same names.
      OpenBlasSgemm.bind();
      peak = rate(() -> new FmaPeakContender(1, SHAPE.flop()));
      found.add(new PeerInstructions(Entrant.FMA_PEAK, "multiply-adds in registers", peak, 1));
      add(Entrant.SIMDANN, Machine::kernelName, () -> new SimdannSgemm(SHAPE, 1));
      add(Entrant.MKL, NativeSays::mkl, () -> new MklSgemm(SHAPE, 1));
      add(Entrant.OPENBLAS, NativeSays::openBlas, () -> new OpenBlasSgemm(SHAPE));
      add(Entrant.TORCH, NativeSays::torch, () -> new TorchProduct(SIZE));
      add(
          Entrant.ONNX_RUNTIME,
          () -> "nothing; chosen by the CPU's flags. A layer with its softmax",
          () -> new OnnxPrediction(layer(), 1));
      return found;
    }

    private static PredictionTask layer() {
      FloatFeatures samples = new FloatFeatures(SHAPE.a(), SIZE, SIZE);
      return PredictionTask.of(NetworkSpec.of(SIZE, SIZE), samples, SIZE);
    }

    private void add(String library, java.util.function.Supplier<String> says, Entrant.Opening o) {
      double rate = rate(o);
      String words;
      try {
        words = rate > 0 ? says.get() : "not loaded";
      } catch (RuntimeException | LinkageError e) {
        words = "can't be asked: " + e;
      }
      found.add(new PeerInstructions(library, words, rate, rate / peak));
    }

    private static double rate(Entrant.Opening opening) {
      try (Contender contender = opening.open()) {
        contender.beginTurn();
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + NANOS;
        do {
          least = Math.min(least, contender.time(1));
        } while (System.nanoTime() < end);
        return SHAPE.flop() / least;
      } catch (Exception | LinkageError e) {
        return 0;
      }
    }
  }
}
