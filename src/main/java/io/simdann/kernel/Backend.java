package io.simdann.kernel;

/** Which kernel set to use. */
public enum Backend {
  /** Vector kernels where they run well, scalar ones otherwise. */
  AUTO,
  /** Vector kernels, or an error that says what is missing. */
  VECTOR,
  /** Scalar kernels: the specification, slow. */
  SCALAR
}
