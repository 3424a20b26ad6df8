package io.simdann.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.simdann.data.ClassNames;
import io.simdann.nn.Activation;
import io.simdann.nn.Layer;
import io.simdann.nn.Loss;
import io.simdann.nn.Network;
import io.simdann.nn.NetworkSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network as texts, but for its parameters: what a model file's metadata say of it, and what goes
 * to other machines.
 *
 * <pre>
 *   format        simdann
 *   version       2
 *   numerics      1                      the order of operations that results are of
 *   sizes         784,50,10              inputs, hidden layers, outputs
 *   activations   sigmoid                one for each hidden layer, separated by commas
 *   loss          softmax_cross_entropy
 *   loss_parameter  0.1                  if the loss has one that was set
 *   dropout       0.2,0.5                if training drops anything: of the inputs, of each hidden layer
 *   class_names   ["0","1","2",…]        JSON, one for each output, or two for one sigmoid output
 *   output_names  ["price"]              in their place if outputs are numbers or labels: JSON, one for each
 *   picture_rows  28                     if samples are pictures, row by row
 * </pre>
 *
 * <p>Files of version 1 are read as well: see {@link ModelMetadata1}. Whether there are kernels for
 * the activations and the loss isn't looked at here.
 *
 * @param spec the network
 * @param classNames the names of the classes; empty if outputs are numbers
 * @param outputNames the name of each output otherwise
 * @param pictureRows the rows of pixels of a sample; empty where nothing is said of them
 * @hidden internal
 */
public record ModelMetadata(
    NetworkSpec spec, List<String> classNames, List<String> outputNames, OptionalInt pictureRows) {

  static final String FORMAT = "format";
  static final String VERSION = "version";
  static final String SIZES = "sizes";
  static final String PICTURE_ROWS = "picture_rows";
  private static final String NUMERICS = "numerics";
  private static final String ACTIVATIONS = "activations";
  private static final String LOSS = "loss";
  private static final String LOSS_PARAMETER = "loss_parameter";
  private static final String DROPOUT = "dropout";
  static final String CLASS_NAMES = "class_names";
  static final String OUTPUT_NAMES = "output_names";

  /** The keys that not all networks have. */
  static final List<String> NOT_ALWAYS_THERE =
      List.of(LOSS_PARAMETER, DROPOUT, CLASS_NAMES, OUTPUT_NAMES, PICTURE_ROWS);

  private static final String OUR_FORMAT = "simdann";
  private static final String OUR_NUMERICS = "1";
  private static final String COMMA = ",";
  private static final String OUTPUTS = "output names";

  /**
   * A network as texts.
   *
   * @param network the network
   * @return texts by key
   * @throws IllegalArgumentException if its names are none, as {@link ClassNames} are
   */
  public static Map<String, String> of(Network network) {
    Map<String, String> texts = new HashMap<>(of(network.spec()));
    texts.put(FORMAT, OUR_FORMAT);
    texts.put(VERSION, "2");
    texts.put(NUMERICS, OUR_NUMERICS);
    if (network.outputNames().isEmpty()) {
      texts.put(CLASS_NAMES, list(ClassNames.of(network.classNames()).names()));
    } else {
      texts.put(OUTPUT_NAMES, list(ClassNames.requireDistinct(network.outputNames(), OUTPUTS)));
    }
    network.pictureRows().ifPresent(rows -> texts.put(PICTURE_ROWS, Integer.toString(rows)));
    return texts;
  }

  /**
   * What a network is, as texts.
   *
   * @param spec what it is
   * @return texts by key
   */
  public static Map<String, String> of(NetworkSpec spec) {
    String sizes =
        Arrays.stream(spec.sizes()).mapToObj(Integer::toString).collect(Collectors.joining(COMMA));
    String activations =
        spec.hidden().stream()
            .map(layer -> layer.activation().name())
            .collect(Collectors.joining(COMMA));
    Map<String, String> texts = new HashMap<>();
    texts.put(SIZES, sizes);
    texts.put(ACTIVATIONS, activations);
    texts.put(LOSS, spec.loss().name());
    spec.loss()
        .parameter()
        .ifPresent(parameter -> texts.put(LOSS_PARAMETER, Double.toString(parameter)));
    if (spec.hasDropout()) {
      String rates =
          IntStream.range(0, spec.layers())
              .mapToObj(layer -> Double.toString(spec.dropout(layer)))
              .collect(Collectors.joining(COMMA));
      texts.put(DROPOUT, rates);
    }
    return texts;
  }

  /**
   * Reads texts; others than those of {@link #of(Network)} are left aside.
   *
   * @param texts texts by key
   * @param source what messages call their source, such as a file
   * @return what they say
   * @throws ModelFormatException if they don't describe a network: a message of one line that names
   *     the source and the key
   */
  public static ModelMetadata parse(Map<String, String> texts, String source)
      throws ModelFormatException {
    MetadataTexts metadata = new MetadataTexts(texts, source);
    metadata.require(FORMAT, OUR_FORMAT);
    String expected = "1 or 2";
    String version = metadata.text(VERSION, expected);
    return switch (version) {
      case "1" -> ModelMetadata1.parse(metadata);
      case "2" -> parse(metadata);
      default -> throw metadata.unexpected(VERSION, expected);
    };
  }

  private static ModelMetadata parse(MetadataTexts metadata) throws ModelFormatException {
    metadata.require(NUMERICS, OUR_NUMERICS);
    NetworkSpec spec = spec(metadata);
    OptionalInt rows = metadata.pictureRows(spec.inputs());
    if (!metadata.texts().containsKey(OUTPUT_NAMES)) {
      return new ModelMetadata(spec, classNames(metadata, spec), List.of(), rows);
    }
    if (metadata.texts().containsKey(CLASS_NAMES)) {
      throw metadata.failure(
          OUTPUT_NAMES, "is there beside \"" + CLASS_NAMES + "\", expected one of them");
    }
    return new ModelMetadata(spec, List.of(), outputNames(metadata, spec), rows);
  }

  /**
   * Reads the texts of {@link #of(NetworkSpec)}.
   *
   * @param texts texts by key
   * @param source what messages call their source
   * @return what the network is
   * @throws ModelFormatException if they don't describe a network
   */
  public static NetworkSpec spec(Map<String, String> texts, String source)
      throws ModelFormatException {
    return spec(new MetadataTexts(texts, source));
  }

  private static NetworkSpec spec(MetadataTexts metadata) throws ModelFormatException {
    int[] sizes = metadata.sizes();
    List<Layer> hidden = new ArrayList<>();
    String oneEach =
        String.format(
            Locale.ROOT, "%d names such as sigmoid, one for each hidden layer", sizes.length - 2);
    String text = metadata.text(ACTIVATIONS, oneEach);
    String[] names = text.isEmpty() ? new String[0] : text.split(COMMA, -1);
    if (names.length != sizes.length - 2) {
      throw metadata.unexpected(ACTIVATIONS, oneEach);
    }
    double[] dropout = metadata.rates(DROPOUT, sizes.length - 1);
    for (int layer = 1; layer <= names.length; layer++) {
      Activation activation = activation(metadata, names[layer - 1]);
      hidden.add(new Layer(sizes[layer], activation, dropout[layer]));
    }
    return NetworkSpec.of(sizes[0], hidden, loss(metadata), sizes[sizes.length - 1])
        .withInputDropout(dropout[0]);
  }

  private static Activation activation(MetadataTexts metadata, String name)
      throws ModelFormatException {
    try {
      return new Activation(name);
    } catch (IllegalArgumentException e) {
      throw metadata.unexpected(ACTIVATIONS, "names such as sigmoid");
    }
  }

  private static Loss loss(MetadataTexts metadata) throws ModelFormatException {
    String expected = "a name such as softmax_cross_entropy";
    try {
      Loss loss = new Loss(metadata.text(LOSS, expected));
      OptionalDouble parameter = metadata.number(LOSS_PARAMETER);
      return parameter.isPresent() ? loss.with(parameter.getAsDouble()) : loss;
    } catch (IllegalArgumentException e) {
      throw metadata.unexpected(LOSS, expected);
    }
  }

  private static String list(List<String> names) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeArray(names.toArray(String[]::new), 0, names.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    return text.toString();
  }

  private static List<String> classNames(MetadataTexts metadata, NetworkSpec spec)
      throws ModelFormatException {
    List<String> names = names(metadata, CLASS_NAMES, "[\"cat\",\"dog\"]");
    if (spec.isBinary() && names.size() != spec.classes()) {
      throw metadata.failure(
          CLASS_NAMES,
          String.format(
              Locale.ROOT, "%d names, expected 2 for one output of %s", names.size(), spec.loss()));
    }
    metadata.requireCount(CLASS_NAMES, "names", names.size(), spec.classes());
    try {
      return ClassNames.of(names).names();
    } catch (IllegalArgumentException e) {
      throw metadata.failure(CLASS_NAMES, e.getMessage());
    }
  }

  private static List<String> outputNames(MetadataTexts metadata, NetworkSpec spec)
      throws ModelFormatException {
    List<String> names = names(metadata, OUTPUT_NAMES, "[\"price\"]");
    metadata.requireCount(OUTPUT_NAMES, "names", names.size(), spec.outputs());
    try {
      return ClassNames.requireDistinct(names, OUTPUTS);
    } catch (IllegalArgumentException e) {
      throw metadata.failure(OUTPUT_NAMES, e.getMessage());
    }
  }

  private static List<String> names(MetadataTexts metadata, String key, String example)
      throws ModelFormatException {
    String expected = "a JSON list of texts such as " + example;
    List<String> names = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(metadata.text(key, expected))) {
      boolean isList = json.nextToken() == JsonToken.START_ARRAY;
      while (isList && json.nextToken() == JsonToken.VALUE_STRING) {
        names.add(json.getText());
      }
      if (!isList || json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != null) {
        throw metadata.unexpected(key, expected);
      }
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException e) {
      throw metadata.unexpected(key, expected);
    }
    return names;
  }

  /**
   * The network on its parameters.
   *
   * @param parameters its weights and biases; not copied
   * @return the network
   * @throws IllegalArgumentException if the parameters are not as many as the network has
   */
  public Network network(float[] parameters) {
    Network network =
        outputNames.isEmpty()
            ? new Network(spec, parameters, classNames)
            : Network.ofValues(spec, parameters, outputNames);
    return pictureRows.isPresent() ? network.withPictureRows(pictureRows.getAsInt()) : network;
  }
}
