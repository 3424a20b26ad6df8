package io.simdann.model;

import io.simdann.nn.NetworkSpec;
import java.util.Arrays;
import java.util.List;

/**
 * The metadata of files of version 1, which were of one kind of network:
 *
 * <pre>
 *   format             simdann
 *   version            1
 *   sizes              784,50,10         inputs, hidden layers, outputs
 *   hidden_activation  sigmoid
 *   output_activation  softmax
 *   class_labels       0,1,2,…           one for each output, ascending
 *   picture_rows       8                 if samples are pictures other than 28 × 28
 * </pre>
 */
final class ModelMetadata1 {

  private static final String CLASS_LABELS = "class_labels";

  private ModelMetadata1() {}

  static ModelMetadata parse(MetadataTexts metadata) throws ModelFormatException {
    metadata.require("hidden_activation", "sigmoid");
    metadata.require("output_activation", "softmax");
    NetworkSpec spec = NetworkSpec.of(metadata.sizes());
    int[] labels = metadata.integers(CLASS_LABELS, "labels such as 0,1,2");
    for (int i = 1; i < labels.length; i++) {
      if (labels[i] <= labels[i - 1]) {
        throw metadata.unexpected(CLASS_LABELS, "ascending labels");
      }
    }
    metadata.requireCount(CLASS_LABELS, "labels", labels.length, spec.outputs());
    List<String> names = Arrays.stream(labels).mapToObj(Integer::toString).toList();
    return new ModelMetadata(spec, names, List.of(), metadata.pictureRows(spec.inputs()));
  }
}
