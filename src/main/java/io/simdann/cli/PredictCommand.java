package io.simdann.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.simdann.data.Features;
import io.simdann.data.NotFiniteException;
import io.simdann.matrix.Matrix;
import io.simdann.model.ModelFile;
import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
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

  /** Probabilities that are held at a time: 16 MB, or those of one sample. */
  private static final int PART_FLOATS = 1 << 22;

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
    Classifier classifier =
        SavedModel.classifier(model, network, kernelOptions.select(console).kernels());
    // All are read before anything is printed, but what they come to is never kept: with many
    // classes it is far larger than they are.
    List<PredictionInput> samples = new ArrayList<>();
    for (Path input : inputs) {
      samples.add(PredictionInput.read(input, network, transposed));
    }
    if (samples.stream().anyMatch(PredictionInput::isImage)) {
      SavedModel.warnOfPreparation(model, console);
    }
    List<String> classes = network.classNames();
    if (asJson) {
      JsonLine.print(console.out(), json -> writeJson(json, classifier, samples, classes));
    } else {
      for (PredictionInput input : samples) {
        forEachPart(classifier, input, part -> print(part, classes));
      }
    }
    return 0;
  }

  /**
   * The probabilities of some samples of an input.
   *
   * @param input the input
   * @param first the first sample
   * @param probabilities classes × samples
   */
  private record Part(PredictionInput input, int first, Matrix probabilities) {

    int samples() {
      return probabilities.columns();
    }

    /** Returns the most probable class of a sample; of equals the first. */
    int best(int sample) throws CommandFailedException {
      int classes = probabilities.rows();
      int best = Classifier.mostProbable(probabilities.data(), sample * classes, classes);
      if (Float.isNaN(probabilities.get(best, sample))) {
        NotFiniteException why = Classifier.undefined(input.features(), first + sample);
        throw new CommandFailedException(input.path() + ": " + why.getMessage(), why);
      }
      return best;
    }
  }

  /** Takes the parts of an input in the order of the samples. */
  @FunctionalInterface
  private interface PartReader {
    void read(Part part) throws IOException, CommandFailedException;
  }

  private void forEachPart(Classifier classifier, PredictionInput input, PartReader reader)
      throws IOException, CommandFailedException {
    Features features = input.features();
    int most = Math.max(1, PART_FLOATS / classifier.network().classNames().size());
    // Where what was printed can't be written, or nobody reads it, the rest is of no use.
    for (int first = 0, count;
        first < features.samples() && !console.out().checkError();
        first += count) {
      count = Math.min(most, features.samples() - first);
      reader.read(new Part(input, first, classifier.probabilities(features, first, count)));
    }
  }

  private void print(Part part, List<String> classes) throws CommandFailedException {
    PredictionInput input = part.input();
    String file = input.path().toString();
    for (int sample = 0; sample < part.samples(); sample++) {
      int index = part.first() + sample;
      String name = file;
      if (!input.isImage()) {
        name = inputs.size() == 1 ? Integer.toString(index) : file + ":" + index;
      }
      int best = part.best(sample);
      float probability = part.probabilities().get(best, sample);
      console.println(
          String.format(Locale.ROOT, "%s: %s (%.4f)", name, classes.get(best), probability));
    }
  }

  private void writeJson(
      JsonGenerator json,
      Classifier classifier,
      List<PredictionInput> samples,
      List<String> classes)
      throws IOException, CommandFailedException {
    json.writeStringField("model", model.toString());
    json.writeFieldName("classes");
    json.writeArray(classes.toArray(String[]::new), 0, classes.size());
    json.writeArrayFieldStart("predictions");
    for (PredictionInput input : samples) {
      forEachPart(classifier, input, part -> writeJson(json, part, classes));
    }
    json.writeEndArray();
  }

  private static void writeJson(JsonGenerator json, Part part, List<String> classes)
      throws IOException, CommandFailedException {
    for (int sample = 0; sample < part.samples(); sample++) {
      json.writeStartObject();
      json.writeStringField("input", part.input().path().toString());
      json.writeNumberField("sample", part.first() + sample);
      json.writeStringField("class", classes.get(part.best(sample)));
      json.writeArrayFieldStart("probabilities");
      for (int row = 0; row < classes.size(); row++) {
        json.writeNumber(part.probabilities().get(row, sample));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
