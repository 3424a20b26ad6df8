package io.simdann.cli;

import io.simdann.data.Features;
import io.simdann.data.idx.IdxFile;
import io.simdann.data.mnist.TransposedPictures;
import io.simdann.data.picture.DigitImage;
import io.simdann.format.FileKind;
import io.simdann.nn.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a network is to classify: the samples of an IDX file, or a picture of a digit.
 *
 * @param path the file
 * @param isImage whether it is a picture
 * @param features the samples, of which a picture has one
 */
record PredictionInput(Path path, boolean isImage, Features features) {

  private enum Kind {
    IDX,
    IMAGE
  }

  /**
   * Reads a file; its first bytes tell what it is.
   *
   * @param path the file
   * @param network what is to classify the samples
   * @param transposed whether pictures in IDX files are stored column by column
   * @return the samples
   * @throws IOException if the file can't be read or is neither, with a message of one line
   * @throws CommandFailedException if its samples don't fit the network
   */
  static PredictionInput read(Path path, Network network, boolean transposed)
      throws IOException, CommandFailedException {
    int inputs = network.spec().inputs();
    if (kind(path) == Kind.IMAGE) {
      if (network.pictureRows().isEmpty()) {
        throw new CommandFailedException(
            String.format(
                Locale.ROOT,
                "%s: a picture, but the model is of samples of %d columns, expected an IDX file of such",
                path,
                inputs));
      }
      int rows = network.pictureRows().getAsInt();
      return new PredictionInput(path, true, DigitImage.read(path, rows, inputs / rows));
    }
    Features features = IdxFile.readFeatures(path, inputs);
    try {
      return new PredictionInput(
          path, false, transposed ? TransposedPictures.of(features) : features);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(path + ": " + e.getMessage(), e);
    }
  }

  private static Kind kind(Path path) throws IOException, CommandFailedException {
    if (!Files.isRegularFile(path)) {
      String found =
          Files.isDirectory(path)
              ? "is a directory"
              : Files.exists(path) ? "is not a regular file" : "no such file";
      throw new CommandFailedException(
          String.format(
              Locale.ROOT, "%s: %s, expected an IDX file or a PNG or JPEG picture", path, found));
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(FileKind.START_BYTES);
    } catch (AccessDeniedException e) {
      throw new CommandFailedException(path + ": cannot be read: permission denied", e);
    }
    int magic = start.length < 2 ? -1 : (start[0] & 0xff) << 8 | start[1] & 0xff;
    return switch (magic) {
      case 0x8950, 0xffd8 -> Kind.IMAGE; // PNG, JPEG
      case 0x0000, 0x1f8b -> Kind.IDX; // raw, gzip
      default ->
          throw new CommandFailedException(
              path + ": " + neither(start) + ", expected an IDX file or a PNG or JPEG picture");
    };
  }

  private static String neither(byte[] start) {
    return start.length == 0
        ? "the file is empty"
        : FileKind.of(start).map(kind -> "is " + kind).orElse("is of an unknown kind");
  }
}
