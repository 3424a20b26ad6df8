/**
 * The training loop and what it is made of: gradient engines, optimizers, history, and the trained
 * classifier. Start at {@link io.simdann.train.Trainer}; the loop is {@link
 * io.simdann.train.TrainingRun}.
 */
package io.simdann.train;
