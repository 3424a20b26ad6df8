package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import java.util.Arrays;

/**
 * The loops around the micro-kernel, for a block of C, with the buffers of one worker.
 *
 * <pre>
 *   ic  rows of C, MC at a time
 *    pc  steps of the chains, KC at a time            takes alpha·op(A): MC × KC in panels of MR,
 *                                                     or has the same block from the part before
 *     jc  columns of C, NC at a time                                  takes op(B): KC × NC   (L2)
 *      ir  panels: MR rows                                          one panel: MR × KC       (L2)
 *       jr  groups: NR columns                             micro-kernel: an MR × NR tile of C
 * </pre>
 */
final class SgemmLoops {
  /** Chains for which C is fetched ahead, although they begin there and don't read it. */
  private static final int LONG_CHAIN = 256;

  private final BlockSizes sizes;
  private final int mr;
  private final int nr;
  private final LaneOperand panels;
  private final BroadcastOperand groups;
  private final SgemmTile tile;

  /** The block of alpha·op(A) that the panels hold; no rows if none. */
  private int rowTaken;

  private int rowsTaken;
  private int stepTaken;
  private int stepsTaken;

  SgemmLoops(Kernels kernels, BlockSizes sizes) {
    this.sizes = sizes;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.panels = new LaneOperand(mr);
    this.groups = new BroadcastOperand(nr);
    this.tile = new SgemmTile(kernels, mr, nr);
  }

  /**
   * Begins a product: makes room for packed blocks of so many floats, and forgets what has been
   * packed.
   */
  void begin(long floatsOfA, long floatsOfB) {
    panels.reserve(floatsOfA);
    groups.reserve(floatsOfB);
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
        takeLanes(product, ic, rows, pc, steps);
        for (int jc = column; jc < columnEnd; jc += nc) {
          int columns = Math.min(nc, columnEnd - jc);
          product.takeBroadcasts(groups, jc, columns, pc, steps);
          block(product, ic, rows, jc, columns, steps, pc == 0);
        }
      }
    }
  }

  /** Ends a product: lets go of its matrices. */
  void end() {
    panels.release();
    groups.release();
  }

  /** Takes a block of alpha·op(A), if it isn't the one that the part before has left. */
  private void takeLanes(SgemmArguments product, int row, int rows, int step, int steps) {
    if (row == rowTaken && rows == rowsTaken && step == stepTaken && steps == stepsTaken) {
      return;
    }
    product.takeLanes(panels, row, rows, step, steps);
    rowTaken = row;
    rowsTaken = rows;
    stepTaken = step;
    stepsTaken = steps;
  }

  /**
   * Adds the product of the blocks taken to their block of C, or to beta times that if this starts
   * the chains.
   */
  private void block(
      SgemmArguments product,
      int row,
      int rows,
      int column,
      int columns,
      int steps,
      boolean first) {
    float[] c = product.c.data();
    int leadingDimension = product.c.leadingDimension();
    int to = product.c.offset() + row + column * leadingDimension;
    float beta = first ? product.beta : 1f;
    boolean begin = beta == 0f;
    boolean ahead = !begin || steps >= LONG_CHAIN;
    if (ahead) {
      scale(beta, c, to, leadingDimension, rows, Math.min(nr, columns));
    }
    for (int ir = 0, width; ir < rows; ir += width) {
      width = LaneOperand.width(rows - ir, mr);
      int lanes = Math.min(width, rows);
      int panel = Math.min(ir, rows - lanes);
      panels.locate(ir, panel, width);
      for (int jr = 0; jr < columns; jr += nr) {
        int tileColumns = Math.min(nr, columns);
        int group = Math.min(jr, columns - tileColumns);
        groups.locate(group);
        int next = jr + nr;
        if (ahead && ir == 0 && next < columns) {
          // One group ahead, so that C comes from memory while this one is multiplied.
          int start = to + next * leadingDimension;
          scale(beta, c, start, leadingDimension, rows, Math.min(nr, columns - next));
        }
        tile.multiply(
            steps,
            panels,
            groups,
            width,
            lanes,
            ir - panel,
            tileColumns,
            jr - group,
            c,
            to + panel + group * leadingDimension,
            leadingDimension,
            begin);
      }
    }
  }

  /** c = beta·c; zero without reading c if beta is zero. */
  static void scale(
      float beta, float[] c, int offset, int leadingDimension, int rows, int columns) {
    if (beta == 1f) {
      return;
    }
    boolean contiguous = rows == leadingDimension;
    int runs = contiguous ? 1 : columns;
    int length = contiguous ? rows * columns : rows;
    for (int run = 0; run < runs; run++) {
      int start = offset + run * leadingDimension;
      if (beta == 0f) {
        Arrays.fill(c, start, start + length, 0f);
      } else {
        for (int i = start; i < start + length; i++) {
          c[i] *= beta;
        }
      }
    }
  }
}
