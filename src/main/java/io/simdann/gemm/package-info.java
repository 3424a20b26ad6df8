/**
 * Matrix products, {@link io.simdann.gemm.Sgemm} for one: block sizes, packing, and the loops
 * around the micro-kernel, with the names of BLIS (MR, NR, MC, KC, NC). Internal: no part of the
 * API but {@link io.simdann.gemm.Sgemm} and {@link io.simdann.gemm.Transpose}. Start at {@link
 * io.simdann.gemm.Sgemm} for the general product, and at {@link io.simdann.sparse.SparseProduct}
 * and {@link io.simdann.gemm.DenseProduct} for those of training, which work on {@link
 * io.simdann.gemm.Rows} and read weights packed beforehand.
 *
 * <p>Here every element of a product is one chain of fused multiply-adds over ascending k; blocking
 * over k goes on with the chain, it never starts a second one.
 */
package io.simdann.gemm;
