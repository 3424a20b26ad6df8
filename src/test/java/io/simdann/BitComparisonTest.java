package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests that demand the same bits compare bits, with {@code Bits.assertSame}. */
class BitComparisonTest {

  @Test
  void noTestComparesFloatsWithATolerance0() throws IOException {
    List<JavaFileObject> sources = sources("src/test/java", "spark/src/test/java", "bench/src");
    assertTrue(sources.size() > 150, "only " + sources.size() + " sources");

    assertEquals(List.of(), ZeroTolerances.in(sources), "use Bits.assertSame");
  }

  @Test
  void everyWayToWriteATolerance0IsFound() throws IOException {
    String source =
        """
        class Sample {
          static final float EXACT = 0f;
          static final float NEARLY = 1e-6f;
          void test(float[] x, float[] y, double z, String where) {
            assertArrayEquals(x, y, 0f);
            assertArrayEquals(x, y, 0f, where);
            Assertions.assertArrayEquals(x, y, (float) -(0.0), () -> where);
            assertArrayEquals(x, y, EXACT);
            assertEquals(z, 1, 0);
            assertEquals(z, 1, 0x0p3d, where);

            assertArrayEquals(x, y);
            assertArrayEquals(x, y, where);
            assertArrayEquals(x, y, NEARLY);
            assertArrayEquals(x, y, 1e-6f, where);
            assertEquals(0, 0);
            assertEquals(0, z, where);
          }
        }
        """;

    assertEquals(
        List.of(
            "/Sample.java: assertArrayEquals(x, y, 0.0F)",
            "/Sample.java: assertArrayEquals(x, y, 0.0F, where)",
            "/Sample.java: Assertions.assertArrayEquals(x, y, (float)-(0.0), ()->where)",
            "/Sample.java: assertArrayEquals(x, y, EXACT)",
            "/Sample.java: assertEquals(z, 1, 0)",
            "/Sample.java: assertEquals(z, 1, 0.0, where)"),
        ZeroTolerances.in(List.of(source("Sample.java", source))));
  }

  /** The project's folders, some of which a copy of the trainer alone may lack. */
  private static List<JavaFileObject> sources(String... folders) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String folder : folders) {
      if (Files.isDirectory(Path.of(folder))) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
          for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
            sources.add(source(file.toString(), Files.readString(file)));
          }
        }
      }
    }
    return sources;
  }

  private static JavaFileObject source(String name, String content) {
    return new SimpleJavaFileObject(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return content;
      }
    };
  }
}
