package io.simdann.gemm;

import static io.simdann.gemm.Transpose.NONE;
import static io.simdann.gemm.Transpose.TRANSPOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Bits;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.parallel.WorkerTeam;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SgemmTest {
  private static final int[] THREADS = {1, 2, 3, 7};
  private static final float[] ALPHAS = {1f, -0.5f, 0.3f, 0f};
  private static final float[] BETAS = {0f, 1f, 0.25f};

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void everyElementIsOneChainWhateverTheBlocks(Kernels kernels) {
    int mr = kernels.mr();
    int nr = kernels.nr();
    int[] rows = {1, mr - 1, mr, mr + 1, 2 * mr - 1, 2 * mr, 2 * mr + 1};
    int[] columns = {1, nr - 1, nr, nr + 1, 3 * nr - 1, 3 * nr, 3 * nr + 1};
    int[] depths = {0, 1, SmallBlocks.KC - 1, SmallBlocks.KC, SmallBlocks.KC + 1, 20};
    Sgemm sgemm = new Sgemm(kernels, SmallBlocks.of(kernels), WorkerTeam.ofThreads(1));
    int cases = 0;
    for (int m : rows) {
      for (int n : columns) {
        for (int k : depths) {
          cases++;
          // Emulated kernels do a seventh of the cases: over all sizes, but not all their pairs.
          if (!KernelSets.isEmulated(kernels) || cases % 7 == 0) {
            verify(sgemm, m, n, k, cases);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void theBitsDependOnNoNumberOfThreads(Kernels kernels) {
    int mr = kernels.mr();
    int nr = kernels.nr();
    int[][] shapes = {
      {5 * mr + 3, 7 * nr + 2, 20},
      {1, 40 * nr, 9},
      {10 * mr, 1, 9},
      {3, 2, 200},
      {mr, nr, 1},
      {2 * mr + 1, 30 * nr, 17},
      {2 * mr, 12 * nr, SmallBlocks.KC},
      {4 * mr + 1, 9 * nr + 1, 2}
    };
    for (int threads : THREADS) {
      try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
        Sgemm sgemm = new Sgemm(kernels, SmallBlocks.of(kernels), team, 1);
        for (int i = 0; i < shapes.length; i++) {
          verify(sgemm, shapes[i][0], shapes[i][1], shapes[i][2], threads + i);
        }
      }
    }
  }

  /** Blocks that a worker has packed are kept from part to part, but not from call to call. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void operandsOfTheSameShapeMayHaveOtherValues(int threads) {
    Kernels kernels = KernelSets.widest();
    int m = 2 * kernels.mr();
    int n = 9 * kernels.nr();
    int k = SmallBlocks.KC;
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      Sgemm sgemm = new Sgemm(kernels, SmallBlocks.of(kernels), team, 1);
      Matrix a = RandomMatrix.compact(1, k, m);
      Matrix b = RandomMatrix.compact(2, k, n);
      Matrix c = Matrix.zeros(m, n);
      sgemm.multiply(TRANSPOSE, NONE, 1f, a, b, 0f, c);
      float[] before = c.toArray();
      for (int i = 0; i < a.data().length; i++) {
        a.data()[i] *= 2f;
      }
      sgemm.multiply(TRANSPOSE, NONE, 1f, a, b, 0f, c);
      for (int i = 0; i < before.length; i++) {
        assertEquals(2f * before[i], c.data()[i], "element " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void alphaBetaAndTransposesAreThoseOfBlas(Kernels kernels) {
    Sgemm sgemm = new Sgemm(kernels, SmallBlocks.of(kernels), WorkerTeam.ofThreads(1));
    int m = kernels.mr() + 1;
    int n = kernels.nr() + 1;
    for (Transpose transposeA : Transpose.values()) {
      for (Transpose transposeB : Transpose.values()) {
        for (float alpha : ALPHAS) {
          for (float beta : BETAS) {
            Product product = new Product(transposeA, transposeB, alpha, beta, m, n, 11, 3);
            product.verify(sgemm);
          }
        }
      }
    }
  }

  @Test
  void blockSizesOfThisMachineGiveTheSameBits() {
    Kernels kernels = KernelSets.widest();
    try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
      Sgemm sgemm = new Sgemm(kernels, team);
      new Product(NONE, NONE, 1f, 0f, 50, 333, 784, 0).verify(sgemm);
      new Product(NONE, TRANSPOSE, 0.01f, 0f, 50, 784, 333, 0).verify(sgemm);
      new Product(TRANSPOSE, NONE, 1f, 0f, 784, 333, 50, 0).verify(sgemm);
      new Product(TRANSPOSE, TRANSPOSE, 1f, 1f, 300, 2000, 20, 5).verify(sgemm);
    }
  }

  /** A is packed, in more than one batch of panels, and columns of B meet in the cache. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void longLeadingDimensionsAndDepthsGiveTheSameBits(int threads) {
    Kernels kernels = KernelSets.widest();
    int m = 17 * kernels.mr() + 1;
    int n = 3 * kernels.nr() + 1;
    try (WorkerTeam team = WorkerTeam.ofThreads(threads)) {
      Sgemm sgemm = new Sgemm(kernels, team);
      new Product(NONE, NONE, 1f, 0.25f, m, n, 1000, 24).verify(sgemm);
      new Product(NONE, NONE, 0.5f, 0f, m, n, 4094, 2).verify(sgemm);
      new Product(TRANSPOSE, TRANSPOSE, 1f, 1f, m, n, 1600, 0).verify(sgemm);
    }
  }

  @Test
  void blocksMayBeLargerThanAnyArray() {
    Kernels kernels = KernelSets.widest();
    Sgemm sgemm = new Sgemm(kernels, HugeBlocks.of(kernels), WorkerTeam.ofThreads(1));
    new Product(NONE, TRANSPOSE, 1f, 0f, 3, 2500, 2500, 0).verify(sgemm);
    new Product(TRANSPOSE, NONE, 1f, 0f, 2500, 3, 2500, 0).verify(sgemm);
  }

  @Test
  void aProductLetsGoOfItsMatrices() throws InterruptedException {
    Sgemm sgemm = new Sgemm(KernelSets.widest());
    List<WeakReference<float[]>> operands = multiplied(sgemm);
    long giveUp = System.nanoTime() + 10_000_000_000L;
    for (int i = 0; i < operands.size(); i++) {
      while (operands.get(i).get() != null) {
        assertTrue(System.nanoTime() < giveUp, "still reachable: operand " + i);
        System.gc();
        Thread.sleep(1);
      }
    }
    Reference.reachabilityFence(sgemm);
  }

  /** The arrays of operands both of which are read where they lie. */
  private static List<WeakReference<float[]>> multiplied(Sgemm sgemm) {
    Matrix a = RandomMatrix.compact(1, 64, 9);
    Matrix b = RandomMatrix.compact(2, 9, 40);
    sgemm.multiply(a, b, Matrix.zeros(64, 40));
    return List.of(new WeakReference<>(a.data()), new WeakReference<>(b.data()));
  }

  /**
   * With u = 2⁻²⁴: alpha·a rounds once, beta·c once, and each of the k links of the chain once, by
   * at most u times a partial sum of the absolute values; so k + 3 roundings cover products of
   * errors as well.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100, 700})
  void errorAgainstFloat64IsWithinTheBoundOfItsRoundings(int k) {
    Sgemm sgemm = new Sgemm(KernelSets.widest());
    int m = 23;
    int n = 17;
    Matrix a = RandomMatrix.compact(1, m, k);
    Matrix b = RandomMatrix.compact(2, k, n);
    Matrix before = RandomMatrix.compact(3, m, n);
    Matrix c = before.copy();
    sgemm.multiply(NONE, NONE, 0.7f, a, b, 0.3f, c);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double truth = (double) 0.3f * before.get(i, j);
        double magnitude = Math.abs(truth);
        for (int step = 0; step < k; step++) {
          double term = (double) 0.7f * a.get(i, step) * b.get(step, j);
          truth += term;
          magnitude += Math.abs(term);
        }
        assertEquals(truth, c.get(i, j), (k + 3) * 0x1p-24 * magnitude);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.simdann.kernel.KernelSets#all")
  void betaZeroNeverReadsC(Kernels kernels) {
    Sgemm sgemm = new Sgemm(kernels, SmallBlocks.of(kernels), WorkerTeam.ofThreads(1));
    int m = kernels.mr() + 3;
    int n = kernels.nr() + 3;
    for (float alpha : ALPHAS) {
      for (int k : new int[] {0, 1, 20}) {
        Matrix a = RandomMatrix.compact(1, m, k);
        Matrix b = RandomMatrix.compact(2, k, n);
        Matrix zero = Matrix.zeros(m, n);
        Matrix nan = Matrix.zeros(m, n);
        nan.fill(Float.NaN);
        sgemm.multiply(NONE, NONE, alpha, a, b, 0f, zero);
        sgemm.multiply(NONE, NONE, alpha, a, b, -0f, nan);
        Bits.assertSame(zero.data(), nan.data(), "alpha " + alpha + ", k " + k);
      }
    }
  }

  @Test
  void alphaZeroNeverReadsAAndB() {
    Sgemm sgemm = new Sgemm(KernelSets.widest());
    Matrix a = Matrix.zeros(3, 4);
    Matrix b = Matrix.zeros(4, 5);
    a.fill(Float.NaN);
    b.fill(Float.POSITIVE_INFINITY);
    Matrix c = RandomMatrix.compact(1, 3, 5);
    Matrix expected = c.copy();
    sgemm.multiply(NONE, NONE, 0f, a, b, 1f, c);
    Bits.assertSame(expected.data(), c.data(), "beta 1");
    sgemm.multiply(NONE, NONE, -0f, a, b, 0f, c);
    Bits.assertSame(new float[15], c.data(), "beta 0");
  }

  @Test
  void nanAndInfinityStayInTheirRowsAndColumns() {
    Sgemm sgemm = new Sgemm(KernelSets.widest());
    Matrix a = RandomMatrix.compact(1, 40, 9);
    Matrix b = RandomMatrix.compact(2, 9, 23);
    a.set(17, 3, Float.NaN);
    b.set(5, 11, Float.POSITIVE_INFINITY);
    Matrix c = Matrix.zeros(40, 23);
    sgemm.multiply(a, b, c);
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 23; j++) {
        assertEquals(i == 17, Float.isNaN(c.get(i, j)), i + ", " + j);
        assertEquals(i != 17 && j == 11, Float.isInfinite(c.get(i, j)), i + ", " + j);
      }
    }
  }

  @Test
  void dimensionsMayBeZero() {
    Sgemm sgemm = new Sgemm(KernelSets.widest());
    for (int[] shape : new int[][] {{0, 3, 4}, {3, 0, 4}, {3, 4, 0}, {0, 0, 0}}) {
      for (float beta : BETAS) {
        new Product(NONE, NONE, 1f, beta, shape[0], shape[1], shape[2], 2).verify(sgemm);
        new Product(TRANSPOSE, TRANSPOSE, 1f, beta, shape[0], shape[1], shape[2], 2).verify(sgemm);
      }
    }
  }

  @Test
  void convenienceMethodsMultiply() {
    Matrix a = Matrix.of(2, 3, 1, 4, 2, 5, 3, 6);
    Matrix b = Matrix.of(3, 2, 7, 9, 11, 8, 10, 12);
    float[] expected = {58, 139, 64, 154};
    Bits.assertSame(expected, Sgemm.product(a, b).data(), "product");
    Matrix c = RandomMatrix.compact(1, 2, 2);
    new Sgemm(KernelSets.scalar()).multiply(a, b, c);
    Bits.assertSame(expected, c.data(), "multiply");
  }

  @Test
  void aProductMayBeSlicedFromOneArray() {
    Matrix all = RandomMatrix.compact(1, 12, 12);
    Matrix a = all.view(0, 0, 4, 4);
    Matrix b = all.view(0, 5, 4, 7);
    Matrix below = all.view(4, 3, 4, 7);
    Matrix expected = Sgemm.product(a.copy(), b.copy());
    new Sgemm(KernelSets.widest()).multiply(a, b, below);
    assertTrue(expected.contentEquals(below.copy()));
  }

  @Test
  void shapesThatDontMatchAreAllNamed() {
    Sgemm sgemm = new Sgemm(KernelSets.scalar());
    Matrix a = Matrix.zeros(2, 3);
    assertRefused(
        "shapes don't match: op(A) 2 x 3 times op(B) 4 x 5 into C 2 x 5",
        () -> sgemm.multiply(a, Matrix.zeros(4, 5), Matrix.zeros(2, 5)));
    assertRefused(
        "shapes don't match: op(A) 3 x 2 times op(B) 2 x 5 into C 2 x 5",
        () ->
            sgemm.multiply(
                TRANSPOSE, TRANSPOSE, 0f, a, Matrix.zeros(5, 2), 0f, Matrix.zeros(2, 5)));
    assertRefused(
        "shapes don't match: op(A) 2 x 3 times op(B) 3 x 5 into C 2 x 4",
        () -> sgemm.multiply(a, Matrix.zeros(3, 5), Matrix.zeros(2, 4)));
  }

  @Test
  void aResultOverItsOperandsIsRefused() {
    Sgemm sgemm = new Sgemm(KernelSets.scalar());
    Matrix square = RandomMatrix.compact(1, 6, 6);
    Matrix other = RandomMatrix.compact(2, 6, 6);
    assertRefused(
        "C overlaps A: in one array, C takes the indices from 0 to 36 (exclusive), A those from 0"
            + " to 36",
        () -> sgemm.multiply(square, other, square));
    assertRefused(
        "C overlaps B: in one array, C takes the indices from 0 to 36 (exclusive), B those from 0"
            + " to 36",
        () -> sgemm.multiply(other, square, square));
    // Rows 0 to 2 and rows 2 to 4 share row 2; rows 4 to 6 of column 0 run into 0 to 1 of column 1.
    assertThrows(
        IllegalArgumentException.class,
        () ->
            sgemm.multiply(
                square.view(0, 0, 3, 3), other.view(0, 0, 3, 3), square.view(2, 0, 3, 3)));
    float[] data = square.data();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            sgemm.multiply(
                Matrix.wrap(data, 0, 3, 3, 6),
                other.view(0, 0, 3, 3),
                Matrix.wrap(data, 4, 3, 3, 6)));
    // Another leading dimension: taken to overlap wherever the ranges meet.
    assertThrows(
        IllegalArgumentException.class,
        () ->
            sgemm.multiply(
                Matrix.wrap(data, 0, 2, 2, 6),
                other.view(0, 0, 2, 2),
                Matrix.wrap(data, 2, 2, 2, 4)));
    sgemm.multiply(
        Matrix.wrap(data, 0, 3, 3, 3), other.view(0, 0, 3, 3), Matrix.wrap(data, 9, 3, 3, 3));
  }

  @Test
  void blockSizesOfOtherKernelsAreRefused() {
    BlockSizes sizes = new BlockSizes(16, 4, 8, 16, 4);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Sgemm(KernelSets.scalar(), sizes, WorkerTeam.ofThreads(1)));
    assertEquals(
        "block sizes are for tiles of 16 x 4, but those of the kernels scalar are 16 x 5",
        e.getMessage());
  }

  private static void assertRefused(String message, Runnable product) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, product::run);
    assertEquals(message, e.getMessage());
  }

  /** One of all combinations of transposes, alpha, beta and gaps between columns. */
  private static void verify(Sgemm sgemm, int m, int n, int k, int variant) {
    new Product(
            Transpose.values()[variant % 2],
            Transpose.values()[variant / 2 % 2],
            ALPHAS[variant / 4 % 3],
            BETAS[variant / 12 % 3],
            m,
            n,
            k,
            variant % 3)
        .verify(sgemm);
  }

  /** A product, and what it must be: a plain triple loop. */
  private record Product(
      Transpose transposeA,
      Transpose transposeB,
      float alpha,
      float beta,
      int m,
      int n,
      int k,
      int gap) {

    void verify(Sgemm sgemm) {
      Matrix a =
          transposeA == NONE
              ? RandomMatrix.window(1, m, k, gap)
              : RandomMatrix.window(1, k, m, gap);
      Matrix b =
          transposeB == NONE
              ? RandomMatrix.window(2, k, n, gap)
              : RandomMatrix.window(2, n, k, gap);
      Matrix c = RandomMatrix.window(3, m, n, gap);
      float[] aBefore = a.data().clone();
      float[] bBefore = b.data().clone();
      float[] expected = expected(a, b, c);
      if (beta == 0f) {
        c.fill(Float.NaN);
      }
      sgemm.multiply(transposeA, transposeB, alpha, a, b, beta, c);
      Bits.assertSame(expected, c.data(), "C of " + this);
      Bits.assertSame(aBefore, a.data(), "A of " + this);
      Bits.assertSame(bBefore, b.data(), "B of " + this);
    }

    /** C's whole array, with what lies around its columns. */
    private float[] expected(Matrix a, Matrix b, Matrix c) {
      Matrix result = Matrix.wrap(c.data().clone(), c.offset(), m, n, c.leadingDimension());
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float chain = beta == 0f ? 0f : beta * c.get(i, j);
          for (int step = 0; alpha != 0f && step < k; step++) {
            float aElement = transposeA == NONE ? a.get(i, step) : a.get(step, i);
            float bElement = transposeB == NONE ? b.get(step, j) : b.get(j, step);
            chain = Math.fma(alpha * aElement, bElement, chain);
          }
          result.set(i, j, chain);
        }
      }
      return result.data();
    }
  }
}
