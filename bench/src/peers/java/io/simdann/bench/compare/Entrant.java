package io.simdann.bench.compare;

/**
 * Who takes part in a match.
 *
 * @param library the name that results go by
 * @param threads the threads that it may use
 * @param opening sets it up
 */
record Entrant(String library, int threads, Opening opening) {
  /** The library that all others are compared with. */
  static final String SIMDANN = "Simdann";

  /** Ourselves on one thread, where two are compared with it. */
  static final String SIMDANN_ALONE = "Simdann on 1 thread";

  static final String TORCH = "DJL PyTorch";

  /** PyTorch, where a step picks its samples out of the data set as ours does. */
  static final String TORCH_PICKING = "DJL PyTorch, picking";

  static final String ONNX_RUNTIME = "ONNX Runtime";
  static final String MKL = "MKL";
  static final String OPENBLAS = "OpenBLAS";

  /** Whichever of the two native libraries is faster at a shape: the peer to reach. */
  static final String BETTER_BLAS = "the better of MKL and OpenBLAS";

  static final String NETLIB = "netlib VectorBLAS";
  static final String EJML = "EJML";
  static final String OJALGO = "ojAlgo";

  /** What a machine can do at all, measured like a contender. */
  static final String FMA_PEAK = "fma peak";

  /** What a machine's memory can do at all, measured like a contender. */
  static final String STREAMS = "memory";

  /** Sets a contender up; may fail where its library can't be loaded. */
  @FunctionalInterface
  interface Opening {
    Contender open() throws Exception;
  }
}
