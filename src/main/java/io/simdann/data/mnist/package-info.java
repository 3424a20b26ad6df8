/**
 * MNIST, embedded and from directories of its four files or of others of their kind. Start at
 * {@link io.simdann.data.mnist.EmbeddedMnist}.
 */
package io.simdann.data.mnist;
