/**
 * The kernels on SIMD lanes, the only importer of {@code jdk.incubator.vector}. Every method does
 * what {@code kernel.scalar} says, in the same order for each result, so that the bits are the
 * same. Internal: no part of the API.
 *
 * <p>These classes are loaded once for each vector width by {@link
 * io.simdann.kernel.VectorWidthLoader}, so that {@link io.simdann.kernel.vector.Lanes} holds the
 * width as a constant, without which the JIT compiler can't turn the operations into instructions.
 * Nothing outside this package may name its classes.
 *
 * <p>Apart from the loads of {@link io.simdann.kernel.vector.Lanes}, no method here takes or
 * returns a vector. The JIT compiler inlines the Vector API's methods wherever they are called; one
 * of ours it leaves alone as soon as what it compiles, with all callers into which it inlined it,
 * has too many nodes (NodeCountInliningCutoff), and every vector that crosses the call is then
 * boxed.
 *
 * <p>Start at {@link io.simdann.kernel.vector.VectorKernels}.
 */
package io.simdann.kernel.vector;
