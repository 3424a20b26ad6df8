package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.nn.Network;
import io.simdann.predict.Classifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are sound as safetensors, but no model. */
class ModelFileRefusalTest {

  @TempDir private Path directory;

  private Path path;
  private final List<Tensor> tensors = new ArrayList<>();
  private final Map<String, String> metadata = new TreeMap<>();

  @BeforeEach
  void makeASoundModel() {
    path = directory.resolve("model");
    tensors.add(new Tensor("layers.0.weight", List.of(3, 4), new float[12]));
    tensors.add(new Tensor("layers.0.bias", List.of(3), new float[3]));
    tensors.add(new Tensor("layers.1.weight", List.of(2, 3), new float[6]));
    tensors.add(new Tensor("layers.1.bias", List.of(2), new float[2]));
    metadata.put("format", "simdann");
    metadata.put("version", "2");
    metadata.put("numerics", "1");
    metadata.put("sizes", "4,3,2");
    metadata.put("activations", "sigmoid");
    metadata.put("loss", "softmax_cross_entropy");
    metadata.put("class_names", "[\"no\",\"yes\"]");
  }

  @Test
  void theSoundModelLoads() throws IOException {
    Safetensors.write(path, tensors, metadata);

    assertEquals("4-3-2", ModelFile.load(path).spec().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "-2", "8", "two", "2,2", ""})
  void rowsThatDoNotDivideTheInputsAreRefused(String rows) throws IOException {
    metadata.put("picture_rows", rows);
    Safetensors.write(path, tensors, metadata);

    assertEquals(
        path
            + ": metadata \"picture_rows\": found \""
            + rows
            + "\", expected a number of rows that divides the inputs, 4",
        assertThrows(ModelFormatException.class, () -> ModelFile.load(path)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"format", "version", "numerics", "sizes", "activations", "loss", "class_names"})
  void missingMetadataAreRefused(String key) throws IOException {
    metadata.remove(key);

    String message = refusal();

    assertEquals("metadata \"" + key + "\" is missing", message.substring(0, message.indexOf(',')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format|pt|found \"pt\", expected simdann",
        "version|3|found \"3\", expected 1 or 2",
        "numerics|2|found \"2\", expected 1",
        "activations|''|found \"\", expected 1 names such as sigmoid, one for each hidden layer",
        "activations|a,b|found \"a,b\", expected 1 names such as sigmoid, one for each hidden layer",
        "activations|Relu|found \"Relu\", expected names such as sigmoid",
        "loss|''|found \"\", expected a name such as softmax_cross_entropy",
        "loss|mean error|found \"mean error\", expected a name such as softmax_cross_entropy",
        "sizes|4,x,2|found \"4,x,2\", expected sizes such as 784,50,10",
        "sizes|''|found \"\", expected sizes such as 784,50,10",
        "sizes|4,3,|found \"4,3,\", expected sizes such as 784,50,10",
        "sizes|4,,2|found \"4,,2\", expected sizes such as 784,50,10",
        "class_names|no,yes|found \"no,yes\", expected a JSON list of texts such as [\"cat\",\"dog\"]",
        "class_names|''|found \"\", expected a JSON list of texts such as [\"cat\",\"dog\"]",
        "class_names|[0,1]|found \"[0,1]\", expected a JSON list of texts such as [\"cat\",\"dog\"]",
        "class_names|[\"0\",[]]|found \"[\"0\",[]]\", expected a JSON list of texts such as [\"cat\",\"dog\"]",
        "class_names|[\"0\",\"1\"|found \"[\"0\",\"1\"\", expected a JSON list of texts such as [\"cat\",\"dog\"]",
        "class_names|[\"0\",\"1\"] 2|found \"[\"0\",\"1\"] 2\", expected a JSON list of texts such as [\"cat\",\"dog\"]",
        "class_names|[]|0 names, expected 2 as \"sizes\" says",
        "class_names|[\"0\",\"1\",\"2\"]|3 names, expected 2 as \"sizes\" says",
        "class_names|[\"0\",\"0\"]|class names: \"0\" is there twice, expected distinct ones",
        "class_names|[\"0\",\"\"]|class names: \"\", expected 1 to 1000 characters without control characters",
        "class_names|[\"0\",\"\\n\"]|class names: \"�\", expected 1 to 1000 characters without control characters",
        "class_names|[\"0\",\"\\ud800\"]|class names: \"�\", expected 1 to 1000 characters without control characters",
      })
  void metadataOfAnotherMeaningAreRefused(String key, String text, String expected)
      throws IOException {
    metadata.put(key, text);

    assertEquals("metadata \"" + key + "\": " + expected, refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a JSON list", "[\"\\ud83d\\u", "{}", "[\"a\",\"b\"]]"})
  void namesThatAreNoListAreRefusedInOneLine(String names) throws IOException {
    metadata.put("class_names", names);

    assertEquals(0, refusal().indexOf("metadata \"class_names\": found \""));
  }

  @Test
  void longNamesAreRefused() throws IOException {
    metadata.put("class_names", "[\"a\",\"" + "b".repeat(1001) + "\"]");

    assertEquals(
        "metadata \"class_names\": class names: \""
            + "b".repeat(80)
            + "…\", expected 1 to 1000 characters without control characters",
        refusal());
  }

  /** Whether there are kernels for them is for those to say who use the network. */
  @Test
  void otherActivationsAndLossesLoadAndAreRefusedByTheClassifier() throws IOException {
    metadata.put("activations", "softstep");
    Safetensors.write(path, tensors, metadata);
    Network network = ModelFile.load(path);

    assertEquals("softstep", network.spec().activation(1).name());
    assertEquals(
        1,
        assertThrows(IllegalArgumentException.class, () -> new Classifier(network))
            .getMessage()
            .lines()
            .count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden_activation|relu|found \"relu\", expected sigmoid",
        "output_activation|sigmoid|found \"sigmoid\", expected softmax",
        "class_labels|0;1|found \"0;1\", expected labels such as 0,1,2",
        "class_labels|0,99999999999|found \"0,99999999999\", expected labels such as 0,1,2",
        "class_labels|1,0|found \"1,0\", expected ascending labels",
        "class_labels|1,1|found \"1,1\", expected ascending labels",
        "class_labels|0,1,2|3 labels, expected 2 as \"sizes\" says",
        "class_labels|0|1 labels, expected 2 as \"sizes\" says",
      })
  void metadataOfVersion1AreCheckedToo(String key, String text, String expected)
      throws IOException {
    metadata.put("version", "1");
    metadata.put("hidden_activation", "sigmoid");
    metadata.put("output_activation", "softmax");
    metadata.put("class_labels", "0,1");
    Safetensors.write(path, tensors, metadata);
    assertEquals(List.of("0", "1"), ModelFile.load(path).classNames());

    metadata.put(key, text);
    assertEquals("metadata \"" + key + "\": " + expected, refusal());
    metadata.remove(key);
    assertEquals(0, refusal().indexOf("metadata \"" + key + "\" is missing, expected "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "4,0,2", "4,-3,2", "2000000000,2000000000,2"})
  void sizesOfNoNetworkAreRefused(String sizes) throws IOException {
    metadata.put("sizes", sizes);

    assertEquals(
        "metadata \"sizes\": found \"%s\", expected 2 or more sizes from 1 up, of fewer than 2^31 parameters"
            .formatted(sizes),
        refusal());
  }

  @Test
  void aMissingTensorIsRefused() throws IOException {
    tensors.remove(1);

    assertEquals(
        "tensor \"layers.0.bias\" is missing, expected weight and bias of 2 layers", refusal());
  }

  @Test
  void layersThatTheFileDoesNotHaveAreRefused() throws IOException {
    metadata.put("sizes", "4,3,3,2");
    metadata.put("activations", "sigmoid,sigmoid");

    assertEquals(
        "tensor \"layers.2.weight\" is missing, expected weight and bias of 3 layers", refusal());
  }

  @Test
  void anUnknownTensorIsRefused() throws IOException {
    tensors.add(new Tensor("layers.2.bias", List.of(1), new float[1]));

    assertEquals(
        "tensor \"layers.2.bias\" is unknown, expected only weight and bias of 2 layers",
        refusal());
  }

  @Test
  void aTransposedWeightIsRefused() throws IOException {
    tensors.set(0, new Tensor("layers.0.weight", List.of(4, 3), new float[12]));

    assertEquals(
        "tensor \"layers.0.weight\": shape [4, 3], expected [3, 4] from the metadata \"sizes\"",
        refusal());
  }

  @Test
  void layersThatDoNotChainAreRefused() throws IOException {
    tensors.set(2, new Tensor("layers.1.weight", List.of(2, 5), new float[10]));

    assertEquals(
        "tensor \"layers.1.weight\": shape [2, 5], expected [2, 3] from the metadata \"sizes\"",
        refusal());
  }

  @Test
  void aBiasOfTheWrongLengthIsRefused() throws IOException {
    tensors.set(3, new Tensor("layers.1.bias", List.of(3), new float[3]));

    assertEquals(
        "tensor \"layers.1.bias\": shape [3], expected [2] from the metadata \"sizes\"", refusal());
  }

  @Test
  void hugeSizesAreRefusedBeforeMemoryIsTaken() throws IOException {
    metadata.put("sizes", "40000,50000,2");

    assertEquals(
        "tensor \"layers.0.weight\": shape [3, 4], expected [50000, 40000] from the metadata \"sizes\"",
        refusal());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteIsRefused(float value) throws IOException {
    tensors.get(2).values()[5] = value;

    assertEquals(
        "tensor \"layers.1.weight\": value 5 is %s, expected finite values".formatted(value),
        refusal());
  }

  /** Writes the file, and returns what its refusal says after the file's name. */
  private String refusal() throws IOException {
    Safetensors.write(path, tensors, metadata);
    String message =
        assertThrows(ModelFormatException.class, () -> ModelFile.load(path)).getMessage();
    assertEquals(1, message.lines().count());
    assertEquals(path + ": ", message.substring(0, path.toString().length() + 2));
    return message.substring(path.toString().length() + 2);
  }
}
