/**
 * How the gradient of a batch is computed and parameters are updated: the two plans of a step, the
 * layouts of packed weights and gradients, the contracts of engines and optimizers, and the tuned
 * numbers. Internal: no part of the API. Start at {@link io.simdann.step.LocalGradientEngine}, then
 * {@link io.simdann.step.TileMajorPlan} and {@link io.simdann.step.ParameterMajorPlan}.
 */
package io.simdann.step;
