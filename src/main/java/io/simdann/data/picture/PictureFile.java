package io.simdann.data.picture;

import io.simdann.data.DataException;
import io.simdann.data.MemoryFailure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files, whole and undamaged ones only, the way up that they are meant to be.
 */
final class PictureFile {

  /** No larger file is read. */
  private static final long MAX_FILE_BYTES = 100_000_000;

  /** No picture is decoded that takes more; a photograph of 60 million pixels takes less. */
  private static final long MAX_DECODED_BYTES = 200_000_000;

  private static final String EXPECTED = "a PNG or JPEG picture";

  private final Path path;
  private final byte[] file;

  private PictureFile(Path path, byte[] file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Reads a file, turned as its EXIF orientation says.
   *
   * @throws DataException if the file is missing, is not a PNG or JPEG picture, is damaged or not
   *     complete, or its file or its pixels take too much memory
   */
  static GreyImage read(Path path) throws DataException {
    try (InputStream in = DataException.open(path, EXPECTED)) {
      // One byte more than allowed shows that there are too many, also where the size isn't known.
      byte[] file = in.readNBytes((int) Math.min(Files.size(path), MAX_FILE_BYTES) + 1);
      if (file.length > MAX_FILE_BYTES) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: the file has more than %d bytes, expected a smaller picture",
                path,
                MAX_FILE_BYTES));
      }
      return new PictureFile(path, file).decode();
    } catch (IOException e) {
      throw DataException.whileReading(path, e);
    }
  }

  private GreyImage decode() throws IOException {
    if (PngChunks.isPng(file)) {
      PngChunks chunks = PngChunks.of(file, path);
      return decode("png", chunks.mostPixels(), chunks.orientation());
    }
    if (JpegOrientation.isJpeg(file)) {
      return decode("jpeg", Long.MAX_VALUE, JpegOrientation.of(file));
    }
    throw new DataException(path + ": byte 0: unknown type of file, expected " + EXPECTED);
  }

  /**
   * Decodes the file.
   *
   * @param format what the image reader calls it
   * @param mostPixels more cannot be in the file
   * @param orientation how it is to be turned
   */
  private GreyImage decode(String format, long mostPixels, ExifOrientation orientation)
      throws DataException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    List<String> warnings = new ArrayList<>();
    // MemoryCacheImageInputStream needs neither temporary files nor the default file system.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      requireRoom(reader, mostPixels);
      BufferedImage image = reader.read(0);
      if (!warnings.isEmpty()) {
        throw damaged(warnings.get(0), null);
      }
      return orientation.applied(GreyLevels.of(image));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders answer damaged files with unchecked exceptions of many kinds, too.
      MemoryFailure.rethrow(e);
      throw damaged(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Looks at the header alone: nothing has been allocated for the pixels yet. */
  private void requireRoom(ImageReader reader, long mostPixels) throws IOException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    int bits = type.getNumBands() * type.getBitsPerBand(0);
    if (width * height > MAX_DECODED_BYTES * 8 / bits) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: the picture has %d × %d pixels of %d bits, expected at most %d million bytes in all",
              path,
              width,
              height,
              bits,
              MAX_DECODED_BYTES / 1_000_000));
    }
    if (width * height > mostPixels) {
      throw damaged(
          String.format(
              Locale.ROOT, "%d bytes cannot hold %d × %d pixels", file.length, width, height),
          null);
    }
  }

  private DataException damaged(String reason, Throwable cause) {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s: the picture is damaged, not complete or of an unsupported kind (%s), expected %s",
            path,
            reason,
            EXPECTED),
        cause);
  }
}
