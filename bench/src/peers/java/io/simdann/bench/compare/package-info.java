/**
 * The comparison with other libraries, built with {@code -Ppeers} alone. Whatever needs a peer's
 * library lives here.
 *
 * <p>Start reading at {@link io.simdann.bench.compare.Compare}, which starts a JVM for each
 * measure, then {@link io.simdann.bench.compare.Rounds}, which lets contenders take turns in it.
 */
package io.simdann.bench.compare;
