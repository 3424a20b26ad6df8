/**
 * JMH benchmarks of the trainer. Each checks its results once before it is timed.
 *
 * <p>Start reading at {@link io.simdann.bench.FmaPeak}, the yardstick, and {@link
 * io.simdann.bench.Main}, which runs all and prints the table.
 */
package io.simdann.bench;
