package io.simdann.bench;

import io.simdann.kernel.Backend;
import org.openjdk.jmh.annotations.Param;

/** The smaller products on the scalar kernels, which are the specification and not fast. */
public class ScalarSgemm extends SgemmBenchmark {
  @Param({"FORWARD_960", "WEIGHT_GRADIENT_960", "INPUT_GRADIENT_960", "SQUARE_256", "SQUARE_512"})
  public Product product;

  @Override
  Backend backend() {
    return Backend.SCALAR;
  }

  @Override
  Product product() {
    return product;
  }
}
