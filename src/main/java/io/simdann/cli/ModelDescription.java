package io.simdann.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.simdann.data.ClassNames;
import io.simdann.model.ModelFile;
import io.simdann.nn.Layer;
import io.simdann.nn.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a model file says of its network, for people and as JSON.
 *
 * @param file the file
 * @param network the network
 */
record ModelDescription(Path file, Network network) {

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read, or isn't a model's
   */
  static ModelDescription read(Path file) throws IOException {
    return new ModelDescription(file, ModelFile.load(file));
  }

  /** Returns what there is to say, each under its name. */
  Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("model", file.toString());
    lines.put("inputs", Integer.toString(network.spec().inputs()) + pictures());
    lines.put("hidden layers", hidden());
    lines.put("loss", network.spec().loss().name());
    lines.put(namesKey(), ClassNames.of(names()).toString());
    lines.put("parameters", Integer.toString(network.spec().parameterCount()));
    return lines;
  }

  private boolean ofClasses() {
    return network.outputNames().isEmpty();
  }

  private String namesKey() {
    return ofClasses() ? "classes" : "outputs";
  }

  private List<String> names() {
    return ofClasses() ? network.classNames() : network.outputNames();
  }

  private String pictures() {
    OptionalInt rows = network.pictureRows();
    return rows.isEmpty()
        ? ""
        : ", pictures of " + rows.getAsInt() + " × " + network.spec().inputs() / rows.getAsInt();
  }

  private String hidden() {
    int most = 20;
    List<Layer> layers = network.spec().hidden();
    String more = layers.size() > most ? ", … " + (layers.size() - most) + " more" : "";
    String shown =
        layers.stream()
            .limit(most)
            .map(layer -> layer.units() + " " + layer.activation())
            .collect(Collectors.joining(", "));
    return layers.isEmpty() ? "none" : shown + more;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("model", file.toString());
    json.writeNumberField("inputs", network.spec().inputs());
    json.writeArrayFieldStart("hidden");
    for (Layer layer : network.spec().hidden()) {
      json.writeStartObject();
      json.writeNumberField("units", layer.units());
      json.writeStringField("activation", layer.activation().name());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("loss", network.spec().loss().name());
    json.writeFieldName(namesKey());
    json.writeArray(names().toArray(String[]::new), 0, names().size());
    if (network.pictureRows().isPresent()) {
      json.writeNumberField("picture_rows", network.pictureRows().getAsInt());
    }
    json.writeNumberField("parameters", network.spec().parameterCount());
  }
}
