package io.simdann.model;

import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network as a safetensors file, in the naming and layout of PyTorch's linear layers:
 *
 * <pre>
 *   layers.0.weight   [outputs, inputs], row-major     first hidden layer
 *   layers.0.bias     [outputs]
 *   layers.1.weight   …                                the last pair is the output layer
 * </pre>
 *
 * <p>What tensors can't tell stands in the metadata: see {@link ModelMetadata}. The same network
 * and metadata always give the same bytes: nothing of the machine, the JVM or the time of day is
 * written.
 */
public final class ModelFile {

  private ModelFile() {}

  /**
   * Writes a network to a file, which is replaced atomically as {@link AtomicFile} says.
   *
   * @param path the file; its directory must exist
   * @param network the network
   * @throws IOException if the file cannot be written; an old one is then untouched
   */
  public static void save(Path path, Network network) throws IOException {
    save(path, network, Map.of());
  }

  /**
   * Writes a network and texts about it to a file, which is replaced atomically.
   *
   * @param path the file; its directory must exist
   * @param network the network
   * @param extraMetadata texts by key, for example how the network was trained; {@link #load}
   *     leaves them aside
   * @throws IOException if the file cannot be written; an old one is then untouched
   * @throws IllegalArgumentException if a key is one that describes the network, or a key or text
   *     is not well-formed Unicode, or the network's names are none
   */
  public static void save(Path path, Network network, Map<String, String> extraMetadata)
      throws IOException {
    Map<String, String> metadata = new TreeMap<>(extraMetadata);
    for (String key : ModelMetadata.NOT_ALWAYS_THERE) {
      if (metadata.containsKey(key)) {
        throw reserved(key);
      }
    }
    ModelMetadata.of(network)
        .forEach(
            (key, text) -> {
              if (metadata.put(key, text) != null) {
                throw reserved(key);
              }
            });
    Safetensors.write(path, tensors(network), metadata);
  }

  /**
   * Reads a network from a file that {@link #save} wrote.
   *
   * @param path the file
   * @return the network
   * @throws ModelFormatException if the file is missing, cannot be read, is not a safetensors file,
   *     or its tensors and metadata are not exactly those of a network, with finite values: a
   *     message of one line that names the file and the tensor or metadata
   */
  public static Network load(Path path) throws ModelFormatException {
    Safetensors content = Safetensors.read(path);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    content.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    ModelMetadata metadata = ModelMetadata.parse(content.metadata(), path.toString());
    NetworkSpec spec = metadata.spec();
    requireNames(tensors, spec, path);
    // Shapes first: the parameters are as many as the metadata say only if all of them agree.
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int outputs = spec.size(layer);
      requireShape(tensors, weightName(layer), List.of(outputs, spec.size(layer - 1)), path);
      requireShape(tensors, biasName(layer), List.of(outputs), path);
    }
    float[] parameters = new float[spec.parameterCount()];
    for (int layer = 1; layer <= spec.layers(); layer++) {
      float[] weights = values(tensors, weightName(layer), path);
      int outputs = spec.size(layer);
      int inputs = spec.size(layer - 1);
      transpose(weights, 0, outputs, inputs, parameters, spec.weightOffset(layer));
      float[] biases = values(tensors, biasName(layer), path);
      System.arraycopy(biases, 0, parameters, spec.biasOffset(layer), outputs);
    }
    return metadata.network(parameters);
  }

  /**
   * Reads the texts of a file: those given to {@link #save} and those that describe the network.
   *
   * @param path the file
   * @return the texts by key
   * @throws ModelFormatException if the file is missing, cannot be read or is not a safetensors
   *     file
   */
  public static Map<String, String> metadata(Path path) throws ModelFormatException {
    return Safetensors.read(path).metadata();
  }

  private static IllegalArgumentException reserved(String key) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "metadata \"%s\" is reserved for the network itself", key));
  }

  private static List<Tensor> tensors(Network network) {
    NetworkSpec spec = network.spec();
    float[] parameters = network.parameters();
    List<Tensor> tensors = new ArrayList<>();
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int inputs = spec.size(layer - 1);
      int outputs = spec.size(layer);
      // Column-major outputs × inputs is row-major inputs × outputs.
      float[] weights = new float[outputs * inputs];
      transpose(parameters, spec.weightOffset(layer), inputs, outputs, weights, 0);
      tensors.add(new Tensor(weightName(layer), List.of(outputs, inputs), weights));
      float[] biases = new float[outputs];
      System.arraycopy(parameters, spec.biasOffset(layer), biases, 0, outputs);
      tensors.add(new Tensor(biasName(layer), List.of(outputs), biases));
    }
    return tensors;
  }

  /** Copies row-major rows × columns values into row-major columns × rows. */
  private static void transpose(
      float[] source, int sourceOffset, int rows, int columns, float[] target, int targetOffset) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        target[targetOffset + column * rows + row] = source[sourceOffset + row * columns + column];
      }
    }
  }

  private static void requireNames(Map<String, Tensor> tensors, NetworkSpec spec, Path path)
      throws ModelFormatException {
    Set<String> expected = new HashSet<>();
    // At most one name more than the file has tensors: sizes in the metadata may be many.
    for (int layer = 1; layer <= spec.layers(); layer++) {
      for (String name : List.of(weightName(layer), biasName(layer))) {
        if (!tensors.containsKey(name)) {
          throw new ModelFormatException(
              String.format(
                  Locale.ROOT,
                  "%s: tensor \"%s\" is missing, expected weight and bias of %d layers",
                  path,
                  name,
                  spec.layers()));
        }
        expected.add(name);
      }
    }
    for (String name : tensors.keySet()) {
      if (!expected.contains(name)) {
        throw new ModelFormatException(
            String.format(
                Locale.ROOT,
                "%s: tensor \"%s\" is unknown, expected only weight and bias of %d layers",
                path,
                SafetensorsHeader.shortened(name),
                spec.layers()));
      }
    }
  }

  private static void requireShape(
      Map<String, Tensor> tensors, String name, List<Integer> expected, Path path)
      throws ModelFormatException {
    List<Integer> shape = tensors.get(name).shape();
    if (!shape.equals(expected)) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: tensor \"%s\": shape %s, expected %s from the metadata \"%s\"",
              path,
              name,
              shape,
              expected,
              ModelMetadata.SIZES));
    }
  }

  private static float[] values(Map<String, Tensor> tensors, String name, Path path)
      throws ModelFormatException {
    float[] values = tensors.get(name).values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelFormatException(
            String.format(
                Locale.ROOT,
                "%s: tensor \"%s\": value %d is %s, expected finite values",
                path,
                name,
                i,
                values[i]));
      }
    }
    return values;
  }

  private static String weightName(int layer) {
    return "layers." + (layer - 1) + ".weight";
  }

  private static String biasName(int layer) {
    return "layers." + (layer - 1) + ".bias";
  }
}
