package io.simdann;

import io.simdann.data.TrainTest;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.model.ModelFile;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import java.nio.file.Path;

/** The README's example, word for word. */
public final class ReadmeExample {

  public static void main(String[] args) throws Exception {
    TrainTest mnist = EmbeddedMnist.load();
    Trainer trainer = Trainer.builder().hidden(50).learningRate(0.1).iterations(100).build();

    Classifier classifier = trainer.fit(mnist.train());

    System.out.println("test accuracy: " + classifier.accuracy(mnist.test()));
    System.out.println("first digit: " + classifier.predict(mnist.test().features())[0]);
    ModelFile.save(Path.of("digits.safetensors"), classifier.network());
    Classifier loaded = new Classifier(ModelFile.load(Path.of("digits.safetensors")));
    System.out.println("same again: " + loaded.accuracy(mnist.test()));
  }

  private ReadmeExample() {}
}
