/**
 * The network: its parameters, their initialisation, forward and backward passes over a shard of
 * samples, tile by tile, and the forward pass of prediction. Start at {@link
 * io.simdann.nn.ShardPass}, which is the training step.
 *
 * <p>Nothing here knows of data sets, threads or optimizers.
 */
package io.simdann.nn;
