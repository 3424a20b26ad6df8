/**
 * IDX files, the format of MNIST, plain or compressed with gzip. Start at {@link
 * io.simdann.data.idx.IdxFile}.
 */
package io.simdann.data.idx;
