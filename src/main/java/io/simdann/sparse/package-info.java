/**
 * Samples packed without their zeros, and the products of the first layer with them. Internal: no
 * part of the API. Start at {@link io.simdann.sparse.SparseSamples}, which has the layout.
 */
package io.simdann.sparse;
