/**
 * The one-time choice of a {@link io.simdann.kernel.Backend}, what its kernels must compute, and
 * the facts about the CPU. Internal: no part of the API but {@link io.simdann.kernel.Backend}.
 *
 * <p>Start reading at {@link io.simdann.kernel.Kernels}: it states the layout and what all kernels
 * keep to, and the four families that it is made of state each kernel's shapes and order of
 * operations. {@code kernel.scalar} is their specification in plain loops, {@code kernel.vector}
 * the same operations on SIMD lanes, with the same bits. No class here may import {@code
 * jdk.incubator.vector}: the module can be missing.
 */
package io.simdann.kernel;
