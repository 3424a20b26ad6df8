package io.simdann.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MatrixTest {

  private static final int[] SIZES = {0, 1, 2, 3, 7, 16, 17};

  @Test
  void zerosAreCompactAndZero() {
    Matrix matrix = Matrix.zeros(3, 4);
    assertLayout(matrix, 0, 3, 4, 3);
    assertArrayEquals(new float[12], matrix.data());
  }

  @Test
  void valuesAreTakenColumnAfterColumnAndCopied() {
    float[] values = {1, 2, 3, 4, 5, 6};
    Matrix matrix = Matrix.of(2, 3, values);
    assertLayout(matrix, 0, 2, 3, 2);
    assertEquals(2f, matrix.get(1, 0));
    assertEquals(3f, matrix.get(0, 1));
    assertEquals(6f, matrix.get(1, 2));
    values[0] = 9;
    assertEquals(1f, matrix.get(0, 0));
  }

  @Test
  void aWrappedMatrixAddressesElementsByOffsetAndLeadingDimension() {
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        for (int padding : new int[] {0, 1, 5}) {
          for (int offset : new int[] {0, 1, 6}) {
            Matrix matrix = counted(rows, columns, offset, padding);
            for (int column = 0; column < columns; column++) {
              for (int row = 0; row < rows; row++) {
                int index = offset + column * (Math.max(1, rows) + padding) + row;
                assertEquals(index, matrix.get(row, column));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void aWrappedMatrixWritesThroughToTheArray() {
    float[] data = new float[20];
    Matrix matrix = Matrix.wrap(data, 2, 3, 4, 5);
    matrix.set(1, 3, 8);
    assertSame(data, matrix.data());
    assertEquals(8f, data[2 + 3 * 5 + 1]);
  }

  @Test
  void aWrappedMatrixMayEndWithTheArrayInTheMiddleOfAColumnStride() {
    assertLayout(Matrix.wrap(new float[13], 0, 3, 3, 5), 0, 3, 3, 5);
    assertMessage(
        IllegalArgumentException.class,
        "a 3 x 3 matrix at offset 0 with leading dimension 5 takes the indices from 0 to 13"
            + " (exclusive), outside an array of length 12",
        () -> Matrix.wrap(new float[12], 0, 3, 3, 5));
  }

  @Test
  void wrappingOutsideTheArrayIsRefused() {
    float[] data = new float[12];
    assertMessage(
        IllegalArgumentException.class,
        "a 3 x 4 matrix at offset 1 with leading dimension 3 takes the indices from 1 to 13"
            + " (exclusive), outside an array of length 12",
        () -> Matrix.wrap(data, 1, 3, 4, 3));
    assertMessage(
        IllegalArgumentException.class,
        "a 3 x 3 matrix at offset -1 with leading dimension 3 takes the indices from -1 to 8"
            + " (exclusive), outside an array of length 12",
        () -> Matrix.wrap(data, -1, 3, 3, 3));
    assertMessage(
        IllegalArgumentException.class,
        "leading dimension 2 of a 3 x 4 matrix; it must be at least 3",
        () -> Matrix.wrap(data, 0, 3, 4, 2));
    assertMessage(
        IllegalArgumentException.class,
        "leading dimension 0 of a 0 x 4 matrix; it must be at least 1",
        () -> Matrix.wrap(data, 0, 0, 4, 0));
    assertThrows(NullPointerException.class, () -> Matrix.wrap(null, 0, 1, 1, 1));
  }

  @Test
  void wrappingDoesNotOverflow() {
    assertMessage(
        IllegalArgumentException.class,
        "a 2 x 65537 matrix at offset 0 with leading dimension 65536 takes the indices from 0 to"
            + " 4294967298 (exclusive), outside an array of length 12",
        () -> Matrix.wrap(new float[12], 0, 2, 65537, 65536));
    int max = Integer.MAX_VALUE;
    assertThrows(
        IllegalArgumentException.class, () -> Matrix.wrap(new float[12], max, max, max, max));
  }

  @Test
  void emptyMatricesMayLieAnywhereInTheArray() {
    float[] data = new float[5];
    assertLayout(Matrix.wrap(data, 5, 0, 100, 7), 5, 0, 100, 7);
    assertLayout(Matrix.wrap(data, 5, 100, 0, 100), 5, 100, 0, 100);
    assertThrows(IllegalArgumentException.class, () -> Matrix.wrap(data, 6, 0, 0, 1));
    assertLayout(Matrix.zeros(0, 3), 0, 0, 3, 1);
    assertLayout(Matrix.of(3, 0), 0, 3, 0, 3);
  }

  @Test
  void emptyMatricesCanDoWhatOthersCan() {
    for (Matrix matrix :
        new Matrix[] {
          Matrix.zeros(0, 0),
          Matrix.zeros(0, Integer.MAX_VALUE),
          Matrix.zeros(Integer.MAX_VALUE, 0),
          Matrix.wrap(new float[2], 2, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)
        }) {
      matrix.fill(1);
      assertEquals(0, matrix.toArray().length);
      assertTrue(matrix.contentEquals(matrix.copy()));
      assertTrue(matrix.contentEquals(matrix.transposed().transposed()));
      assertEquals(matrix.columns(), matrix.transposed().rows());
      assertLayout(
          matrix.view(matrix.rows(), matrix.columns(), 0, 0),
          matrix.offset(),
          0,
          0,
          matrix.leadingDimension());
      assertEquals(matrix.rows() + " x " + matrix.columns(), matrix.toString());
    }
    assertEquals(0, Matrix.zeros(0, 3).column(2).rows());
  }

  @Test
  void shapesThatCannotBeAreRefused() {
    assertMessage(
        IllegalArgumentException.class,
        "a matrix cannot be -1 x 4; rows and columns must be 0 or more",
        () -> Matrix.zeros(-1, 4));
    assertMessage(
        IllegalArgumentException.class,
        "a matrix cannot be 4 x -1; rows and columns must be 0 or more",
        () -> Matrix.wrap(new float[4], 0, 4, -1, 4));
    assertMessage(
        IllegalArgumentException.class,
        "a 65536 x 65536 matrix has 4294967296 elements; an array holds at most 2147483647",
        () -> Matrix.zeros(65536, 65536));
    assertMessage(
        IllegalArgumentException.class,
        "a 2 x 3 matrix has 6 elements, but 5 values were given",
        () -> Matrix.of(2, 3, 1, 2, 3, 4, 5));
  }

  @Test
  void accessOutsideTheMatrixIsRefusedEvenWhereTheArrayGoesOn() {
    Matrix matrix = Matrix.wrap(new float[100], 20, 3, 4, 5);
    assertMessage(
        IndexOutOfBoundsException.class, "row 3 of a 3 x 4 matrix", () -> matrix.get(3, 0));
    assertMessage(
        IndexOutOfBoundsException.class, "row -1 of a 3 x 4 matrix", () -> matrix.set(-1, 0, 1));
    assertMessage(
        IndexOutOfBoundsException.class, "column 4 of a 3 x 4 matrix", () -> matrix.set(2, 4, 1));
    assertMessage(
        IndexOutOfBoundsException.class, "column -1 of a 3 x 4 matrix", () -> matrix.get(0, -1));
    assertMessage(
        IndexOutOfBoundsException.class, "column 4 of a 3 x 4 matrix", () -> matrix.column(4));
  }

  @Test
  void everyViewShowsItsPartOfTheMatrix() {
    int rows = 5;
    int columns = 4;
    Matrix matrix = counted(rows, columns, 3, 2);
    for (int row = 0; row <= rows; row++) {
      for (int column = 0; column <= columns; column++) {
        for (int viewRows = 0; viewRows <= rows - row; viewRows++) {
          for (int viewColumns = 0; viewColumns <= columns - column; viewColumns++) {
            Matrix view = matrix.view(row, column, viewRows, viewColumns);
            assertSame(matrix.data(), view.data());
            assertEquals(matrix.leadingDimension(), view.leadingDimension());
            for (int j = 0; j < viewColumns; j++) {
              for (int i = 0; i < viewRows; i++) {
                assertEquals(matrix.get(row + i, column + j), view.get(i, j));
              }
            }
            assertDoesNotThrow(
                () ->
                    Matrix.wrap(
                        view.data(),
                        view.offset(),
                        view.rows(),
                        view.columns(),
                        view.leadingDimension()));
          }
        }
      }
    }
  }

  @Test
  void aViewOfAViewIsAView() {
    Matrix matrix = counted(6, 6, 1, 1);
    Matrix inner = matrix.view(1, 2, 4, 3).view(2, 1, 2, 2);
    assertEquals(matrix.get(3, 3), inner.get(0, 0));
    assertEquals(matrix.get(4, 4), inner.get(1, 1));
    inner.set(1, 0, -5);
    assertEquals(-5f, matrix.get(4, 3));
  }

  @Test
  void viewsThatLeaveTheMatrixAreRefused() {
    Matrix matrix = counted(3, 4, 0, 5);
    assertMessage(
        IndexOutOfBoundsException.class,
        "a view of 3 x 1 at row 1, column 0 does not lie within a 3 x 4 matrix",
        () -> matrix.view(1, 0, 3, 1));
    int[][] outside = {
      {0, 0, 4, 1},
      {0, 0, 1, 5},
      {0, 4, 1, 1},
      {4, 0, 0, 0},
      {0, 5, 0, 0},
      {-1, 0, 1, 1},
      {0, -1, 1, 1},
      {0, 0, -1, 1},
      {0, 0, 1, -1},
      {1, 0, Integer.MAX_VALUE, 1},
      {0, 1, 1, Integer.MAX_VALUE},
      {Integer.MAX_VALUE, 0, 1, 1},
      {Integer.MIN_VALUE, 0, Integer.MAX_VALUE, 1}
    };
    for (int[] view : outside) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> matrix.view(view[0], view[1], view[2], view[3]),
          () -> Arrays.toString(view));
    }
  }

  @Test
  void aColumnIsAViewOfOneColumn() {
    Matrix matrix = counted(3, 4, 2, 2);
    Matrix column = matrix.column(2);
    assertLayout(column, 2 + 2 * 5, 3, 1, 5);
    assertEquals(matrix.get(1, 2), column.get(1, 0));
  }

  @Test
  void copiesAreCompactAndIndependent() {
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        Matrix matrix = counted(rows, columns, 4, 3);
        Matrix copy = matrix.copy();
        assertLayout(copy, 0, rows, columns, Math.max(1, rows));
        assertNotSame(matrix.data(), copy.data());
        assertEquals(rows * columns, copy.data().length);
        assertTrue(copy.contentEquals(matrix));
        assertArrayEquals(copy.data(), matrix.toArray());
      }
    }
  }

  @Test
  void transposingSwapsRowsAndColumns() {
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        Matrix matrix = counted(rows, columns, 4, 3);
        Matrix transposed = matrix.transposed();
        assertLayout(transposed, 0, columns, rows, Math.max(1, columns));
        for (int column = 0; column < columns; column++) {
          for (int row = 0; row < rows; row++) {
            assertEquals(matrix.get(row, column), transposed.get(column, row));
          }
        }
      }
    }
  }

  @Test
  void fillingLeavesTheGapsAlone() {
    float[] data = new float[14];
    Matrix.wrap(data, 1, 2, 3, 5).fill(7);
    assertArrayEquals(new float[] {0, 7, 7, 0, 0, 0, 7, 7, 0, 0, 0, 7, 7, 0}, data);
  }

  @Test
  void contentIsComparedBitForBitWhateverTheLayout() {
    Matrix matrix = counted(3, 4, 5, 6);
    Matrix copy = matrix.copy();
    assertTrue(matrix.contentEquals(copy));
    assertNotEquals(matrix, copy);
    copy.set(2, 3, Math.nextUp(copy.get(2, 3)));
    assertFalse(matrix.contentEquals(copy));

    assertFalse(Matrix.of(1, 1, 0f).contentEquals(Matrix.of(1, 1, -0f)));
    assertTrue(Matrix.of(1, 1, Float.NaN).contentEquals(Matrix.of(1, 1, Float.NaN)));
    Matrix otherNan = Matrix.of(1, 1, Float.intBitsToFloat(0x7fc00001));
    assertFalse(Matrix.of(1, 1, Float.NaN).contentEquals(otherNan));
    assertFalse(Matrix.zeros(2, 3).contentEquals(Matrix.zeros(3, 2)));
    assertFalse(Matrix.zeros(0, 3).contentEquals(Matrix.zeros(3, 0)));
  }

  @Test
  void aShapeMismatchNamesBothShapes() {
    Matrix gradient = Matrix.zeros(784, 50);
    assertTrue(gradient.hasSameShape(counted(784, 50, 1, 1)));
    assertDoesNotThrow(() -> gradient.requireSameShape(Matrix.zeros(784, 50), "gradient"));
    assertDoesNotThrow(() -> gradient.requireShape(784, 50, "gradient"));
    assertFalse(gradient.hasSameShape(Matrix.zeros(50, 784)));
    assertMessage(
        IllegalArgumentException.class,
        "gradient is 784 x 50, but must be 50 x 784",
        () -> gradient.requireSameShape(Matrix.zeros(50, 784), "gradient"));
    assertMessage(
        IllegalArgumentException.class,
        "gradient is 784 x 50, but must be 784 x 51",
        () -> gradient.requireShape(784, 51, "gradient"));
  }

  @Test
  void smallMatricesShowTheirValuesRowAfterRow() {
    assertEquals("2 x 3 [[1.0, 3.0, 5.0], [2.0, 4.0, NaN]]", sample().toString());
    assertEquals("8 x 9", Matrix.zeros(8, 9).toString());
    assertTrue(Matrix.zeros(8, 8).toString().startsWith("8 x 8 [[0.0, "));
  }

  private static Matrix sample() {
    return Matrix.of(2, 3, 1, 2, 3, 4, 5, Float.NaN);
  }

  /** A matrix whose every element is its own index in the array. */
  private static Matrix counted(int rows, int columns, int offset, int padding) {
    int leadingDimension = Math.max(1, rows) + padding;
    float[] data = new float[offset + columns * leadingDimension];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    return Matrix.wrap(data, offset, rows, columns, leadingDimension);
  }

  private static void assertLayout(
      Matrix matrix, int offset, int rows, int columns, int leadingDimension) {
    assertEquals(offset, matrix.offset(), "offset");
    assertEquals(rows, matrix.rows(), "rows");
    assertEquals(columns, matrix.columns(), "columns");
    assertEquals(leadingDimension, matrix.leadingDimension(), "leading dimension");
  }

  private static void assertMessage(
      Class<? extends Exception> type, String message, Executable code) {
    assertEquals(message, assertThrows(type, code).getMessage());
  }
}
