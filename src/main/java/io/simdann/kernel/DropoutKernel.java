package io.simdann.kernel;

/** Drops values in the rows of a layer. {@link Kernels} says how rows lie. */
public interface DropoutKernel extends NamedKernel {

  /** Words of the generator that a kernel may keep in between: of so many units. */
  int WORDS = 1024;

  @Override
  default String name() {
    return "dropout";
  }

  /**
   * {@code target(row, i)} = {@code source(row, i)·factor} of a value that the mask keeps, and +0
   * of one that it drops, whatever that was.
   *
   * @param mask which are kept, and the factor
   * @param numbers the numbers of samples in the data set
   * @param place where in these that of the first row is; the others follow
   * @param rows the number of samples
   * @param unit the unit of the first lane, a multiple of {@value DropoutMask#UNITS}
   * @param memory holds source and target
   * @param source the first row of values
   * @param target where the first row goes; may be {@code source}, and nothing else that overlaps
   *     it
   * @param stride from one row to the next, and the lanes that are computed
   * @param words for what the kernel may want to keep in between: {@value #WORDS} words
   */
  void apply(
      DropoutMask mask,
      int[] numbers,
      int place,
      int rows,
      int unit,
      float[] memory,
      int source,
      int target,
      int stride,
      int[] words);
}
