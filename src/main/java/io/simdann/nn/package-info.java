/**
 * The network: its parameters, their initialisation, and forward and backward passes over a shard
 * of packed samples, tile by tile. Start at {@link io.simdann.nn.ShardPass}, which is the training
 * step.
 *
 * <p>Nothing here knows of data sets, threads or optimizers.
 */
package io.simdann.nn;
