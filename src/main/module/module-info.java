/**
 * The library as a module, which exports the packages of the API; of {@code gemm} and {@code
 * kernel} only {@code Sgemm}, {@code Transpose} and {@code Backend} are meant. The command line is none of it, and the vector kernels are loaded by
 * name. Plots want the class path: the module of XChart has no name to rely on. Compiled into the
 * jar alone: the build and its tests run on the class path.
 */
module io.simdann {
  requires com.fasterxml.jackson.core;
  requires java.desktop;
  requires jdk.management;
  requires org.agrona;

  exports io.simdann.data;
  exports io.simdann.data.idx;
  exports io.simdann.data.mnist;
  exports io.simdann.data.picture;
  exports io.simdann.gemm;
  exports io.simdann.kernel;
  exports io.simdann.matrix;
  exports io.simdann.model;
  exports io.simdann.nn;
  exports io.simdann.predict;
  exports io.simdann.report;
  exports io.simdann.train;
}
