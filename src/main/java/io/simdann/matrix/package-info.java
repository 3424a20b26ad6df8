/**
 * Column-major {@code float} matrices: storage, views and shape checks.
 *
 * <p>No arithmetic lives here, and nothing outside the JDK is used. Start reading at {@link
 * io.simdann.matrix.Matrix}.
 */
package io.simdann.matrix;
