/**
 * The specification of every kernel: plain loops, multiply-adds that are rounded once, nothing
 * unrolled. Also the fallback where SIMD kernels can't run. Internal: no part of the API. Start at
 * {@link io.simdann.kernel.scalar.ScalarKernels}.
 */
package io.simdann.kernel.scalar;
