package io.simdann.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <!DOCTYPE html><html><head>             | a web page (HTML)
          \\357\\273\\277\\r\\n  <!doctype HTML>          | a web page (HTML)
          <HTML lang="en">                        | a web page (HTML)
          <?xml version="1.0"?>                   | XML, or a web page
          {"error": "not found"}                  | JSON
          [1, 2]                                  | JSON
          x,y,label\\n1,2,0                       | text, perhaps a table (CSV)
          5.1;3.5;setosa                          | text, perhaps a table (CSV)
          größe\\tlänge                           | text, perhaps a table (CSV)
          Not Found                               | text
          version https://git-lfs.github.com/spec/v1\\noid | a Git LFS pointer, in whose place "git lfs pull" puts the file
          \\223NUMPY\\001\\0                  | a NumPy array (.npy)
          \\211PNG\\r\\n\\032\\n              | a PNG picture
          \\377\\330\\377\\340            | a JPEG picture
          \\211HDF\\r\\n\\032\\n              | an HDF5 file
          \\200\\004\\225                   | a Python pickle
          \\000\\000\\010\\003                    | an IDX file
          \\020\\000\\0\\0\\0\\0\\0\\0{"a"         | a safetensors file
          """)
  void aKindIsToldByTheFirstBytes(String escaped, String expected) {
    String start = escaped.strip().translateEscapes();
    assertEquals(Optional.of(expected), FileKind.of(start.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void archivesThatJavaWritesAreTold() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("archive/data.pkl"));
    }
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    new GZIPOutputStream(gzip).close();
    byte[] tar = new byte[512];
    Arrays.fill(tar, 0, 4, (byte) 'a');
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

    assertEquals(
        Optional.of("a ZIP archive (PyTorch's .pt and NumPy's .npz are such, too)"),
        FileKind.of(zip.toByteArray()));
    assertEquals(Optional.of("gzip data"), FileKind.of(gzip.toByteArray()));
    assertEquals(Optional.of("a tar archive"), FileKind.of(tar));
  }

  @Test
  void whatHasBeenReadAlreadyCounts() throws IOException {
    byte[] read = "<htm".getBytes(StandardCharsets.US_ASCII);
    byte[] rest = ("l>" + "x".repeat(2000)).getBytes(StandardCharsets.US_ASCII);

    assertEquals(
        Optional.of("a web page (HTML)"), FileKind.of(read, new ByteArrayInputStream(rest)));
    assertEquals(
        Optional.of("XML, or a web page"),
        FileKind.of(read, new ByteArrayInputStream(new byte[0])));
  }

  @Test
  void noiseIsOfNoKind() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[512];
      random.nextBytes(noise);
      noise[0] = 7;
      assertEquals(Optional.empty(), FileKind.of(noise));
    }
    assertEquals(Optional.empty(), FileKind.of(new byte[0]));
    assertEquals(Optional.empty(), FileKind.of(new byte[512]));
  }
}
