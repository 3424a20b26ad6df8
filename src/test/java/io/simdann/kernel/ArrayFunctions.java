package io.simdann.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * The functions from array to array that vector kernels are made of, on whole vectors. Their class
 * is of a package that is loaded for each width, where nobody else can name it.
 */
final class ArrayFunctions {

  /** e to the power of each x. */
  static void exp(
      Kernels kernels, float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (kernels.vectorBits() == Float.SIZE) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = ElementaryFunctions.exp(x[xOffset + i]);
      }
    } else {
      call("exp", kernels, x, xOffset, result, resultOffset, count);
    }
  }

  /** The sigmoid of each x. */
  static void sigmoid(
      Kernels kernels, float[] x, int xOffset, float[] result, int resultOffset, int count) {
    if (kernels.vectorBits() == Float.SIZE) {
      for (int i = 0; i < count; i++) {
        result[resultOffset + i] = ElementaryFunctions.sigmoid(x[xOffset + i]);
      }
    } else {
      call("sigmoid", kernels, x, xOffset, result, resultOffset, count);
    }
  }

  private static void call(
      String function,
      Kernels kernels,
      float[] x,
      int xOffset,
      float[] result,
      int resultOffset,
      int count) {
    try {
      Method method =
          kernels
              .getClass()
              .getClassLoader()
              .loadClass("io.simdann.kernel.vector.VectorExponential")
              .getDeclaredMethod(
                  function, float[].class, int.class, float[].class, int.class, int.class);
      method.setAccessible(true);
      method.invoke(null, x, xOffset, result, resultOffset, count);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private ArrayFunctions() {}
}
