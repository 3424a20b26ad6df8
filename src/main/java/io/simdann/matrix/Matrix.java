package io.simdann.matrix;

import java.util.Arrays;
import java.util.Objects;

/**
 * A column-major matrix of floats laid over a {@code float[]}: element (i, j) is {@code data()[
 * offset() + j * leadingDimension() + i ]}.
 *
 * <p>Several matrices may share one array: a matrix made by {@link #wrap}, {@link #view} or {@link
 * #column} is a window, and what is written through one window is seen through all. Matrices made
 * by {@link #zeros}, {@link #of}, {@link #copy} and {@link #transposed} are compact (leading
 * dimension = rows, offset 0) and have an array of their own.
 *
 * <pre>
 *                 column 0        column 1
 *   data  . . . [ a b c ] x x x [ d e f ] x x x     3 x 2 matrix, leading dimension 6, offset 3
 * </pre>
 *
 * <p>Every matrix keeps these promises, so that kernels may read {@link #data()} without checking
 * again: all elements lie within the array, and the leading dimension is at least max(1, rows).
 * Matrices of zero rows or zero columns are allowed; they have no elements.
 *
 * <p>Shape, offset and array never change, the elements do. Two matrices are {@link #equals equal}
 * only if they are the same object; {@link #contentEquals} compares elements. Not safe for
 * concurrent writing of the same elements.
 */
public final class Matrix {

  /** Matrices of more elements than this are shown by {@link #toString} without their values. */
  private static final int MAX_ELEMENTS_SHOWN = 64;

  private final float[] data;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int leadingDimension;

  private Matrix(float[] data, int offset, int rows, int columns, int leadingDimension) {
    this.data = data;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.leadingDimension = leadingDimension;
  }

  /**
   * Makes a compact matrix of zeros.
   *
   * @param rows number of rows, 0 or more
   * @param columns number of columns, 0 or more
   * @return a new rows × columns matrix with an array of its own
   * @throws IllegalArgumentException if a dimension is negative or rows · columns exceeds what an
   *     array can hold
   */
  public static Matrix zeros(int rows, int columns) {
    return compact(new float[elementCount(rows, columns)], rows, columns);
  }

  /**
   * Makes a compact matrix of the given values.
   *
   * @param rows number of rows, 0 or more
   * @param columns number of columns, 0 or more
   * @param columnMajorValues the rows · columns values, column after column; copied
   * @return a new rows × columns matrix with an array of its own
   * @throws IllegalArgumentException if a dimension is negative or the number of values is not rows
   *     · columns
   */
  public static Matrix of(int rows, int columns, float... columnMajorValues) {
    int count = elementCount(rows, columns);
    if (columnMajorValues.length != count) {
      throw new IllegalArgumentException(
          "a "
              + shape(rows, columns)
              + " matrix has "
              + count
              + " elements, but "
              + columnMajorValues.length
              + " values were given");
    }
    return compact(columnMajorValues.clone(), rows, columns);
  }

  /**
   * Lays a matrix over an existing array, without copying.
   *
   * @param data the array that holds the elements, column-major
   * @param offset index in {@code data} of element (0, 0), from 0 to {@code data.length}
   * @param rows number of rows, 0 or more
   * @param columns number of columns, 0 or more
   * @param leadingDimension distance in {@code data} between an element and its right neighbour, at
   *     least max(1, rows)
   * @return a rows × columns window onto {@code data}
   * @throws IllegalArgumentException if a dimension is negative, the leading dimension too small,
   *     or an element would lie outside the array
   */
  public static Matrix wrap(float[] data, int offset, int rows, int columns, int leadingDimension) {
    Objects.requireNonNull(data, "data");
    requireShapeAllowed(rows, columns);
    if (leadingDimension < Math.max(1, rows)) {
      throw new IllegalArgumentException(
          "leading dimension "
              + leadingDimension
              + " of a "
              + shape(rows, columns)
              + " matrix; it must be at least "
              + Math.max(1, rows));
    }
    boolean empty = rows == 0 || columns == 0;
    // At most (2^31)^2: a long holds it.
    long end = empty ? offset : offset + (columns - 1L) * leadingDimension + rows;
    if (offset < 0 || end > data.length) {
      throw new IllegalArgumentException(
          "a "
              + shape(rows, columns)
              + " matrix at offset "
              + offset
              + " with leading dimension "
              + leadingDimension
              + " takes the indices from "
              + offset
              + " to "
              + end
              + " (exclusive), outside an array of length "
              + data.length);
    }
    return new Matrix(data, offset, rows, columns, leadingDimension);
  }

  /**
   * Returns the array under this matrix: the array itself, not a copy, so that kernels can work on
   * it.
   *
   * @return the array; elements that do not belong to this matrix may lie around and between its
   *     columns
   */
  public float[] data() {
    return data;
  }

  /**
   * Returns where this matrix starts.
   *
   * @return the index in {@link #data()} of element (0, 0)
   */
  public int offset() {
    return offset;
  }

  /**
   * Returns the number of rows.
   *
   * @return the number of rows, 0 or more
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the number of columns.
   *
   * @return the number of columns, 0 or more
   */
  public int columns() {
    return columns;
  }

  /**
   * Returns the distance between columns.
   *
   * @return the distance in {@link #data()} between an element and its right neighbour, at least
   *     max(1, rows)
   */
  public int leadingDimension() {
    return leadingDimension;
  }

  /**
   * Reads one element.
   *
   * @param row row of the element, from 0 to rows − 1
   * @param column column of the element, from 0 to columns − 1
   * @return the element
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public float get(int row, int column) {
    return data[index(row, column)];
  }

  /**
   * Writes one element.
   *
   * @param row row of the element, from 0 to rows − 1
   * @param column column of the element, from 0 to columns − 1
   * @param value the new value
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public void set(int row, int column, float value) {
    data[index(row, column)] = value;
  }

  /**
   * Returns a window onto a part of this matrix, without copying.
   *
   * @param row row of this matrix that is row 0 of the view
   * @param column column of this matrix that is column 0 of the view
   * @param viewRows number of rows of the view, 0 or more
   * @param viewColumns number of columns of the view, 0 or more
   * @return a viewRows × viewColumns matrix over the same array, with the same leading dimension
   * @throws IndexOutOfBoundsException if the view would not lie within this matrix
   */
  public Matrix view(int row, int column, int viewRows, int viewColumns) {
    // Subtractions of numbers that are not negative: nothing here can overflow.
    if (row < 0
        || column < 0
        || viewRows < 0
        || viewColumns < 0
        || viewRows > rows - row
        || viewColumns > columns - column) {
      throw new IndexOutOfBoundsException(
          "a view of "
              + shape(viewRows, viewColumns)
              + " at row "
              + row
              + ", column "
              + column
              + " does not lie within a "
              + shape(rows, columns)
              + " matrix");
    }
    boolean empty = viewRows == 0 || viewColumns == 0;
    // An empty view may start behind the last element, where there may be no array any more.
    int start = empty ? offset : offset + column * leadingDimension + row;
    return new Matrix(data, start, viewRows, viewColumns, leadingDimension);
  }

  /**
   * Returns a window onto one column, without copying.
   *
   * @param column the column, from 0 to columns − 1
   * @return a rows × 1 matrix over the same array
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public Matrix column(int column) {
    requireColumn(column);
    return view(0, column, rows, 1);
  }

  /**
   * Copies this matrix.
   *
   * @return a compact rows × columns matrix with an array of its own
   */
  public Matrix copy() {
    return compact(toArray(), rows, columns);
  }

  /**
   * Copies this matrix, rows becoming columns.
   *
   * @return a compact columns × rows matrix with an array of its own, whose element (j, i) is
   *     element (i, j) of this matrix
   */
  public Matrix transposed() {
    float[] values = new float[rows * columns];
    for (int column = 0; column < columns; column++) {
      int start = offset + column * leadingDimension;
      for (int row = 0; row < rows; row++) {
        values[row * columns + column] = data[start + row];
      }
    }
    return compact(values, columns, rows);
  }

  /**
   * Gives all elements one value; what lies between the columns is left alone.
   *
   * @param value the new value
   */
  public void fill(float value) {
    if (rows == 0) {
      return;
    }
    for (int column = 0; column < columns; column++) {
      int start = offset + column * leadingDimension;
      Arrays.fill(data, start, start + rows, value);
    }
  }

  /**
   * Copies the elements into a new array.
   *
   * @return the rows · columns elements, column after column with nothing in between
   */
  public float[] toArray() {
    float[] values = new float[rows * columns];
    if (rows == 0) {
      return values;
    }
    for (int column = 0; column < columns; column++) {
      System.arraycopy(data, offset + column * leadingDimension, values, column * rows, rows);
    }
    return values;
  }

  /**
   * Tells whether another matrix has as many rows and columns as this one.
   *
   * @param other the other matrix; its offset and leading dimension do not matter
   * @return true if the shapes are the same
   */
  public boolean hasSameShape(Matrix other) {
    return rows == other.rows && columns == other.columns;
  }

  /**
   * Checks that this matrix has the shape of another.
   *
   * @param expected a matrix of the shape that this one must have
   * @param what what this matrix is, for the message: {@code "gradient"}
   * @throws IllegalArgumentException if the shapes differ; the message names both
   */
  public void requireSameShape(Matrix expected, String what) {
    requireShape(expected.rows, expected.columns, what);
  }

  /**
   * Checks that this matrix has a certain shape.
   *
   * @param expectedRows the number of rows that this matrix must have
   * @param expectedColumns the number of columns that this matrix must have
   * @param what what this matrix is, for the message: {@code "gradient"}
   * @throws IllegalArgumentException if the shape is another; the message names both
   */
  public void requireShape(int expectedRows, int expectedColumns, String what) {
    if (rows != expectedRows || columns != expectedColumns) {
      throw new IllegalArgumentException(
          what
              + " is "
              + shape(rows, columns)
              + ", but must be "
              + shape(expectedRows, expectedColumns));
    }
  }

  /**
   * Compares shapes and elements, bit for bit: 0 differs from −0, and a NaN is the same as a NaN of
   * the same bits.
   *
   * @param other the other matrix; its offset and leading dimension do not matter
   * @return true if the shapes are the same and so are the bits of all elements
   */
  public boolean contentEquals(Matrix other) {
    if (!hasSameShape(other)) {
      return false;
    }
    for (int column = 0; column < columns; column++) {
      int start = offset + column * leadingDimension;
      int otherStart = other.offset + column * other.leadingDimension;
      for (int row = 0; row < rows; row++) {
        if (Float.floatToRawIntBits(data[start + row])
            != Float.floatToRawIntBits(other.data[otherStart + row])) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Describes this matrix in one line: its shape and, if it is small, its values row after row.
   *
   * @return for example {@code 2 x 3 [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]}
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(shape(rows, columns));
    int count = rows * columns;
    if (count == 0 || count > MAX_ELEMENTS_SHOWN) {
      return text.toString();
    }
    for (int row = 0; row < rows; row++) {
      text.append(row == 0 ? " [[" : ", [");
      for (int column = 0; column < columns; column++) {
        text.append(column == 0 ? "" : ", ").append(get(row, column));
      }
      text.append(']');
    }
    return text.append(']').toString();
  }

  private int index(int row, int column) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException(
          "row " + row + " of a " + shape(rows, columns) + " matrix");
    }
    requireColumn(column);
    return offset + column * leadingDimension + row;
  }

  private void requireColumn(int column) {
    if (column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException(
          "column " + column + " of a " + shape(rows, columns) + " matrix");
    }
  }

  private static Matrix compact(float[] data, int rows, int columns) {
    return new Matrix(data, 0, rows, columns, Math.max(1, rows));
  }

  private static int elementCount(int rows, int columns) {
    requireShapeAllowed(rows, columns);
    long count = (long) rows * columns;
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a "
              + shape(rows, columns)
              + " matrix has "
              + count
              + " elements; an array holds at most "
              + Integer.MAX_VALUE);
    }
    return (int) count;
  }

  private static void requireShapeAllowed(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "a matrix cannot be " + shape(rows, columns) + "; rows and columns must be 0 or more");
    }
  }

  private static String shape(int rows, int columns) {
    return rows + " x " + columns;
  }
}
