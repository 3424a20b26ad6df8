/**
 * Model files. {@link io.simdann.model.Safetensors} reads and writes named tensors; what the
 * tensors mean to a network is decided by its users.
 *
 * <p>Files are replaced as a whole or not at all ({@link io.simdann.model.AtomicFile}), equal
 * content gives equal bytes, and no Java serialization is used. Every reader treats its file as
 * hostile: sizes are proven before memory is allocated for them, and whatever the format's rules
 * don't allow gives a {@link io.simdann.model.ModelFormatException} of one line.
 *
 * <p>Start reading at {@link io.simdann.model.Safetensors}.
 */
package io.simdann.model;
