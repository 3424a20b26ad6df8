/** A program with MNIST that is a module. */
module consumer.mnist {
  requires io.simdann;
  requires io.simdann.mnist;
}
