package io.simdann.gemm;

import io.simdann.kernel.Backend;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import io.simdann.parallel.WorkerTeam;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The general product of single-precision matrices, SGEMM of BLAS:
 *
 * <pre>
 *   C ← alpha·op(A)·op(B) + beta·C        op(A) m × k,  op(B) k × n,  C m × n
 * </pre>
 *
 * with op(X) = X or Xᵀ. All matrices are column-major with any offset and leading dimension; what
 * lies between and around C's columns is neither read nor written.
 *
 * <p><b>Bits.</b> Each element c(i, j) is one chain of fused multiply-adds:
 *
 * <pre>
 *   c = beta·c(i, j), rounded;  +0 if beta = 0: C is not read then, not even NaN
 *   for k = 0, 1, 2, …:  c = fma(alpha·op(A)(i, k), op(B)(k, j), c)
 * </pre>
 *
 * where alpha·op(A)(i, k) is rounded to a float first. If alpha = 0 or k = 0 there is no chain: C
 * becomes beta·C and A and B are not read. So the result depends on no backend, vector width, block
 * size or number of threads (of a NaN that it is one, not which).
 *
 * <p>The three products of training, for a layer with weights W (out × in), inputs A (in × samples)
 * and gradient dZ (out × samples):
 *
 * <pre>
 *   Z  = W·A       multiply(NONE, NONE, 1, W, A, 0, Z)
 *   dW = dZ·Aᵀ     multiply(NONE, TRANSPOSE, 1, dZ, A, 0, dW)
 *   dA = Wᵀ·dZ     multiply(TRANSPOSE, NONE, 1, W, dZ, 0, dA)
 * </pre>
 *
 * <p>C is cut into parts, one task of the worker team each, so that tall, wide and square products
 * all keep the team busy. An object keeps its packing buffers, up to about 4 MB for a block of A
 * and three eighths of the second-level cache for one of B for each thread of the team, whether or
 * not a product needs them: calls that are no larger than an earlier one allocate nothing. It
 * serves one caller at a time; threads that multiply at the same time need an object each. One that
 * was made with a number of threads is closed when it is not needed any more.
 */
public final class Sgemm implements AutoCloseable {
  /** Parts for each worker, so that one that is held up doesn't hold up all. */
  private static final int PARTS_PER_WORKER = 2;

  /** Smallest parts that make a part for which that is worth packing more. */
  private static final int LONG_PART = 16;

  /** Multiply-adds that are worth a task: some microseconds. */
  private static final long SMALLEST_PART = 1 << 17;

  /** What it costs to pack a value of A, where reading it in its place or copying one of B is 1. */
  private static final int PACKING = 2;

  /** What it costs to transpose a value when it is packed. */
  private static final int TRANSPOSING = 8;

  /** Multiply-adds in whose time a value of C is stored. */
  private static final int STORING = 16;

  /**
   * What it costs that a column of C is cut, where copying a value is 1: the parts above and below
   * write to one cache line, which goes from core to core.
   */
  private static final int CUTTING = 512;

  private final WorkerTeam team;
  private final boolean ownsTeam;
  private final BlockSizes sizes;
  private final long smallestPart;
  private final int mr;
  private final int nr;
  private final SgemmLoops[] loops;
  private final SgemmArguments product = new SgemmArguments();
  private final WorkerTeam.Task part = this::multiplyPart;

  /**
   * For each row of parts, how many of its parts have been begun; used where there are more parts
   * than workers.
   */
  private final AtomicIntegerArray begun;

  private int rowParts;
  private int columnParts;

  /** Multiplies on the calling thread, with this machine's kernels. */
  public Sgemm() {
    this(1);
  }

  /**
   * Multiplies on a number of threads, with this machine's kernels. The calling thread is one of
   * them; the others are daemon threads that live until {@link #close}.
   *
   * @param threads 1 or more; their number changes no bit of a result
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public Sgemm(int threads) {
    this(
        KernelSelection.logged(Backend.AUTO, KernelSelection.WIDEST),
        WorkerTeam.ofThreads(threads),
        true);
  }

  /**
   * Multiplies on the calling thread, with block sizes for this machine.
   *
   * @param kernels the kernel set
   * @hidden internal
   */
  public Sgemm(Kernels kernels) {
    this(kernels, WorkerTeam.ofThreads(1));
  }

  /**
   * Multiplies on a team, with block sizes for this machine.
   *
   * @param kernels the kernel set
   * @param team who multiplies; stays the caller's to close
   * @hidden internal
   */
  public Sgemm(Kernels kernels, WorkerTeam team) {
    this(kernels, team, false);
  }

  private Sgemm(Kernels kernels, WorkerTeam team, boolean ownsTeam) {
    this(kernels, BlockSizes.of(kernels, CpuFacts.here()), team, SMALLEST_PART, ownsTeam);
  }

  /**
   * Multiplies on a team.
   *
   * @param kernels the kernel set
   * @param sizes block sizes for it
   * @param team who multiplies; stays the caller's to close
   * @throws IllegalArgumentException if the block sizes are for another kernel set
   * @hidden internal
   */
  public Sgemm(Kernels kernels, BlockSizes sizes, WorkerTeam team) {
    this(kernels, sizes, team, SMALLEST_PART);
  }

  /** With the multiply-adds that are worth a task, so that tests can cut small products. */
  Sgemm(Kernels kernels, BlockSizes sizes, WorkerTeam team, long smallestPart) {
    this(kernels, sizes, team, smallestPart, false);
  }

  private Sgemm(
      Kernels kernels, BlockSizes sizes, WorkerTeam team, long smallestPart, boolean ownsTeam) {
    sizes.requireFor(kernels);
    this.team = Objects.requireNonNull(team, "team");
    this.ownsTeam = ownsTeam;
    this.sizes = sizes;
    this.smallestPart = smallestPart;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.loops = new SgemmLoops[team.size()];
    Arrays.setAll(loops, worker -> new SgemmLoops(kernels, sizes));
    this.begun = new AtomicIntegerArray(PARTS_PER_WORKER * loops.length);
  }

  /**
   * A·B, on the calling thread with this machine's kernels: for those who multiply once.
   *
   * @param a m × k
   * @param b k × n
   * @return a new m × n matrix
   * @throws IllegalArgumentException if A has not as many columns as B has rows
   */
  public static Matrix product(Matrix a, Matrix b) {
    Matrix c = Matrix.zeros(a.rows(), b.columns());
    try (Sgemm sgemm = new Sgemm()) {
      sgemm.multiply(a, b, c);
    }
    return c;
  }

  /**
   * C ← A·B.
   *
   * @param a m × k
   * @param b k × n
   * @param c m × n, overwritten
   * @throws IllegalArgumentException if the shapes don't match or C overlaps A or B
   */
  public void multiply(Matrix a, Matrix b, Matrix c) {
    multiply(Transpose.NONE, Transpose.NONE, 1f, a, b, 0f, c);
  }

  /**
   * C ← alpha·op(A)·op(B) + beta·C. Every dimension may be zero.
   *
   * @param transposeA whether op(A) is A or Aᵀ
   * @param transposeB whether op(B) is B or Bᵀ
   * @param alpha the factor of the product; if zero, A and B are not read
   * @param a m × k, or k × m if transposed
   * @param b k × n, or n × k if transposed
   * @param beta the factor of C; if zero, C is not read
   * @param c m × n, overwritten; may lie in the same array as A and B where it shares no element
   *     with them
   * @throws IllegalArgumentException if the shapes don't match, or C overlaps A or B: their index
   *     ranges in one array meet, other than as different rows of one larger matrix
   */
  public void multiply(
      Transpose transposeA,
      Transpose transposeB,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    product.set(transposeA, transposeB, alpha, a, b, beta, c);
    try {
      if (c.rows() == 0 || c.columns() == 0) {
        return;
      }
      if (product.depth() == 0) {
        SgemmLoops.scale(beta, product.c, 0, c.rows(), c.columns());
        return;
      }
      partition(c.rows(), c.columns(), product.depth());
      begin(c.rows(), c.columns(), product.depth());
      team.run(rowParts * columnParts, part);
    } finally {
      end();
    }
  }

  /** Ends the threads of {@link #Sgemm(int)}, after which it multiplies no more. */
  @Override
  public void close() {
    if (ownsTeam) {
      team.close();
    }
  }

  /**
   * Cuts C into a grid of parts. Each part copies the columns of op(B) that it meets, and packs the
   * rows of op(A) unless its worker has them from the part before; so of the grids with enough
   * parts, or as many as there can be, the one that costs least in packing and in columns cut is
   * taken.
   */
  private void partition(int rows, int columns, int depth) {
    int panels = Packing.roundUp(rows, mr) / mr;
    int groups = Packing.roundUp(columns, nr) / nr;
    long worthwhile = (long) rows * columns * (depth + STORING) / smallestPart;
    int workers = (int) Math.max(1, Math.min(loops.length, worthwhile));
    int wanted = workers;
    if (wanted > 1 && worthwhile >= (long) LONG_PART * PARTS_PER_WORKER * wanted) {
      wanted *= PARTS_PER_WORKER;
    }
    int costOfRow = costOfRow();
    int mostParts = 0;
    long leastCost = 0;
    for (int down = 1; down <= Math.min(wanted, panels); down++) {
      int across = Math.min(groups, (wanted + down - 1) / down);
      int parts = Math.min(wanted, down * across);
      boolean kept = isOneBlock((panels + down - 1) / down * mr, depth);
      int packings = kept ? Math.min(across, (workers + down - 1) / down) : across;
      long cost = ((long) packings * rows * costOfRow + (long) down * columns) * depth;
      cost += (down - 1L) * columns * CUTTING;
      if (parts > mostParts || parts == mostParts && cost < leastCost) {
        mostParts = parts;
        leastCost = cost;
        rowParts = down;
        columnParts = across;
      }
    }
  }

  /** What it costs to take a value of op(A). */
  private int costOfRow() {
    if (product.transposeA == Transpose.TRANSPOSE) {
      return TRANSPOSING;
    }
    return product.isInPlaceA(mr) ? 1 : PACKING;
  }

  /** Whether a part of so many rows has one block of op(A), which is kept for the next part. */
  private boolean isOneBlock(int rows, int depth) {
    int steps = sizes.steps(product.transposeB, depth);
    return steps == depth && rows <= sizes.mostRows(steps);
  }

  /** Begins the product with no part begun, and with room for its blocks. */
  private void begin(int rows, int columns, int depth) {
    for (int down = 0; down < rowParts; down++) {
      begun.setPlain(down, 0);
    }
    long floatsOfA = sizes.floatsOfA(rows, depth);
    long floatsOfB = sizes.floatsOfB(columns, depth, PackedB.PADDING);
    for (SgemmLoops worker : loops) {
      worker.begin(floatsOfA, floatsOfB);
    }
  }

  /** Ends the product: lets go of its matrices. */
  private void end() {
    product.clear();
    for (SgemmLoops worker : loops) {
      worker.end();
    }
  }

  /**
   * Rows of parts begin at different columns, so that workers in different rows seldom write to the
   * same cache lines of C.
   */
  private void multiplyPart(int task, int worker) {
    int rows = product.rows;
    int columns = product.columns;
    // Small products have no more parts than workers: no rows to stay in, and no need of atomics.
    int index = rowParts * columnParts > loops.length ? nextPart(worker) : task;
    int down = index % rowParts;
    int across = (index / rowParts + down) % columnParts;
    loops[worker].multiply(
        product,
        partStart(down, rowParts, rows, mr),
        partStart(down + 1, rowParts, rows, mr),
        partStart(across, columnParts, columns, nr),
        partStart(across + 1, columnParts, columns, nr));
  }

  /**
   * The next part in the rows that the worker has packed, or in others if these have none left.
   * There are as many tasks as parts, so each task finds one.
   */
  private int nextPart(int worker) {
    int down = worker % rowParts;
    int inRow = begun.getAndIncrement(down);
    while (inRow >= columnParts) {
      down = (down + 1) % rowParts;
      inRow = begun.getAndIncrement(down);
    }
    return inRow * rowParts + down;
  }

  /** Where a part starts: parts are whole panels or groups, as even as can be. */
  private static int partStart(int part, int parts, int extent, int multiple) {
    long units = Packing.roundUp(extent, multiple) / multiple;
    return (int) Math.min(extent, part * units / parts * multiple);
  }
}
