package io.simdann.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.simdann.format.FileKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a safetensors file: what stands in front of the tensors' data, checked against the
 * file's length.
 *
 * @param entries one per tensor, in the order of their data
 * @param metadata texts by key
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

  static final String DTYPE_KEY = "dtype";
  static final String SHAPE_KEY = "shape";
  static final String OFFSETS_KEY = "data_offsets";
  static final String F32 = "F32";

  /** Bytes of the length in front of the header; the header is padded to a multiple of them. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** The limit of the reference implementation. */
  static final int MAX_BYTES = 100_000_000;

  /**
   * Where a tensor's data is.
   *
   * @param name the tensor's name
   * @param shape its dimensions, outermost first
   * @param begin the offset of its first byte in the data
   * @param end the offset behind its last byte
   */
  record Entry(String name, List<Integer> shape, long begin, long end) {

    int elements() {
      return (int) ((end - begin) / Float.BYTES);
    }
  }

  /** Returns the header's bytes, from the length to the padding. */
  static byte[] encode(Safetensors content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[LENGTH_BYTES]);
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      writeJson(json, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    while (bytes.size() % LENGTH_BYTES != 0) {
      bytes.write(' ');
    }
    int length = bytes.size() - LENGTH_BYTES;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "names and metadata make a header of %d bytes, at most %d are allowed",
              length,
              MAX_BYTES));
    }
    byte[] header = bytes.toByteArray();
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return header;
  }

  private static void writeJson(JsonGenerator json, Safetensors content) throws IOException {
    json.writeStartObject();
    if (!content.metadata().isEmpty()) {
      json.writeObjectFieldStart(Tensor.METADATA_KEY);
      for (Map.Entry<String, String> text : content.metadata().entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
    }
    long offset = 0;
    for (Tensor tensor : content.tensors()) {
      long end = offset + (long) tensor.values().length * Float.BYTES;
      json.writeObjectFieldStart(tensor.name());
      json.writeStringField(DTYPE_KEY, F32);
      json.writeArrayFieldStart(SHAPE_KEY);
      for (int dimension : tensor.shape()) {
        json.writeNumber(dimension);
      }
      json.writeEndArray();
      json.writeArrayFieldStart(OFFSETS_KEY);
      json.writeNumber(offset);
      json.writeNumber(end);
      json.writeEndArray();
      json.writeEndObject();
      offset = end;
    }
    json.writeEndObject();
  }

  /** Refuses what no file could hold. */
  static void requireEncodable(List<Tensor> tensors, Map<String, String> metadata) {
    Set<String> names = new HashSet<>();
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "two tensors have the name \"%s\", expected distinct names",
                tensor.name()));
      }
    }
    metadata.forEach(
        (key, text) -> {
          if (!Tensor.isWellFormed(key) || !Tensor.isWellFormed(text)) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "metadata \"%s\" is not well-formed Unicode", key));
          }
        });
  }

  /** Reads the header, and checks it against the length of the whole file. */
  static SafetensorsHeader read(InputStream in, String file, long fileLength) throws IOException {
    byte[] lengthBytes = in.readNBytes(LENGTH_BYTES);
    if (lengthBytes.length < LENGTH_BYTES) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: byte 0: found %d bytes, expected 8 with the length of a safetensors header",
              file,
              lengthBytes.length));
    }
    long length = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(MAX_BYTES, fileLength - LENGTH_BYTES);
    if (length < 2 || length > most) {
      Optional<String> kind = FileKind.of(lengthBytes, in);
      if (kind.isPresent() && !kind.get().equals(FileKind.SAFETENSORS)) {
        throw new ModelFormatException(
            String.format(Locale.ROOT, "%s: is %s, expected a safetensors file", file, kind.get()));
      }
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: byte 0: header length %s, expected 2 to %d in a file of %d bytes",
              file,
              Long.toUnsignedString(length),
              most,
              fileLength));
    }
    byte[] json = in.readNBytes((int) length);
    if (json.length < length) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT, "%s: byte 8: header of %d bytes, found %d", file, length, json.length));
    }
    SafetensorsHeader header = SafetensorsHeaderParser.parse(json, file);
    List<Entry> ordered = new ArrayList<>(header.entries);
    ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireCover(ordered, fileLength - LENGTH_BYTES - length, file);
    return new SafetensorsHeader(ordered, header.metadata);
  }

  /** The data must be covered from first to last byte, without holes and overlaps. */
  private static void requireCover(List<Entry> ordered, long dataLength, String file)
      throws ModelFormatException {
    long covered = 0;
    for (Entry entry : ordered) {
      if (entry.begin != covered || entry.end > dataLength) {
        throw new ModelFormatException(
            String.format(
                Locale.ROOT,
                "%s: tensor \"%s\": data_offsets [%d, %d], expected to begin at %d and end by %d",
                file,
                shortened(entry.name),
                entry.begin,
                entry.end,
                covered,
                dataLength));
      }
      covered = entry.end;
    }
    if (covered != dataLength) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "%s: the tensors cover %d bytes of data, expected all %d that the file has",
              file,
              covered,
              dataLength));
    }
  }

  /** Returns a name from a file, cut for a message if it is very long. */
  static String shortened(String name) {
    int shown = 80;
    return name.length() <= shown ? name : name.substring(0, shown) + "…";
  }
}
