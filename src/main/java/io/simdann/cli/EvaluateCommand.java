package io.simdann.cli;

import io.simdann.data.Categories;
import io.simdann.data.TrainTest;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.train.Classifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the accuracies of a saved model, as training printed them. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis = RootCommand.JAVA + " evaluate MODEL [OPTIONS]",
    header = "Print a saved model's accuracies.",
    descriptionHeading = "%n",
    description = "Prints the train and test accuracy in percent, as training printed them.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  " + RootCommand.JAVA + " evaluate simdann-run/model.safetensors",
      "  " + RootCommand.JAVA + " \\",
      "    evaluate fashion-run/model.safetensors --data fashion-mnist --json",
    })
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "A model.safetensors that training wrote.")
  private Path model;

  @Mixin private DataOption data;

  @Mixin private KernelOptions kernelOptions;

  @Option(
      names = "--json",
      description = {
        "Print one JSON object: model, sizes, train and test, each with samples and accuracy, a"
            + " fraction."
      })
  private boolean asJson;

  private final Console console;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Network network = ModelFile.load(model);
    Background<TrainTest> reading = data.begin();
    Classifier classifier = new Classifier(network, kernelOptions.select(console).kernels());
    TrainTest samples = reading.await();
    requireFit(network, samples);
    double train = classifier.accuracy(samples.train());
    double test = classifier.accuracy(samples.test());
    if (asJson) {
      JsonLine.print(
          console.out(),
          json -> {
            json.writeStringField("model", model.toString());
            json.writeFieldName("sizes");
            int[] sizes = network.architecture().sizes();
            json.writeArray(sizes, 0, sizes.length);
            json.writeObjectFieldStart("train");
            json.writeNumberField("samples", samples.train().samples());
            json.writeNumberField("accuracy", train);
            json.writeEndObject();
            json.writeObjectFieldStart("test");
            json.writeNumberField("samples", samples.test().samples());
            json.writeNumberField("accuracy", test);
            json.writeEndObject();
          });
    } else {
      console.println(ArticleTable.accuracy("Train", train));
      console.println(ArticleTable.accuracy("Test", test));
    }
    return 0;
  }

  private void requireFit(Network network, TrainTest samples) throws CommandFailedException {
    int features = samples.train().features().features();
    int inputs = network.architecture().inputs();
    if (features != inputs) {
      throw new CommandFailedException(
          "%s: the model has %d inputs, but samples of %s have %d features"
              .formatted(model, inputs, data.description(), features));
    }
    Categories categories = samples.train().labels().categories();
    int[] known = network.classLabels();
    for (int label : categories.labels()) {
      if (Arrays.binarySearch(known, label) < 0) {
        throw new CommandFailedException(
            "%s: the model knows the classes %s, but %s has those of %s"
                .formatted(model, Categories.discover(known), data.description(), categories));
      }
    }
  }
}
