package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * The loops around the macro-kernel, for a part of C, with the buffers of one worker.
 *
 * <pre>
 *   ic  rows of C, MC at a time
 *    pc  steps of the chains, KC at a time            takes alpha·op(A): MC × KC in micropanels,
 *                                                     or has the same block from the part before
 *     jc  columns of C, NC at a time                                  takes op(B): KC × NC   (L2)
 *      ir  micropanels: MR rows                                   one of them: MR × KC       (L2)
 *       jr  NR columns                                        micro-kernel: an MR × NR tile of C
 * </pre>
 */
final class SgemmLoops {
  /** Chains for which C is fetched ahead, although they begin there and don't read it. */
  private static final int LONG_CHAIN = 256;

  private final BlockSizes sizes;
  private final int nr;
  private final PackedA a;
  private final PackedB b;
  private final Operand c = new Operand();
  private final MacroKernel kernel;

  /** The block of alpha·op(A) that is packed; no rows if none. */
  private int rowTaken;

  private int rowsTaken;
  private int stepTaken;
  private int stepsTaken;

  SgemmLoops(Kernels kernels, BlockSizes sizes) {
    this.sizes = sizes;
    this.nr = sizes.nr();
    this.a = new PackedA(sizes.mr());
    this.b = new PackedB(nr);
    this.kernel = new MacroKernel(kernels, sizes, sizes.longKc());
  }

  /**
   * Begins a product: makes room for packed blocks of so many floats, and forgets what has been
   * packed.
   */
  void begin(long floatsOfA, long floatsOfB) {
    a.reserve(floatsOfA);
    b.reserve(floatsOfB);
    rowsTaken = 0;
  }

  /**
   * The rows from {@code row} and columns from {@code column} on of C, up to those given as ends.
   */
  void multiply(SgemmArguments product, int row, int rowEnd, int column, int columnEnd) {
    int depth = product.depth();
    int kc = sizes.steps(product.transposeB, depth);
    int mc = sizes.rows(kc, rowEnd - row);
    int nc = sizes.columns(kc, columnEnd - column);
    for (int ic = row; ic < rowEnd; ic += mc) {
      int rows = Math.min(mc, rowEnd - ic);
      for (int pc = 0; pc < depth; pc += kc) {
        int steps = Math.min(kc, depth - pc);
        takeA(product, ic, rows, pc, steps);
        float beta = pc == 0 ? product.beta : 1f;
        for (int jc = column; jc < columnEnd; jc += nc) {
          int columns = Math.min(nc, columnEnd - jc);
          b.take(product.opB, pc, steps, jc, columns);
          c.columnMajor(product.c.data, product.c.offset(ic, jc), product.c.columnStride);
          multiplyBlocks(columns, beta);
        }
      }
    }
  }

  /** Ends a product: lets go of its matrices. */
  void end() {
    a.release();
    b.release();
    c.release();
  }

  /** Takes a block of alpha·op(A), if it isn't the one that the part before has left. */
  private void takeA(SgemmArguments product, int row, int rows, int step, int steps) {
    if (row == rowTaken && rows == rowsTaken && step == stepTaken && steps == stepsTaken) {
      return;
    }
    a.take(product.opA, product.alpha, row, rows, step, steps);
    rowTaken = row;
    rowsTaken = rows;
    stepTaken = step;
    stepsTaken = steps;
  }

  /** C = A·B + beta·C for the blocks taken. */
  private void multiplyBlocks(int columns, float beta) {
    kernel.begin(a.panels, b.block, columns, c);
    int rows = a.panels.lanes;
    int steps = a.panels.depth;
    boolean overwrite = beta == 0f;
    int lane = 0;
    if (beta != 1f && (!overwrite || steps >= LONG_CHAIN)) {
      multiplyFirstPanel(rows, columns, steps, beta);
      lane = kernel.width(0);
    }
    for (; lane < rows; lane += kernel.width(lane)) {
      kernel.multiply(lane, 0, steps, overwrite);
    }
  }

  /**
   * Scales C one tile ahead, over all rows, so that it comes from memory while the tile is
   * multiplied.
   */
  private void multiplyFirstPanel(int rows, int columns, int steps, float beta) {
    kernel.begin(0, 0, steps, beta == 0f);
    scale(beta, c, 0, rows, Math.min(nr, columns));
    for (int column = 0; column < columns; column += nr) {
      int next = Math.min(columns, column + nr);
      scale(beta, c, next, rows, Math.min(nr, columns - next));
      kernel.multiply(column, next);
    }
  }

  /** c = beta·c for some columns; zero without reading c if beta is zero. */
  static void scale(float beta, Operand c, int column, int rows, int columns) {
    if (beta == 1f) {
      return;
    }
    boolean contiguous = rows == c.columnStride;
    int runs = contiguous ? 1 : columns;
    int length = contiguous ? rows * columns : rows;
    for (int run = 0; run < runs; run++) {
      int start = c.offset(0, column + run);
      if (beta == 0f) {
        Arrays.fill(c.data, start, start + length, 0f);
      } else {
        for (int i = start; i < start + length; i++) {
          c.data[i] *= beta;
        }
      }
    }
  }
}
