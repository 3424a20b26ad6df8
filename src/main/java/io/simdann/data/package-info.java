/**
 * Data sets and the files they come from: features as bytes or floats, targets: classes with their
 * names, or floats; the IDX format, MNIST from a directory or embedded, and digits from pictures.
 *
 * <p>Samples are columns everywhere: features × samples, column-major, so that one sample is
 * contiguous. Nothing here knows of networks, kernels or training. Every reader treats its file as
 * hostile: sizes are proven before memory is allocated for them, and a bad file gives a {@link
 * io.simdann.data.DataException} of one line that names the file, the byte offset, what was found
 * and what was expected.
 *
 * <p>Start reading at {@link io.simdann.data.DataSet}; {@link io.simdann.data.idx.IdxFile} is the
 * model for further formats.
 */
package io.simdann.data;
