/**
 * Threads, and the fixed splitting of a batch among them. Internal: no part of the API.
 *
 * <p>{@link io.simdann.parallel.WorkerTeam} runs tasks on a fixed set of threads, in no particular
 * order; {@link io.simdann.parallel.PoolHelp} shares work with a pool that others own. {@link
 * io.simdann.parallel.Shards} and {@link io.simdann.parallel.PairwiseReduction} are what makes
 * results independent of that order: they say how a batch is cut and in which order the results are
 * added, and neither knows how many threads there are. {@link io.simdann.parallel.SharedReduction}
 * adds in that order what threads make. Start reading at {@code WorkerTeam}.
 *
 * <p>Nothing here knows about matrices or networks. Of Agrona only agents and idle strategies are
 * used, whose classes load in a JVM that was started without {@code --add-opens}.
 */
package io.simdann.parallel;
