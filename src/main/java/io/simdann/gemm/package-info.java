/**
 * Matrix products: block sizes, packing, and the loops around the micro-kernel, with the names of
 * BLIS (MR, NR, MC, KC, NC). All of them are made of one {@link io.simdann.gemm.MacroKernel}, which
 * alone knows how the edges are treated. Internal: no part of the API but {@link
 * io.simdann.gemm.Sgemm} and {@link io.simdann.gemm.Transpose}.
 *
 * <p>{@link io.simdann.gemm.Sgemm} cuts C into parts, packs blocks of its operands and calls it;
 * {@link io.simdann.gemm.DenseProduct}, for training and prediction, calls it on operands that are
 * packed beforehand or lie well.
 *
 * <p>An operand is an object: {@link io.simdann.gemm.Micropanels} for A, whose rows are the lanes
 * of vectors, {@link io.simdann.gemm.Operand} for B and C. Layers' values lie in {@link
 * io.simdann.gemm.Rows}.
 *
 * <p>Here every element of a product is one chain of fused multiply-adds over ascending k; blocking
 * over k goes on with the chain, it never starts a second one.
 */
package io.simdann.gemm;
