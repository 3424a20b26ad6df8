/**
 * The training loop and its settings, optimizers, schedules and history. Start at {@link
 * io.simdann.train.Trainer}; the loop is {@link io.simdann.train.TrainingRun}.
 */
package io.simdann.train;
