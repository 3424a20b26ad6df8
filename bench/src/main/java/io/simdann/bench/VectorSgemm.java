package io.simdann.bench;

import io.simdann.kernel.Backend;
import org.openjdk.jmh.annotations.Param;

/** All products on the vector kernels. */
public class VectorSgemm extends SgemmBenchmark {
  @Param public Product product;

  @Override
  Backend backend() {
    return Backend.VECTOR;
  }

  @Override
  Product product() {
    return product;
  }
}
