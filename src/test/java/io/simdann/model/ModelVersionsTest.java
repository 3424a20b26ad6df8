package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.OneLine;
import io.simdann.kernel.Bits;
import io.simdann.nn.Activation;
import io.simdann.nn.Initialization;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import io.simdann.train.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVersionsTest {
  /** Written when version 1 was the only one. */
  private static final Path VERSION_1 = Path.of("src/test/resources/model/version-1.safetensors");

  @TempDir private Path directory;

  @Test
  void aFileOfVersion1Loads() throws IOException {
    Network network = ModelFile.load(VERSION_1);

    assertEquals(NetworkSpec.of(6, 4, 3), network.spec());
    assertEquals(List.of("-3", "5", "700"), network.classNames());
    assertEquals(2, network.pictureRows().getAsInt());
    assertEquals(
        "0542c4450d12034bccf33ea8bcc443fd4d92d7f24a74446817a96832ce2a115a",
        Sha256.of(network.parameters()));
  }

  @Test
  void theNextVersionHasTheSameBytesOfTensors() throws IOException {
    Path path = directory.resolve("model");
    ModelFile.save(path, ModelFile.load(VERSION_1));

    assertEquals("2", ModelFile.metadata(path).get("version"));
    assertArrayEquals(data(VERSION_1), data(path));
  }

  /** What follows the header. */
  private static byte[] data(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(bytes, (int) (8 + header), bytes.length);
  }

  @Test
  void aNetworkOfAnyKindSurvives() throws IOException {
    Path path = directory.resolve("model");
    Network network = anyKind();

    ModelFile.save(path, network);
    Network loaded = ModelFile.load(path);

    assertEquals(network.spec(), loaded.spec());
    assertEquals(network.classNames(), loaded.classNames());
    assertEquals(network.pictureRows(), loaded.pictureRows());
    Bits.assertSame(network.parameters(), loaded.parameters(), "parameters");
  }

  @Test
  void dropoutIsWrittenOnlyWhereThereIsSome() throws ModelFormatException {
    NetworkSpec spec = anyKind().spec();
    Map<String, String> texts = ModelMetadata.of(spec);
    assertEquals("0.1,0.0,0.3,0.0", texts.get("dropout"));
    assertEquals(spec, ModelMetadata.spec(texts, "here"));
    assertFalse(ModelMetadata.of(NetworkSpec.of(3, 2, 1)).containsKey("dropout"));
    for (String text : List.of("", "0.1", "0.1,0,0,1", "0.1,0,0,a", "0.1,0,0,0,0", "0,0,0,NaN")) {
      Map<String, String> other = new HashMap<>(texts);
      other.put("dropout", text);
      assertEquals(
          "here: metadata \"dropout\": found \""
              + text
              + "\", expected 4 numbers from 0 to less than 1, of the inputs and of each hidden"
              + " layer",
          assertThrows(ModelFormatException.class, () -> ModelMetadata.spec(other, "here"))
              .getMessage());
    }
  }

  private static Network anyKind() {
    List<Layer> hidden =
        List.of(
            new Layer(5, new Activation("relu")),
            new Layer(3, Activation.SIGMOID, 0.3),
            new Layer(1, new Activation("leaky_relu")));
    NetworkSpec spec =
        NetworkSpec.of(12, hidden, new Loss("huber").with(0.7), 4).withInputDropout(0.1);
    float[] parameters = Initialization.numpy(spec, 3);
    return new Network(spec, parameters, List.of("z", "a \"quoted, \\name", "é", "😀"))
        .withPictureRows(4);
  }

  @Test
  void everyTruncationIsRefusedInOneLine() throws IOException {
    Path path = directory.resolve("model");
    ModelFile.save(path, anyKind());
    byte[] file = Files.readAllBytes(path);
    for (int length = 0; length < file.length; length++) {
      Files.write(path, Arrays.copyOf(file, length));
      assertTrue(isRefused(path), "of length " + length);
    }
  }

  @Test
  void everyMutationOfTheMetadataIsReadOrRefusedInOneLine() throws IOException {
    Path path = directory.resolve("model");
    ModelFile.save(path, anyKind());
    byte[] file = Files.readAllBytes(path);
    int header = file.length - data(path).length;
    Random random = new Random(20_261_129);
    int refused = 0;
    int count = 3000;
    for (int i = 0; i < count; i++) {
      byte[] mutant = file.clone();
      for (int places = 1 + random.nextInt(2); places > 0; places--) {
        mutant[8 + random.nextInt(header - 8)] =
            (byte) " \",:[]\\{}0129azé".charAt(random.nextInt(16));
      }
      Files.write(path, mutant);
      refused += isRefused(path) ? 1 : 0;
    }
    assertTrue(refused > count / 2 && refused < count, "refused: " + refused);
  }

  private static boolean isRefused(Path path) {
    try {
      ModelFile.load(path);
      return false;
    } catch (ModelFormatException e) {
      OneLine.require(path + ": ", e.getMessage());
      return true;
    }
  }
}
