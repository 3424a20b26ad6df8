package io.simdann.gemm;

import io.simdann.kernel.Kernels;
import io.simdann.matrix.Matrix;
import java.util.Arrays;

/**
 * The five loops of BLIS around the micro-kernel, for a block of C, with the buffers of one worker.
 *
 * <pre>
 *   jc  columns of C, NC at a time
 *    pc  steps of the chains, KC at a time           packs op(B): KC × NC in groups of NR   (L3)
 *     ic  rows of C, MC at a time              packs alpha·op(A): MC × KC in panels of MR   (L2)
 *      jr  groups: NR columns                                          one group: KC × NR   (L1)
 *       ir  panels: MR rows                              micro-kernel: an MR × NR tile of C
 * </pre>
 */
final class SgemmLoops {
  private final Kernels kernels;
  private final BlockSizes sizes;
  private final int mr;
  private final int nr;
  private final float[] scratchTile;
  private float[] packedA = {};
  private float[] packedB = {};

  SgemmLoops(Kernels kernels, BlockSizes sizes) {
    this.kernels = kernels;
    this.sizes = sizes;
    this.mr = sizes.mr();
    this.nr = sizes.nr();
    this.scratchTile = new float[mr * nr];
  }

  /** Makes room for the packed blocks of a product whose part of C is at most so large. */
  void reserve(int rows, int columns, int depth) {
    int steps = Math.min(sizes.kc(), depth);
    int lengthA = Packing.roundUp(Math.min(sizes.mc(), rows), mr) * steps;
    int lengthB = Packing.roundUp(Math.min(sizes.nc(), columns), nr) * steps;
    packedA = packedA.length < lengthA ? new float[lengthA] : packedA;
    packedB = packedB.length < lengthB ? new float[lengthB] : packedB;
  }

  /**
   * The rows from {@code row} and columns from {@code column} on of C, up to those given as ends.
   */
  void multiply(SgemmArguments product, int row, int rowEnd, int column, int columnEnd) {
    Matrix a = product.a;
    Matrix b = product.b;
    int aRow = product.transposeA.rowStride(a);
    int aStep = product.transposeA.columnStride(a);
    int bStep = product.transposeB.rowStride(b);
    int bColumn = product.transposeB.columnStride(b);
    int depth = product.depth();
    for (int jc = column; jc < columnEnd; jc += sizes.nc()) {
      int columns = Math.min(sizes.nc(), columnEnd - jc);
      for (int pc = 0; pc < depth; pc += sizes.kc()) {
        int steps = Math.min(sizes.kc(), depth - pc);
        int fromB = b.offset() + pc * bStep + jc * bColumn;
        Packing.groups(b.data(), fromB, steps, bStep, columns, bColumn, 1f, nr, packedB, 0);
        // The first block starts the chains at beta·C, the others go on with them.
        float beta = pc == 0 ? product.beta : 1f;
        for (int ic = row; ic < rowEnd; ic += sizes.mc()) {
          int rows = Math.min(sizes.mc(), rowEnd - ic);
          int fromA = a.offset() + ic * aRow + pc * aStep;
          Packing.groups(a.data(), fromA, steps, aStep, rows, aRow, product.alpha, mr, packedA, 0);
          block(product.c, ic, rows, jc, columns, steps, beta);
        }
      }
    }
  }

  /** Adds the product of the packed blocks to beta times their block of C. */
  private void block(Matrix c, int row, int rows, int column, int columns, int steps, float beta) {
    for (int jr = 0; jr < columns; jr += nr) {
      int tileColumns = Math.min(nr, columns - jr);
      for (int ir = 0; ir < rows; ir += mr) {
        int tileRows = Math.min(mr, rows - ir);
        int to = c.offset() + (column + jr) * c.leadingDimension() + row + ir;
        if (tileRows == mr && tileColumns == nr) {
          scale(beta, c.data(), to, c.leadingDimension(), mr, nr);
          multiplyTile(steps, ir, jr, c.data(), to, c.leadingDimension());
        } else {
          edge(steps, ir, jr, tileRows, tileColumns, beta, c, to);
        }
      }
    }
  }

  /** A tile that reaches over C's edge: what of it belongs to C goes through the scratch tile. */
  private void edge(
      int steps, int ir, int jr, int rows, int columns, float beta, Matrix c, int to) {
    int leadingDimension = c.leadingDimension();
    scale(beta, c.data(), to, leadingDimension, rows, columns);
    for (int column = 0; column < columns; column++) {
      int from = to + column * leadingDimension;
      System.arraycopy(c.data(), from, scratchTile, column * mr, rows);
    }
    multiplyTile(steps, ir, jr, scratchTile, 0, mr);
    for (int column = 0; column < columns; column++) {
      int target = to + column * leadingDimension;
      System.arraycopy(scratchTile, column * mr, c.data(), target, rows);
    }
  }

  private void multiplyTile(
      int steps, int ir, int jr, float[] c, int cOffset, int leadingDimension) {
    kernels.multiply(
        steps, packedA, ir * steps, mr, packedB, jr * steps, nr, 1, c, cOffset, leadingDimension);
  }

  /** c = beta·c; zero without reading c if beta is zero. */
  static void scale(
      float beta, float[] c, int offset, int leadingDimension, int rows, int columns) {
    if (beta == 1f) {
      return;
    }
    for (int column = 0; column < columns; column++) {
      int start = offset + column * leadingDimension;
      if (beta == 0f) {
        Arrays.fill(c, start, start + rows, 0f);
      } else {
        for (int i = start; i < start + rows; i++) {
          c[i] *= beta;
        }
      }
    }
  }
}
