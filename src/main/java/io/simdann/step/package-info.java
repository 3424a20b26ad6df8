/**
 * How the gradient of a batch is computed: passes over tiles and shards, the layouts of packed
 * weights and gradients, and the engine that shares the work out to threads. Internal: no part of
 * the API. Start at {@link io.simdann.step.LocalGradientEngine}.
 */
package io.simdann.step;
