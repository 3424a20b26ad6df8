package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Bits;
import io.simdann.nn.Initialization;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

  @TempDir private Path directory;

  @Test
  void aNetworkSurvivesWithEveryBit() throws IOException {
    Path path = directory.resolve("model");
    Network network = network(List.of("-3", "0", "7", "2000000000"), 17, 9, 5, 4);

    ModelFile.save(path, network);
    Network loaded = ModelFile.load(path);

    assertEquals(network.spec(), loaded.spec());
    assertEquals(network.classNames(), loaded.classNames());
    assertArrayEquals(network.parameters(), loaded.parameters());
  }

  @Test
  void aNetworkWithoutHiddenLayersSurvives() throws IOException {
    Path path = directory.resolve("model");
    Network network = network(List.of("0"), 3, 1);

    ModelFile.save(path, network);

    assertArrayEquals(network.parameters(), ModelFile.load(path).parameters());
  }

  @Test
  void tensorsAreNamedAndLaidOutAsPyTorchDoes() throws IOException {
    Path path = directory.resolve("model");
    // Weights outputs × inputs by columns, then biases, layer by layer.
    float[] parameters = {11, 21, 12, 22, 13, 23, 1, 2, 31, 32, 3};
    Network network = new Network(NetworkSpec.of(3, 2, 1), parameters, List.of("5"));

    ModelFile.save(path, network);

    Safetensors content = Safetensors.read(path);
    List<String> names = content.tensors().stream().map(Tensor::name).toList();
    assertEquals(
        List.of("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"), names);
    Tensor weight = content.tensor("layers.0.weight").orElseThrow();
    assertEquals(List.of(2, 3), weight.shape());
    assertArrayEquals(new float[] {11, 12, 13, 21, 22, 23}, weight.values());
    assertArrayEquals(new float[] {1, 2}, content.tensor("layers.0.bias").orElseThrow().values());
    Tensor output = content.tensor("layers.1.weight").orElseThrow();
    assertEquals(List.of(1, 2), output.shape());
    assertArrayEquals(new float[] {31, 32}, output.values());
  }

  @Test
  void metadataDescribeTheNetworkAndNothingElse() throws IOException {
    Path path = directory.resolve("model");

    ModelFile.save(path, network(List.of("0", "1"), 4, 3, 2));

    assertEquals(
        Map.of(
            "format", "simdann",
            "version", "2",
            "numerics", "1",
            "sizes", "4,3,2",
            "activations", "sigmoid",
            "loss", "softmax_cross_entropy",
            "class_names", "[\"0\",\"1\"]"),
        Safetensors.read(path).metadata());
  }

  @Test
  void rowsOfPicturesAreKept() throws IOException {
    Path path = directory.resolve("model");
    Network mnist = network(List.of("0", "1"), 784, 2);
    Network columns = network(List.of("0", "1"), 64, 2);

    ModelFile.save(path, mnist);
    assertEquals("28", Safetensors.read(path).metadata().get("picture_rows"));
    assertEquals(28, ModelFile.load(path).pictureRows().getAsInt());

    ModelFile.save(path, columns);
    assertNull(Safetensors.read(path).metadata().get("picture_rows"));
    assertTrue(ModelFile.load(path).pictureRows().isEmpty());

    ModelFile.save(path, mnist.withPictureRows(14));
    assertEquals("14", Safetensors.read(path).metadata().get("picture_rows"));
    assertEquals(14, ModelFile.load(path).pictureRows().getAsInt());

    ModelFile.save(path, columns.withPictureRows(16));
    assertEquals(16, ModelFile.load(path).pictureRows().getAsInt());
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelFile.save(path, columns, Map.of("picture_rows", "8")));
  }

  @Test
  void extraMetadataAreKeptInTheFile() throws IOException {
    Path path = directory.resolve("model");
    Network network = network(List.of("0", "1"), 4, 3, 2);

    ModelFile.save(path, network, Map.of("iterations", "1000"));

    assertEquals("1000", Safetensors.read(path).metadata().get("iterations"));
    assertArrayEquals(network.parameters(), ModelFile.load(path).parameters());
  }

  @Test
  void extraMetadataMustNotContradictTheNetwork() {
    Path path = directory.resolve("model");

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ModelFile.save(
                    path, network(List.of("0", "1"), 4, 2), Map.of("sizes", "somewhat large")));

    assertTrue(refused.getMessage().contains("\"sizes\""), refused.getMessage());
    assertTrue(Files.notExists(path));
  }

  @Test
  void equalNetworksGiveEqualBytes() throws IOException {
    Path one = directory.resolve("one");
    Path other = directory.resolve("other");

    ModelFile.save(one, network(List.of("0", "1"), 40, 30, 2), Map.of("a", "1", "b", "2"));
    ModelFile.save(other, network(List.of("0", "1"), 40, 30, 2), Map.of("b", "2", "a", "1"));

    assertEquals(-1, Files.mismatch(one, other));
  }

  /** Looking for each layer among all others would take some ten minutes. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aNetworkOfVeryManyLayersSurvives() throws IOException {
    Path path = directory.resolve("deep");
    int[] sizes = new int[100_001];
    Arrays.fill(sizes, 1);
    Network network = network(List.of("4"), sizes);

    ModelFile.save(path, network);

    Bits.assertSame(network.parameters(), ModelFile.load(path).parameters(), "parameters");
  }

  private static Network network(List<String> names, int... sizes) {
    NetworkSpec spec = NetworkSpec.of(sizes);
    return new Network(spec, Initialization.numpy(spec, 7), names);
  }
}
