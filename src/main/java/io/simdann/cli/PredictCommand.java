package io.simdann.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.simdann.matrix.Matrix;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.train.Classifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the classes that a saved model gives to samples. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis = RootCommand.JAVA + " predict MODEL INPUT... [OPTIONS]",
    header = "Classify the samples of IDX files, or pictures of digits.",
    descriptionHeading = "%n",
    description = {
      "Prints one line per sample: the most probable class and its probability. A picture's line"
          + " begins with its file, a sample's of an IDX file with its index:%n%n"
          + "  seven.png: 7 (0.9987)%n"
          + "  0: 7 (0.9987)%n%n"
          + "If there are several inputs, the index follows the file: digits.idx:0: 7 (0.9987)."
          + " A picture may be of any size; light ink on dark or dark ink on light. It is prepared as"
          + " the digits of MNIST were: cropped to the ink, which is scaled to fit 20/28 of the frame"
          + " and centred. So the model must be one of pictures, and what it was trained on prepared"
          + " like that: other samples (clothes, for example) must come as IDX files. Nothing is"
          + " printed unless all inputs can be read."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  " + RootCommand.JAVA + " \\",
      "    predict simdann-run/model.safetensors seven.png eight.jpg",
      "  " + RootCommand.JAVA + " \\",
      "    predict simdann-run/model.safetensors t10k-images-idx3-ubyte.gz --json",
    })
final class PredictCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model.safetensors that training wrote.")
  private Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description = "IDX files, raw or .gz, and PNG or JPEG pictures; the content tells which.")
  private List<Path> inputs;

  @Option(
      names = "--transposed",
      description = {
        "The pictures in IDX files are stored column by column, as those of EMNIST: turn them."
      })
  private boolean transposed;

  @Mixin private KernelOptions kernelOptions;

  @Option(
      names = "--json",
      description = {
        "Print one JSON object: model, classes, and predictions, each with input, sample, class and"
            + " the probabilities of all classes."
      })
  private boolean asJson;

  private final Console console;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Network network = ModelFile.load(model);
    Classifier classifier = new Classifier(network, kernelOptions.select(console).kernels());
    List<Prediction> predictions = new ArrayList<>();
    for (Path input : inputs) {
      PredictionInput read = PredictionInput.read(input, network, transposed);
      Matrix probabilities = classifier.probabilities(read.features());
      predictions.add(new Prediction(read.path(), read.isImage(), probabilities));
    }
    int[] classes = network.classLabels();
    if (asJson) {
      JsonLine.print(console.out(), json -> writeJson(json, predictions, classes));
    } else {
      predictions.forEach(prediction -> print(prediction, classes));
    }
    return 0;
  }

  /** The probabilities of one input: classes × samples. */
  private record Prediction(Path input, boolean isImage, Matrix probabilities) {

    int samples() {
      return probabilities.columns();
    }

    /** Returns the most probable class of a sample; of equals the first. */
    int best(int sample) {
      int best = 0;
      for (int row = 1; row < probabilities.rows(); row++) {
        if (probabilities.get(row, sample) > probabilities.get(best, sample)) {
          best = row;
        }
      }
      return best;
    }
  }

  private void print(Prediction prediction, int[] classes) {
    for (int sample = 0; sample < prediction.samples(); sample++) {
      String name = FailureLine.oneLine(prediction.input().toString());
      if (!prediction.isImage()) {
        name = inputs.size() == 1 ? Integer.toString(sample) : name + ":" + sample;
      }
      int best = prediction.best(sample);
      float probability = prediction.probabilities().get(best, sample);
      console
          .out()
          .println(String.format(Locale.ROOT, "%s: %d (%.4f)", name, classes[best], probability));
    }
  }

  private void writeJson(JsonGenerator json, List<Prediction> predictions, int[] classes)
      throws IOException {
    json.writeStringField("model", model.toString());
    json.writeFieldName("classes");
    json.writeArray(classes, 0, classes.length);
    json.writeArrayFieldStart("predictions");
    for (Prediction prediction : predictions) {
      for (int sample = 0; sample < prediction.samples(); sample++) {
        json.writeStartObject();
        json.writeStringField("input", prediction.input().toString());
        json.writeNumberField("sample", sample);
        json.writeNumberField("class", classes[prediction.best(sample)]);
        json.writeArrayFieldStart("probabilities");
        for (int row = 0; row < classes.length; row++) {
          json.writeNumber(prediction.probabilities().get(row, sample));
        }
        json.writeEndArray();
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }
}
