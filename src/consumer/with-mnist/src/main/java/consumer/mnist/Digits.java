package consumer.mnist;

import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.model.ModelFile;
import io.simdann.predict.Classifier;
import io.simdann.predict.Predictor;
import io.simdann.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** Does with the library and its MNIST what README.md shows. */
public final class Digits {

  private Digits() {}

  /**
   * Trains, saves, loads and predicts.
   *
   * @param args where the model goes
   * @throws IOException if it can't be saved or loaded
   */
  public static void main(String[] args) throws IOException {
    TrainTest mnist = EmbeddedMnist.load();
    Trainer trainer = Trainer.builder().hidden(10).iterations(3).build();
    Classifier classifier = trainer.fit(mnist.train());
    double accuracy = classifier.accuracy(mnist.test());

    Path file = Path.of(args[0]);
    ModelFile.save(file, classifier.network());
    Classifier loaded = new Classifier(ModelFile.load(file));
    require(loaded.accuracy(mnist.test()) == accuracy, "the loaded model has another accuracy");
    Predictor predictor = loaded.newPredictor();
    String blank = predictor.predict(new byte[mnist.test().features().features()]);
    require(blank.matches("[0-9]"), "a blank picture is classified as " + blank);

    boolean module = Digits.class.getModule().isNamed();
    require(module == Trainer.class.getModule().isNamed(), "the library is on another path");
    System.out.println("digits, " + (module ? "module" : "class") + " path: accuracy " + accuracy);
  }

  private static void require(boolean held, String failure) {
    if (!held) {
      throw new IllegalStateException(failure);
    }
  }
}
