package io.simdann.cli;

import io.simdann.data.DataSet;
import io.simdann.data.NotFiniteException;
import io.simdann.data.TrainTest;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.nio.file.Path;
import java.util.Locale;
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
    SavedModel.requireClasses(model, network);
    Background<TrainTest> reading = data.begin(network);
    Classifier classifier =
        SavedModel.classifier(model, network, kernelOptions.select(console).kernels());
    TrainTest samples = reading.await();
    requireFit(network, samples);
    double train = accuracy(classifier, samples.train(), "training set");
    double test = accuracy(classifier, samples.test(), "test set");
    if (asJson) {
      JsonLine.print(
          console.out(),
          json -> {
            json.writeStringField("model", model.toString());
            json.writeFieldName("sizes");
            int[] sizes = network.spec().sizes();
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

  private double accuracy(Classifier classifier, DataSet samples, String set)
      throws CommandFailedException {
    try {
      return classifier.accuracy(samples);
    } catch (NotFiniteException e) {
      throw new CommandFailedException(
          String.format(Locale.ROOT, "%s: %s, %s", data.description(), set, e.getMessage()), e);
    }
  }

  /** The embedded digits are small, and their size is asked for when they are there. */
  private void requireFit(Network network, TrainTest samples) throws CommandFailedException {
    int features = samples.train().features().features();
    int inputs = network.spec().inputs();
    if (features != inputs) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%s: the model has %d inputs, but samples of %s have %d features",
              model,
              inputs,
              data.description(),
              features));
    }
  }
}
