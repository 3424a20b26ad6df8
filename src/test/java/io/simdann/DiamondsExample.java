package io.simdann;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.predict.Regressor;
import io.simdann.random.Shuffle;
import io.simdann.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Predicts the price of diamonds from a table with the columns of ggplot2's data set {@code
 * diamonds}: carat, cut, color, clarity, depth, table, price, x, y and z, in any order. Texts
 * become a column for each of their values, and numbers are standardised, the price as well.
 * Numbers more than 5 standard deviations from the mean, such as a width of 58.9 mm, are mistakes,
 * and are limited. A fifth of the rows is held out.
 */
public final class DiamondsExample {
  private static final String TARGET = "price";
  private static final double LIMIT = 5;
  private static final List<String> NUMBERS = List.of("carat", "depth", "table", "x", "y", "z");
  private static final List<List<String>> CATEGORIES =
      List.of(
          List.of("cut", "Fair", "Good", "Very Good", "Premium", "Ideal"),
          List.of("color", "D", "E", "F", "G", "H", "I", "J"),
          List.of("clarity", "I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"));

  private final Trainer trainer;
  private final DataSet train;
  private final DataSet test;

  /** Dollars of one standard deviation. */
  private final double dollars;

  /** What comes of it. */
  record Result(Regressor regressor, double r2, double meanAbsoluteDollars) {}

  DiamondsExample(List<String> lines, Trainer trainer) {
    this.trainer = trainer;
    List<String> header = fields(lines.get(0));
    List<List<String>> rows = lines.stream().skip(1).map(DiamondsExample::fields).toList();
    int[] order = new Shuffle(rows.size(), 1).order(0);
    int trained = rows.size() * 4 / 5;
    List<double[]> columns = new ArrayList<>();
    for (String name : NUMBERS) {
      columns.add(numbers(header, rows, order, name));
    }
    for (double[] column : columns) {
      standardise(column, trained);
      Arrays.setAll(column, i -> Math.max(-LIMIT, Math.min(LIMIT, column[i])));
    }
    for (List<String> category : CATEGORIES) {
      int at = header.indexOf(category.get(0));
      for (String value : category.subList(1, category.size())) {
        columns.add(
            Arrays.stream(order)
                .mapToDouble(i -> rows.get(i).get(at).equals(value) ? 1 : 0)
                .toArray());
      }
    }
    double[] price = numbers(header, rows, order, TARGET);
    this.dollars = standardise(price, trained);
    this.train = data(columns, price, 0, trained);
    this.test = data(columns, price, trained, rows.size());
  }

  private static List<String> fields(String line) {
    return List.of(line.replace("\"", "").split(",", -1));
  }

  private static double[] numbers(
      List<String> header, List<List<String>> rows, int[] order, String name) {
    int at = header.indexOf(name);
    return Arrays.stream(order).mapToDouble(i -> Double.parseDouble(rows.get(i).get(at))).toArray();
  }

  /** Makes mean 0 and standard deviation 1 of the first rows; returns the deviation there was. */
  private static double standardise(double[] column, int rows) {
    double mean = Arrays.stream(column, 0, rows).average().orElseThrow();
    double variance =
        Arrays.stream(column, 0, rows).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double deviation = Math.sqrt(variance);
    Arrays.setAll(column, i -> (column[i] - mean) / deviation);
    return deviation;
  }

  private static DataSet data(List<double[]> columns, double[] price, int from, int to) {
    int features = columns.size();
    float[] values = new float[features * (to - from)];
    float[] targets = new float[to - from];
    for (int row = from; row < to; row++) {
      for (int column = 0; column < features; column++) {
        values[(row - from) * features + column] = (float) columns.get(column)[row];
      }
      targets[row - from] = (float) price[row];
    }
    return DataSet.ofValues(new FloatFeatures(values, features, to - from), targets, TARGET);
  }

  /** The training samples. */
  DataSet train() {
    return train;
  }

  /** Those that are held out. */
  DataSet test() {
    return test;
  }

  Result run() {
    Regressor regressor = trainer.fitRegressor(train);
    return new Result(regressor, regressor.r2(test), regressor.meanAbsoluteError(test) * dollars);
  }

  /**
   * Trains and prints.
   *
   * @param args the table, a CSV file
   * @throws IOException if it can't be read
   */
  public static void main(String[] args) throws IOException {
    Trainer trainer = Trainer.regressor().epochs(30).build();
    Result result = new DiamondsExample(Files.readAllLines(Path.of(args[0])), trainer).run();
    System.out.printf(
        Locale.ROOT,
        "%s: R² %.4f, mean absolute error $%.0f%n",
        result.regressor(),
        result.r2(),
        result.meanAbsoluteDollars());
  }
}
