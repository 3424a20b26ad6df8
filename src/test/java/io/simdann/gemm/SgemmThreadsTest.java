package io.simdann.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.kernel.Bits;
import io.simdann.matrix.Matrix;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SgemmThreadsTest {

  @Test
  void itsOwnThreadsGiveTheSameBitsAndEndWithIt() {
    Matrix a = matrix(300, 200);
    Matrix b = matrix(200, 310);
    Matrix expected = Sgemm.product(a, b);
    Matrix c = Matrix.zeros(300, 310);
    Set<Thread> before = workers();

    Sgemm sgemm = new Sgemm(3);
    try (sgemm) {
      sgemm.multiply(a, b, c);
      Set<Thread> started = workers();
      started.removeAll(before);
      assertEquals(2, started.size());
    }

    Bits.assertSame(expected.data(), c.data(), "3 threads");
    Set<Thread> left = workers();
    left.removeAll(before);
    assertEquals(Set.of(), left);
    assertThrows(IllegalStateException.class, () -> sgemm.multiply(a, b, c));
  }

  @Test
  void withoutANumberItStartsNone() {
    Set<Thread> before = workers();
    try (Sgemm sgemm = new Sgemm()) {
      Matrix c = Matrix.zeros(1, 1);
      sgemm.multiply(Matrix.of(1, 2, 3, 4), Matrix.of(2, 1, 5, 6), c);
      assertEquals(39, c.get(0, 0));
      assertEquals(before, workers());
    }
  }

  @Test
  void fewerThreadsThanOneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Sgemm(0));
  }

  private static Matrix matrix(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        matrix.set(row, column, (row * 31 + column * 17) % 101 / 64f - 0.7f);
      }
    }
    return matrix;
  }

  private static Set<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("simdann-worker"))
        .collect(Collectors.toSet());
  }
}
