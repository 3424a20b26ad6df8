package io.simdann.bench.compare;

import static io.simdann.gemm.Transpose.NONE;
import static io.simdann.gemm.Transpose.TRANSPOSE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** sgemm of matrices that nobody has packed, against native and Java libraries. */
final class SgemmMeasure {
  /** Chains of up to 60000 multiply-adds in another order, relative to the largest element. */
  private static final double TOLERANCE = 1e-4;

  /** Java peers reach a tenth of the native ones' speed; more would take seconds for a call. */
  private static final double MOST_FLOP_OF_JAVA_PEERS = 5e9;

  private static final int[] SQUARES = {64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048};

  /** One beside a whole number of vectors. */
  private static final int[] ODD_SQUARES = {63, 65, 127, 129, 255, 257, 511, 513};

  static List<Trial> run(String measure, int threads, Rounds rounds) throws Exception {
    OpenBlasSgemm.bind();
    List<Trial> trials = new ArrayList<>();
    for (SgemmShape shape : rounds.pace().quick() ? quickShapes() : shapes()) {
      trials.add(rounds.play(match(measure, shape, threads)));
    }
    return trials;
  }

  /** The grid. */
  static List<SgemmShape> shapes() {
    List<SgemmShape> shapes = new ArrayList<>();
    for (int size : SQUARES) {
      shapes.add(SgemmShape.square(size));
    }
    shapes.addAll(job(960));
    shapes.addAll(job(60000));
    shapes.addAll(layer(784, 128, 128));
    shapes.addAll(layer(784, 512, 128));
    shapes.addAll(layer(128, 64, 128));
    for (int size : ODD_SQUARES) {
      shapes.add(SgemmShape.square(size));
    }
    return shapes;
  }

  /** The main job's products: the hidden layer's W·A and dZ·Aᵀ, the output layer's Wᵀ·dZ. */
  private static List<SgemmShape> job(int samples) {
    return List.of(
        new SgemmShape("job W·A", NONE, NONE, 50, samples, 784),
        new SgemmShape("job dZ·Aᵀ", NONE, TRANSPOSE, 50, 784, samples),
        new SgemmShape("job Wᵀ·dZ", TRANSPOSE, NONE, 50, samples, 10));
  }

  /** The three products of a layer in the midst of a network. */
  private static List<SgemmShape> layer(int inputs, int outputs, int samples) {
    return List.of(
        new SgemmShape("layer W·A", NONE, NONE, outputs, samples, inputs),
        new SgemmShape("layer dZ·Aᵀ", NONE, TRANSPOSE, outputs, inputs, samples),
        new SgemmShape("layer Wᵀ·dZ", TRANSPOSE, NONE, inputs, samples, outputs));
  }

  private static List<SgemmShape> quickShapes() {
    List<SgemmShape> shapes = new ArrayList<>();
    for (int size : new int[] {64, 129, 512, 1024}) {
      shapes.add(SgemmShape.square(size));
    }
    shapes.addAll(job(960));
    shapes.addAll(layer(784, 128, 128));
    return shapes;
  }

  private static Match match(String measure, SgemmShape shape, int threads) {
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(new Entrant(Entrant.SIMDANN, threads, () -> new SimdannSgemm(shape, threads)));
    entrants.add(
        new Entrant(Entrant.FMA_PEAK, threads, () -> new FmaPeakContender(threads, shape.flop())));
    entrants.add(new Entrant(Entrant.MKL, threads, () -> new MklSgemm(shape, threads)));
    entrants.add(new Entrant(Entrant.OPENBLAS, threads, () -> new OpenBlasSgemm(shape)));
    if (shape.flop() <= MOST_FLOP_OF_JAVA_PEERS) {
      if (threads == 1) {
        entrants.add(new Entrant(Entrant.NETLIB, threads, () -> new NetlibSgemm(shape)));
      }
      entrants.add(new Entrant(Entrant.EJML, threads, () -> new EjmlSgemm(shape, threads)));
      entrants.add(new Entrant(Entrant.OJALGO, threads, () -> new OjAlgoSgemm(shape, threads)));
    }
    return new Match(
        measure,
        name(shape.title(), threads),
        shape.flop(),
        new Goal(Goal.Kind.GRID, Entrant.BETTER_BLAS, 1.0),
        TOLERANCE,
        Integer.MAX_VALUE,
        entrants);
  }

  private static String name(String title, int threads) {
    return title
        + (threads == 1 ? ", 1 thread" : String.format(Locale.ROOT, ", %d threads", threads));
  }

  private SgemmMeasure() {}
}
