package io.simdann.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of a file in the safetensors format: named tensors of 32-bit floats, and texts about
 * them.
 *
 * <pre>
 *   8 bytes   n, the length of the header, little-endian
 *   n bytes   the header, JSON in UTF-8, padded with spaces so that the data are aligned to 8 bytes:
 *             {"__metadata__":{"key":"value"},
 *              "name":{"dtype":"F32","shape":[rows,columns],"data_offsets":[begin,end]}}
 *   the rest  the tensors' data without gaps, little-endian, in C order (row-major)
 * </pre>
 *
 * @param tensors in the order of their data, with distinct names
 * @param metadata sorted by key
 * @see <a href="https://github.com/huggingface/safetensors#format">The format's description</a>
 */
public record Safetensors(List<Tensor> tensors, Map<String, String> metadata) {

  /** What one read or write moves: larger ones make the JDK keep native buffers as large. */
  private static final int CHUNK_FLOATS = 1 << 15;

  /**
   * Copies both collections.
   *
   * @param tensors in the order of their data
   * @param metadata texts by key, in any order
   * @throws IllegalArgumentException if two tensors have the same name, or a key or text is not
   *     well-formed Unicode
   */
  public Safetensors {
    tensors = List.copyOf(tensors);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    SafetensorsHeader.requireEncodable(tensors, metadata);
  }

  /**
   * Writes tensors to a file, which is replaced atomically as {@link AtomicFile} says. Equal
   * arguments give equal bytes.
   *
   * @param path the file; its directory must exist
   * @param tensors the tensors, written in this order
   * @param metadata texts by key, written in the order of the keys; without any, the file has no
   *     metadata
   * @throws IOException if the file cannot be written; an old one is then untouched
   * @throws IllegalArgumentException if two tensors have the same name, a key or text is not
   *     well-formed Unicode, or the header would be longer than the 100 million bytes that the
   *     format allows
   */
  public static void write(Path path, List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    Safetensors content = new Safetensors(tensors, metadata);
    byte[] header = SafetensorsHeader.encode(content);
    AtomicFile.write(
        path,
        out -> {
          out.write(header);
          for (Tensor tensor : content.tensors) {
            writeValues(out, tensor.values());
          }
        });
  }

  /**
   * Reads a file.
   *
   * <p>Values keep their bits, those of NaNs too. The order of the header's entries has no meaning,
   * as in the reference implementation; everything else that the format doesn't allow is refused,
   * and also what it allows but this program never needs: other types than F32, and fields of its
   * own in an entry.
   *
   * @param path the file
   * @return its tensors and metadata
   * @throws ModelFormatException if the file is missing, cannot be read, or breaks a rule of the
   *     format
   */
  public static Safetensors read(Path path) throws ModelFormatException {
    if (!Files.isRegularFile(path)) {
      String found = Files.exists(path) ? "is not a regular file" : "no such file";
      throw new ModelFormatException(path + ": " + found + ", expected a safetensors file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString(), Files.size(path));
    } catch (ModelFormatException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new ModelFormatException(path + ": cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new ModelFormatException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Finds a tensor.
   *
   * @param name the tensor's name
   * @return the tensor, or nothing if there is none of that name
   */
  public Optional<Tensor> tensor(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  /** Reads a file of {@code fileLength} bytes, which messages call {@code file}. */
  static Safetensors read(InputStream in, String file, long fileLength) throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(in, file, fileLength);
    List<Tensor> tensors = new ArrayList<>(header.entries().size());
    for (SafetensorsHeader.Entry entry : header.entries()) {
      // The header's offsets cover the file exactly, so its length is proof of this one.
      float[] values = new float[entry.elements()];
      readValues(in, values);
      tensors.add(new Tensor(entry.name(), entry.shape(), values));
    }
    return new Safetensors(tensors, header.metadata());
  }

  private static void readValues(InputStream in, float[] values) throws IOException {
    ByteBuffer bytes = chunk(values.length);
    FloatBuffer floats = bytes.asFloatBuffer();
    for (int done = 0; done < values.length; done += floats.capacity()) {
      int count = Math.min(floats.capacity(), values.length - done);
      if (in.readNBytes(bytes.array(), 0, count * Float.BYTES) < count * Float.BYTES) {
        throw new EOFException("the file became shorter while it was read");
      }
      floats.rewind().get(values, done, count);
    }
  }

  private static void writeValues(OutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = chunk(values.length);
    FloatBuffer floats = bytes.asFloatBuffer();
    for (int done = 0; done < values.length; done += floats.capacity()) {
      int count = Math.min(floats.capacity(), values.length - done);
      floats.rewind().put(values, done, count);
      out.write(bytes.array(), 0, count * Float.BYTES);
    }
  }

  private static ByteBuffer chunk(int floats) {
    return ByteBuffer.allocate(Math.min(floats, CHUNK_FLOATS) * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
