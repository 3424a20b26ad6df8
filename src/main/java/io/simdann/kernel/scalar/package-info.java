/**
 * The specification of every kernel: plain loops, {@link java.lang.Math#fma(float, float, float)},
 * nothing unrolled. Also the fallback where SIMD kernels can't run. Start at {@link
 * io.simdann.kernel.scalar.ScalarKernels}.
 */
package io.simdann.kernel.scalar;
