package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.simdann.data.ByteFeatures;
import io.simdann.data.ClassNames;
import io.simdann.data.TrainTest;
import io.simdann.data.mnist.MnistDirectory;
import io.simdann.data.picture.DigitImage;
import io.simdann.model.ModelFile;
import io.simdann.model.Safetensors;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Classifier;
import io.simdann.train.Trainer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evaluate and predict do with a model that train saved. */
class SavedModelTest {

  @TempDir private static Path directory;
  private static Path data;
  private static Path model;
  private static List<String> trained;

  @BeforeAll
  static void train() {
    data = SyntheticDigits.write(directory.resolve("data"), 120, 6, 3);
    Path run = directory.resolve("run");
    trained =
        CommandRun.succeeding(
            "--data", data, "--output", run, "--iterations", 30, "--backend", "scalar");
    model = run.resolve("model.safetensors");
  }

  @Test
  void evaluatePrintsWhatTrainingPrinted() {
    List<String> out = CommandRun.succeeding("evaluate", model, "--data", data);

    assertEquals(trained.subList(trained.size() - 3, trained.size() - 1), out);
  }

  @Test
  void evaluatePrintsAJsonObject() throws IOException {
    JsonNode json = json("evaluate", model, "--data", data, "--json");

    assertEquals(model.toString(), json.get("model").asText());
    assertEquals("[36,50,3]", json.get("sizes").toString());
    assertEquals(120, json.get("train").get("samples").asInt());
    assertEquals(30, json.get("test").get("samples").asInt());
    double test = json.get("test").get("accuracy").asDouble();
    assertEquals(trained.get(trained.size() - 2), ArticleTable.accuracy("Test", test));
  }

  @Test
  void dataOfAnotherSizeAreRefused() {
    Path other = SyntheticDigits.write(directory.resolve("other"), 12, 5, 3);

    String failure = CommandRun.of("evaluate", model, "--data", other).failure(1);

    assertEquals(
        other.resolve("t10k-images-idx3-ubyte")
            + ": samples of 25 features, expected the model's 36 inputs",
        failure);
  }

  @Test
  void dataWithUnknownClassesAreRefused() {
    Path other = SyntheticDigits.write(directory.resolve("four"), 12, 6, 4);

    String failure = CommandRun.of("evaluate", model, "--data", other).failure(1);

    assertEquals(
        other.resolve("train-labels-idx1-ubyte")
            + ": label 3 of sample 3 is unknown, expected one of {0, 1, 2} (the model's classes)",
        failure);
  }

  @Test
  void labelsAreEncodedByTheModelsClasses() throws IOException {
    Path other = SyntheticDigits.write(directory.resolve("odd"), 120, 6, 3);
    // The training file has classes 1 and 2 only: 1 must not become class index 0.
    Path labels = other.resolve("train-labels-idx1-ubyte");
    byte[] bytes = Files.readAllBytes(labels);
    for (int i = 8; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(1, bytes[i]);
    }
    Files.write(labels, bytes);

    List<String> out = CommandRun.succeeding("evaluate", model, "--data", other);

    assertEquals(trained.get(trained.size() - 2), out.get(1));
  }

  @Test
  void dataWithFewerClassesAreEvaluated() {
    Path other = SyntheticDigits.write(directory.resolve("two"), 12, 6, 2);

    assertEquals(2, CommandRun.succeeding("evaluate", model, "--data", other).size());
  }

  @Test
  void predictPrintsTheClassOfEverySample() throws IOException {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    byte[] labels = Files.readAllBytes(data.resolve("t10k-labels-idx1-ubyte"));

    List<String> out = CommandRun.succeeding("predict", model, images);

    assertEquals(30, out.size());
    int correct = 0;
    for (int sample = 0; sample < 30; sample++) {
      String line = out.get(sample);
      assertTrue(line.matches(sample + ": [012] \\((0\\.\\d{4}|1\\.0000)\\)"), line);
      correct += line.startsWith(sample + ": " + labels[8 + sample] + " ") ? 1 : 0;
    }
    assertEquals(trained.get(trained.size() - 2), ArticleTable.accuracy("Test", correct / 30.0));
  }

  /** The pictures that the models here are trained on are noise all over. */
  private static List<String> predictedWithAWarning(Path model, Path... inputs) {
    Object[] args = Stream.concat(Stream.of("predict", model), Stream.of(inputs)).toArray();
    CommandRun run = CommandRun.of(args);
    assertEquals(
        "simdann: warning: "
            + model
            + ": the pictures that the model was trained on weren't prepared as MNIST's are (light"
            + " ink on paper at 0, its centre of mass in the middle), but picture files are: it"
            + " will get many of them wrong. Samples of IDX files are taken as they are",
        String.join("|", run.err()));
    assertEquals(0, run.exitCode());
    return run.out();
  }

  @Test
  void predictNamesTheFileOfAPicture() throws IOException {
    Path picture = picture();

    List<String> out = predictedWithAWarning(model, picture);

    assertEquals(1, out.size());
    assertTrue(out.get(0).startsWith(picture + ": "), out.get(0));
    assertTrue(out.get(0).matches(".*: [012] \\([01]\\.\\d{4}\\)"), out.get(0));
  }

  @Test
  void predictNamesTheFileOfEverySampleIfThereAreSeveral() throws IOException {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    Path picture = picture();

    List<String> out = predictedWithAWarning(model, images, picture);

    assertEquals(31, out.size());
    assertTrue(out.get(0).startsWith(images + ":0: "), out.get(0));
    assertTrue(out.get(29).startsWith(images + ":29: "), out.get(29));
    assertTrue(out.get(30).startsWith(picture + ": "), out.get(30));
  }

  @Test
  void predictPrintsAJsonObject() throws IOException {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    List<String> lines = CommandRun.succeeding("predict", model, images);

    JsonNode json = json("predict", model, images, "--json");

    assertEquals("[\"0\",\"1\",\"2\"]", json.get("classes").toString());
    assertEquals(30, json.get("predictions").size());
    JsonNode fifth = json.get("predictions").get(5);
    assertEquals(images.toString(), fifth.get("input").asText());
    assertEquals(5, fifth.get("sample").asInt());
    assertTrue(lines.get(5).startsWith("5: " + fifth.get("class").textValue() + " "));
    double sum = 0;
    for (JsonNode probability : fifth.get("probabilities")) {
      sum += probability.asDouble();
    }
    assertEquals(1, sum, 1e-6);
  }

  @Test
  void classesMayBeTexts() throws IOException {
    Path images = data.resolve("t10k-images-idx3-ubyte");
    Network digits = ModelFile.load(model);
    List<String> names = List.of("ant", "a \"bee\", é", "cat");
    Path named = directory.resolve("named.safetensors");
    ModelFile.save(named, new Network(digits.spec(), digits.parameters(), names));
    List<String> expected = new ArrayList<>(CommandRun.succeeding("predict", model, images));
    for (int digit = 0; digit < names.size(); digit++) {
      String number = ": " + digit + " (";
      String name = ": " + names.get(digit) + " (";
      expected.replaceAll(line -> line.replace(number, name));
    }

    assertEquals(expected, CommandRun.succeeding("predict", named, images));
    JsonNode json = json("predict", named, images, "--json");
    assertEquals("a \"bee\", é", json.get("classes").get(1).textValue());
    for (int sample = 0; sample < 30; sample++) {
      String name = json.get("predictions").get(sample).get("class").textValue();
      assertTrue(expected.get(sample).startsWith(sample + ": " + name + " ("), name);
    }
    assertTrue(
        CommandRun.of("evaluate", named, "--data", data)
            .failure(1)
            .endsWith(
                "is unknown, expected one of {ant, a \"bee\", é, cat} (the model's classes)"));
  }

  @Test
  void infoShowsTheNetwork() throws IOException {
    assertEquals(
        List.of(
            "model              " + model,
            "inputs             36, pictures of 6 × 6",
            "hidden layers      50 sigmoid",
            "loss               softmax_cross_entropy",
            "classes            {0, 1, 2}",
            "parameters         2003"),
        CommandRun.succeeding("info", model));
    assertEquals(
        "{\"model\":\""
            + model
            + "\",\"inputs\":36,\"hidden\":[{\"units\":50,\"activation\":\"sigmoid\"}],"
            + "\"loss\":\"softmax_cross_entropy\",\"classes\":[\"0\",\"1\",\"2\"],"
            + "\"picture_rows\":6,\"parameters\":2003}",
        json("info", model, "--json").toString());
    Path missing = directory.resolve("missing");
    assertTrue(CommandRun.of("info", missing).failure(1).startsWith(missing + ": no such file"));
  }

  @Test
  void aModelOfTwoClassesWithOneOutputIsEvaluatedAndPredicts() throws IOException {
    Path two = SyntheticDigits.write(directory.resolve("two"), 120, 6, 2);
    TrainTest samples = MnistDirectory.read(two);
    Classifier classifier = Trainer.classifier().epochs(3).build().fit(samples.train());
    Path binary = directory.resolve("binary.safetensors");
    ModelFile.save(binary, classifier.network());

    assertEquals(
        List.of(
            ArticleTable.accuracy("Train", classifier.accuracy(samples.train())),
            ArticleTable.accuracy("Test", classifier.accuracy(samples.test()))),
        CommandRun.succeeding("evaluate", binary, "--data", two));
    JsonNode json = json("predict", binary, two.resolve("t10k-images-idx3-ubyte"), "--json");
    String[] expected = classifier.predict(samples.test().features());
    float[] probabilities = classifier.probabilities(samples.test().features()).data();
    assertEquals("[\"0\",\"1\"]", json.get("classes").toString());
    for (int sample = 0; sample < expected.length; sample++) {
      JsonNode prediction = json.get("predictions").get(sample);
      assertEquals(expected[sample], prediction.get("class").textValue());
      for (int index = 0; index < 2; index++) {
        assertEquals(
            probabilities[2 * sample + index],
            prediction.get("probabilities").get(index).floatValue());
      }
    }
    assertTrue(CommandRun.succeeding("info", binary).contains("classes            {0, 1}"), "info");
  }

  @Test
  void aModelOfNumbersIsRefusedInOneLineAndShown() throws IOException {
    NetworkSpec spec = NetworkSpec.of(36, List.of(), Loss.SQUARED_ERROR, 2);
    Network network =
        Network.ofValues(spec, new float[spec.parameterCount()], List.of("width", "height"));
    Path numbers = directory.resolve("numbers.safetensors");
    ModelFile.save(numbers, network);
    String refusal =
        numbers
            + ": the network predicts numbers, {width, height}, expected one of classes; what"
            + " predicts with it is a Regressor";

    assertEquals(refusal, CommandRun.of("evaluate", numbers, "--data", data).failure(1));
    Path images = data.resolve("t10k-images-idx3-ubyte");
    assertEquals(refusal, CommandRun.of("predict", numbers, images).failure(1));
    List<String> info = CommandRun.succeeding("info", numbers);
    assertTrue(info.contains("outputs            {width, height}"), info.toString());
    assertEquals(
        "[\"width\",\"height\"]", json("info", numbers, "--json").get("outputs").toString());
  }

  @Test
  void aNetworkWithoutKernelsIsRefusedInOneLine() throws IOException {
    Path unknown = directory.resolve("unknown.safetensors");
    NetworkSpec spec =
        NetworkSpec.of(
            36, List.of(new Layer(2, new Activation("swish_9"))), Loss.SOFTMAX_CROSS_ENTROPY, 3);
    float[] parameters = new float[spec.parameterCount()];
    ModelFile.save(unknown, new Network(spec, parameters, List.of("0", "1", "2")));

    String failure =
        CommandRun.of("predict", unknown, data.resolve("t10k-images-idx3-ubyte")).failure(1);

    assertTrue(failure.startsWith(unknown + ": "), failure);
    assertTrue(failure.contains("swish_9"), failure);
  }

  /** So many classes that probabilities are computed of a few samples at a time. */
  @Test
  void predictionsOfVeryManyClassesComePartByPart() throws IOException {
    int classes = 65_536;
    int samples = 150;
    NetworkSpec spec = NetworkSpec.of(2, classes);
    float[] parameters = new float[spec.parameterCount()];
    Random random = new Random(1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
    List<String> names = ClassNames.discover(IntStream.range(0, classes).toArray()).names();
    Network network = new Network(spec, parameters, names);
    Path wide = directory.resolve("wide.safetensors");
    ModelFile.save(wide, network);
    byte[] pixels = new byte[2 * samples];
    random.nextBytes(pixels);
    Path images = directory.resolve("wide.idx");
    ByteBuffer file = ByteBuffer.allocate(12 + pixels.length).putInt(0x802).putInt(samples);
    Files.write(images, file.putInt(2).put(pixels).array());

    List<String> out = CommandRun.succeeding("predict", wide, images);

    String[] expected = new Classifier(network).predict(new ByteFeatures(pixels, 2, samples));
    assertEquals(samples, out.size());
    for (int sample = 0; sample < samples; sample++) {
      String start = sample + ": " + expected[sample] + " (";
      assertTrue(out.get(sample).startsWith(start), out.get(sample));
    }
  }

  @Test
  void predictingEndsWhenNobodyReadsAnyMore() throws IOException {
    Path images = data.resolve("train-images-idx3-ubyte");
    for (boolean json : new boolean[] {false, true}) {
      AtomicInteger written = new AtomicInteger();
      OutputStream closed =
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              written.incrementAndGet();
              throw new IOException("Broken pipe");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              write(0);
            }
          };
      PrintStream out = new PrintStream(closed, true, StandardCharsets.UTF_8);
      Console console = new Console(out, System.err, OptionalInt::empty);
      // Each input has its parts.
      List<String> args = new ArrayList<>(List.of("predict", model.toString()));
      args.addAll(Collections.nCopies(50, images.toString()));
      if (json) {
        args.add("--json");
      }

      Main.run(console, args.toArray(String[]::new));

      // Those of one input; all 50 would be 6000 lines, or 110 buffers of JSON.
      assertTrue(written.get() < (json ? 20 : 2000), "writes that failed: " + written);
    }
  }

  @Test
  void aSampleOfAnotherSizeIsRefused() {
    Path images =
        SyntheticDigits.write(directory.resolve("five"), 4, 5, 3)
            .resolve("train-images-idx3-ubyte");

    String failure = CommandRun.of("predict", model, images).failure(1);

    assertEquals(images + ": samples of 25 features, expected the model's 36 inputs", failure);
  }

  @Test
  void nothingIsPrintedUnlessAllInputsCanBeRead() throws IOException {
    CommandRun run = CommandRun.of("predict", model, picture(), directory.resolve("missing"));

    assertTrue(run.failure(1).contains("missing: no such file"), run.err().get(0));
    assertEquals(List.of(), run.out());
  }

  @Test
  void whatIsNeitherIdxNorPictureIsToldByItsKind() throws IOException {
    Map<String, String> kinds =
        Map.of(
            "seven",
            "is text",
            "<!doctype html>",
            "is a web page (HTML)",
            "GIF89a\0",
            "is a GIF picture",
            "\1\2\3",
            "is of an unknown kind",
            "",
            "the file is empty");
    for (Map.Entry<String, String> kind : kinds.entrySet()) {
      Path file = Files.writeString(directory.resolve("input"), kind.getKey());

      String failure = CommandRun.of("predict", model, file).failure(1);

      assertEquals(
          file + ": " + kind.getValue() + ", expected an IDX file or a PNG or JPEG picture",
          failure);
    }
  }

  @Test
  void aDamagedPictureIsRefused() throws IOException {
    byte[] png = Files.readAllBytes(picture());
    Path damaged = directory.resolve("damaged.png");
    Files.write(damaged, Arrays.copyOf(png, png.length / 2));

    String failure = CommandRun.of("predict", model, damaged).failure(1);

    assertTrue(failure.startsWith(damaged + ": "), failure);
  }

  @Test
  void labelsAreRefused() {
    Path labels = data.resolve("t10k-labels-idx1-ubyte");

    String failure = CommandRun.of("predict", model, labels).failure(1);

    assertTrue(failure.startsWith(labels + ": byte 3: 1 dimension"), failure);
  }

  @Test
  void aModelOfColumnsRefusesPictures() throws IOException {
    Path columns = writeTwoSamples("columns", 0x802, 49);
    CommandRun.succeeding(
        "--data", columns, "--output", columns, "--iterations", 1, "--backend", "scalar");
    Path picture = picture();

    String failure =
        CommandRun.of("predict", columns.resolve("model.safetensors"), picture).failure(1);

    assertEquals(
        picture
            + ": a picture, but the model is of samples of 49 columns, expected an IDX file of such",
        failure);
  }

  @Test
  void aModelOfOblongPicturesReadsThemInItsShape() throws IOException {
    Path oblong = writeTwoSamples("oblong", 0x803, 10, 6);
    CommandRun.succeeding(
        "--data", oblong, "--output", oblong, "--iterations", 1, "--backend", "scalar");
    Path model = oblong.resolve("model.safetensors");
    Path picture = picture();

    assertEquals(10, ModelFile.load(model).pictureRows().getAsInt());
    assertEquals(
        10, DigitImage.read(picture, 10, 6).pictureRows().getAsInt(), "rows of the sample");
    assertEquals(1, predictedWithAWarning(model, picture).size());
  }

  @Test
  void transposedPicturesMakeAModelForUprightOnes() throws IOException {
    Path stored = writeTwoSamples("stored", 0x803, 10, 6);
    CommandRun.succeeding(
        "--data",
        stored,
        "--transposed",
        "--output",
        stored,
        "--iterations",
        1,
        "--backend",
        "scalar");
    Path model = stored.resolve("model.safetensors");
    Path images = stored.resolve("t10k-images-idx3-ubyte");

    assertEquals(6, ModelFile.load(model).pictureRows().getAsInt());
    assertEquals("true", Safetensors.read(model).metadata().get("transposed"));
    assertEquals(2, CommandRun.succeeding("predict", model, images, "--transposed").size());
    assertEquals(
        2, CommandRun.succeeding("evaluate", model, "--data", stored, "--transposed").size());
  }

  @Test
  void theDigitsThatComeWithTheProgramAreNotTransposed() {
    Path output = directory.resolve("upright");

    assertEquals(
        "--transposed is for the pictures of --data",
        CommandRun.of("--transposed", "--output", output).failure(1));
    assertEquals(
        "--transposed is for the pictures of --data",
        CommandRun.of("evaluate", model, "--transposed").failure(1));
    assertFalse(Files.exists(output));
  }

  @Test
  void samplesThatAreNoPicturesAreNotTransposed() throws IOException {
    Path columns = writeTwoSamples("flat", 0x802, 49);

    String failure =
        CommandRun.of("--data", columns, "--transposed", "--output", columns).failure(1);

    assertEquals(
        columns + ": samples of 49 features are not pictures, which could be transposed", failure);
  }

  /** Writes a data set of two training and two test samples. */
  private static Path writeTwoSamples(String name, int magic, int... dimensions)
      throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    int size = Arrays.stream(dimensions).reduce(2, Math::multiplyExact);
    for (String part : List.of("train", "t10k")) {
      ByteBuffer images = ByteBuffer.allocate(8 + 4 * dimensions.length + size);
      images.putInt(magic).putInt(2);
      Arrays.stream(dimensions).forEach(images::putInt);
      Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.put((byte) 9).array());
      ByteBuffer labels = ByteBuffer.allocate(8 + 2).putInt(0x801).putInt(2);
      Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.put((byte) 1).array());
    }
    return folder;
  }

  private static Path picture() throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(15, 5, 8, 30);
    graphics.dispose();
    Path path = directory.resolve("one.png");
    ImageIO.write(image, "png", path.toFile());
    return path;
  }

  private static JsonNode json(Object... args) throws IOException {
    List<String> out = CommandRun.succeeding(args);
    assertEquals(1, out.size());
    return new ObjectMapper().readTree(out.get(0));
  }
}
