package consumer;

import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.gemm.Sgemm;
import io.simdann.matrix.Matrix;
import io.simdann.model.ModelFile;
import io.simdann.predict.Classifier;
import io.simdann.predict.Predictor;
import io.simdann.report.HistoryCsv;
import io.simdann.train.History;
import io.simdann.train.Trainer;
import io.simdann.train.TrainingRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** Uses the library without MNIST, on points of its own: is x greater than y? */
public final class Main {

  private Main() {}

  /**
   * Trains and predicts, and saves and loads if a path is given.
   *
   * @param args where the model goes, if anywhere
   * @throws IOException if it can't be saved or loaded
   */
  public static void main(String[] args) throws IOException {
    AtomicReference<TrainingRun> run = new AtomicReference<>();
    Classifier classifier =
        Trainer.builder()
            .hidden(8)
            .learningRate(2)
            .batchSize(50)
            .epochs(20)
            .build()
            .fit(points(2000, 1), run::set);
    DataSet others = points(500, 2);
    double accuracy = classifier.accuracy(others);
    require(accuracy > 0.95, "the accuracy is " + accuracy);
    require(classifier.toString().contains("vector-"), "no vector kernels: " + classifier);

    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    HistoryCsv.write(csv, History.Unit.EPOCH, run.get().history().entries(), 0);
    require(csv.toString(StandardCharsets.US_ASCII).lines().count() == 21, "the history is " + csv);

    if (args.length > 0) {
      Path file = Path.of(args[0]);
      ModelFile.save(file, classifier.network());
      classifier = new Classifier(ModelFile.load(file), 1);
      require(classifier.accuracy(others) == accuracy, "the loaded model has another accuracy");
    }
    Predictor predictor = classifier.newPredictor();
    require(predictor.predict(new float[] {0.9f, 0.1f}).equals("greater"), "0.9 is less than 0.1");
    require(predictor.predict(new float[] {0.1f, 0.9f}).equals("less"), "0.1 is greater than 0.9");

    Matrix product = Matrix.zeros(2, 2);
    try (Sgemm sgemm = new Sgemm(2)) {
      sgemm.multiply(Matrix.of(2, 1, 1, 2), Matrix.of(1, 2, 3, 4), product);
    }
    require(product.contentEquals(Matrix.of(2, 2, 3, 6, 4, 8)), "the product is " + product);

    try {
      EmbeddedMnist.load();
      throw new IllegalStateException("MNIST is in the library's jar");
    } catch (DataException e) {
      require(
          e.getMessage().contains("io.simdann:trainer with the classifier mnist"), e.toString());
    }

    boolean module = Main.class.getModule().isNamed();
    require(module == Trainer.class.getModule().isNamed(), "the library is on another path");
    System.out.println(
        "points, "
            + (module ? "module" : "class")
            + " path, "
            + (args.length > 0 ? "with" : "without")
            + " model files: accuracy "
            + accuracy);
  }

  private static DataSet points(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[2 * count];
    String[] labels = new String[count];
    for (int point = 0; point < count; point++) {
      float x = random.nextFloat();
      float y = random.nextFloat();
      values[2 * point] = x;
      values[2 * point + 1] = y;
      labels[point] = x > y ? "greater" : "less";
    }
    return DataSet.ofClasses(new FloatFeatures(values, 2, count), labels);
  }

  private static void require(boolean held, String failure) {
    if (!held) {
      throw new IllegalStateException(failure);
    }
  }
}
