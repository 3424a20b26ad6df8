/**
 * Random numbers that are the same on every machine and JDK: NumPy's legacy generator, from which
 * weights start, and SplitMix64 with the shuffle of each epoch. Internal: no part of the API.
 */
package io.simdann.random;
