package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.kernel.Bits;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.predict.Heads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files of networks that predict other things than a class for each output. */
class ModelFileHeadsTest {
  @TempDir private Path directory;

  private Map<String, String> saved(Network network) throws IOException {
    Path path = directory.resolve("model");
    ModelFile.save(path, network);
    Network loaded = ModelFile.load(path);
    assertEquals(network.spec(), loaded.spec());
    assertEquals(network.classNames(), loaded.classNames());
    assertEquals(network.outputNames(), loaded.outputNames());
    Bits.assertSame(network.parameters(), loaded.parameters(), "parameters");
    return ModelFile.metadata(path);
  }

  @Test
  void oneOutputHasTheNamesOfTwoClasses() throws IOException {
    Map<String, String> metadata = saved(Heads.binary(4, 3));
    assertEquals("4,3,1", metadata.get("sizes"));
    assertEquals("sigmoid_cross_entropy", metadata.get("loss"));
    assertEquals("[\"no\",\"yes\"]", metadata.get("class_names"));
    assertEquals("2", metadata.get("version"));
    assertFalse(metadata.containsKey("output_names"));
  }

  @Test
  void numbersAndLabelsHaveANameForEachOutput() throws IOException {
    for (Loss loss :
        List.of(
            Loss.SQUARED_ERROR,
            Loss.POISSON,
            new Loss("quantile").with(0.25),
            Loss.SIGMOID_CROSS_ENTROPY)) {
      for (int outputs : new int[] {1, 2}) {
        Map<String, String> metadata = saved(Heads.values(4, 3, loss, outputs));
        assertEquals(outputs == 1 ? "[\"o0\"]" : "[\"o0\",\"o1\"]", metadata.get("output_names"));
        assertFalse(metadata.containsKey("class_names"));
      }
    }
  }

  @Test
  void namesThatDoNotFitAreRefused() throws IOException {
    Map<String, String> numbers = ModelMetadata.of(Heads.values(4, 3, Loss.SQUARED_ERROR, 2));
    assertRefused(
        numbers,
        "output_names",
        "[\"a\"]",
        "\"output_names\": 1 names, expected 2 as \"sizes\" says");
    assertRefused(
        numbers,
        "output_names",
        "[\"a\",\"a\"]",
        "\"output_names\": output names: \"a\" is there twice, expected distinct ones");
    assertRefused(
        numbers,
        "output_names",
        "a,b",
        "\"output_names\": found \"a,b\", expected a JSON list of texts such as [\"price\"]");
    assertRefused(
        numbers,
        "class_names",
        "[\"a\",\"b\"]",
        "\"output_names\": is there beside \"class_names\", expected one of them");
    assertRefused(
        ModelMetadata.of(Heads.binary(4, 3)),
        "class_names",
        "[\"a\"]",
        "\"class_names\": 1 names, expected 2 for one output of sigmoid_cross_entropy");
  }

  private static void assertRefused(
      Map<String, String> sound, String key, String text, String message) throws IOException {
    ModelMetadata.parse(sound, "file");
    Map<String, String> texts = new HashMap<>(sound);
    texts.put(key, text);
    assertEquals(
        "file: metadata " + message,
        assertThrows(ModelFormatException.class, () -> ModelMetadata.parse(texts, "file"))
            .getMessage());
  }

  @Test
  void whatWouldSayOtherwiseIsRefused() {
    Path path = directory.resolve("model");
    for (String key : List.of("class_names", "output_names", "loss_parameter")) {
      assertEquals(
          "metadata \"" + key + "\" is reserved for the network itself",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ModelFile.save(path, Heads.binary(4, 3), Map.of(key, "1")))
              .getMessage());
    }
  }

  @Test
  void aNetworkHasAsManyNamesAsItPredicts() {
    NetworkSpec binary = NetworkSpec.of(3, List.of(), Loss.SIGMOID_CROSS_ENTROPY, 1);
    assertEquals(
        "a network of sizes 3-1 has 2 classes for one output, but 1 class names were given",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Network(binary, new float[4], List.of("a")))
            .getMessage());
    assertEquals(
        "a network of sizes 3-1 has 1 outputs, but 2 output names were given",
        assertThrows(
                IllegalArgumentException.class,
                () -> Network.ofValues(binary, new float[4], List.of("a", "b")))
            .getMessage());
  }
}
