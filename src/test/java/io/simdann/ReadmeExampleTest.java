package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.FreshJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExampleTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void theReadmeShowsTheProgramThatIsTestedHere() throws Exception {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find(), "README.md has no Java example");
    List<String> shown = block.group(1).lines().toList();
    assertTrue(shown.size() <= 15, shown.size() + " lines are too many for an example");
    String source =
        Files.readString(Path.of("src/test/java/io/simdann/ReadmeExample.java"))
            .lines()
            .map(line -> line.startsWith("    ") ? line.substring(4) : line)
            .reduce("", (text, line) -> text + line + "\n");
    assertTrue(source.contains(block.group(1)), "ReadmeExample.java differs from README.md");
    assertTrue(block.find(), "README.md doesn't tell the imports");
    assertEquals(
        source.lines().filter(line -> line.startsWith("import ")).toList(),
        block.group(1).lines().toList());
  }

  @Test
  void itRunsInAJvmWithNoFlagButTheModule(@TempDir Path folder) throws Exception {
    List<String> lines = FreshJvm.run(folder, List.of(FreshJvm.WITH_VECTORS), ReadmeExample.class);
    // The article's accuracies after 100 iterations are 70 to 72 percent.
    double accuracy = Double.parseDouble(lines.get(0).substring("test accuracy: ".length()));
    assertEquals(0.719, accuracy, 0.005);
    assertEquals("first digit: 7", lines.get(1));
    assertEquals("same again: " + accuracy, lines.get(2));
    assertTrue(Files.size(folder.resolve("digits.safetensors")) > 39_760 * 4);
  }
}
