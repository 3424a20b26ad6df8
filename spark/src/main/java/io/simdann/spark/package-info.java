/**
 * Training and prediction on an Apache Spark cluster, to the same bits as on one machine.
 *
 * <p>Start reading at {@link io.simdann.spark.SparkGradientEngine}: the training loop is the
 * trainer's own, the engine has shards processed by executors. What executors hold is a {@link
 * io.simdann.spark.PackedPartition}; how samples get there is {@link
 * io.simdann.spark.SampleReader}, {@link io.simdann.spark.SparkDataSet} and {@link
 * io.simdann.spark.BatchLayout}. Objects that travel are plain classes, not records, so that any of
 * Spark's serializers can carry them.
 */
package io.simdann.spark;
