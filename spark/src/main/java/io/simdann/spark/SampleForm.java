package io.simdann.spark;

import java.io.Serializable;

/**
 * What samples on their way consist of.
 *
 * @param features the features of each
 * @param bytes whether these are bytes, or else floats
 * @param weighted whether samples have weights of their own
 */
record SampleForm(int features, boolean bytes, boolean weighted) implements Serializable {}
