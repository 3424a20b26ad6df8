package io.simdann.bench;

import static io.simdann.gemm.Transpose.NONE;
import static io.simdann.gemm.Transpose.TRANSPOSE;

import io.simdann.gemm.Transpose;

/**
 * The products C = op(A)·op(B) that are timed: C is rows × columns, a chain has depth
 * multiply-adds.
 *
 * <p>The first three are those of the network 784-50-10: the hidden layer's W·A, its dZ·Aᵀ, and the
 * output layer's Wᵀ·dZ; each for 960 samples, a shard of MNIST, and for all its 60000.
 */
public enum Product {
  FORWARD_960(NONE, NONE, 50, 960, 784),
  FORWARD_60000(NONE, NONE, 50, 60000, 784),
  WEIGHT_GRADIENT_960(NONE, TRANSPOSE, 50, 784, 960),
  WEIGHT_GRADIENT_60000(NONE, TRANSPOSE, 50, 784, 60000),
  INPUT_GRADIENT_960(TRANSPOSE, NONE, 50, 960, 10),
  INPUT_GRADIENT_60000(TRANSPOSE, NONE, 50, 60000, 10),
  SQUARE_256(NONE, NONE, 256, 256, 256),
  SQUARE_512(NONE, NONE, 512, 512, 512),
  SQUARE_1024(NONE, NONE, 1024, 1024, 1024);

  final Transpose transposeA;
  final Transpose transposeB;
  final int rows;
  final int columns;
  final int depth;

  Product(Transpose transposeA, Transpose transposeB, int rows, int columns, int depth) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.rows = rows;
    this.columns = columns;
    this.depth = depth;
  }

  long flop() {
    return 2L * rows * columns * depth;
  }
}
