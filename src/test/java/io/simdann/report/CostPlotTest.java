package io.simdann.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.train.History;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CostPlotTest {

  private static final CostPlot.Trained TRAINED =
      new CostPlot.Trained(OptionalDouble.of(0.87), OptionalDouble.of(0.86));

  @BeforeAll
  static void drawWithoutDisplay() {
    System.setProperty("java.awt.headless", "true");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 199, 200, 1000})
  void thePngDecodesAndShowsBothCurves(int iterations) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    new CostPlot("Training", History.Unit.ITERATION, Histories.ofIterations(iterations), TRAINED)
        .writePng(bytes);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertEquals(1200, image.getWidth());
    assertEquals(800, image.getHeight());
    Set<Integer> colors = new HashSet<>();
    // Inside the axes, so that their labels don't count.
    for (int y = 75; y < 680; y++) {
      for (int x = 110; x < 1090; x++) {
        colors.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertTrue(colors.contains(0x1f5fa8), "the cost's blue is missing");
    assertTrue(colors.contains(0xd9660b), "the training accuracy's orange is missing");
    assertTrue(colors.contains(0x2b8a3e), "the test accuracy's green is missing");
  }

  @Test
  void theSvgIsXmlWithItsLabels() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    new CostPlot(
            "Training 784-50-10", History.Unit.ITERATION, Histories.ofIterations(1000), TRAINED)
        .writeSvg(bytes);

    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    // The document type names a file on the net.
    parser.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
    Document svg = parser.parse(new ByteArrayInputStream(bytes.toByteArray()));
    Element root = svg.getDocumentElement();
    assertEquals("svg", root.getTagName());
    assertEquals("0 0 1200 800", root.getAttribute("viewBox"));
    assertTrue(svg.getElementsByTagName("path").getLength() > 10, "there are no curves");
  }

  @Test
  void aTrainingWithoutAccuracyIsPlottedToo() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    new CostPlot(
            "Training",
            History.Unit.ITERATION,
            Histories.ofIterations(50).subList(1, 50),
            CostPlot.Trained.UNKNOWN)
        .writePng(bytes);

    assertTrue(bytes.size() > 1000);
  }

  @Test
  void ofBatchesTheEpochsAreOnTheAxis() throws Exception {
    List<History.Entry> iterations = Histories.ofIterations(300);
    List<History.Entry> epochs =
        iterations.stream()
            .map(
                entry ->
                    new History.Entry(
                        entry.iteration(),
                        1000 * entry.iteration() + 999,
                        entry.cost(),
                        entry.accuracy(),
                        entry.seconds()))
            .toList();

    assertArrayEquals(png(History.Unit.EPOCH, iterations), png(History.Unit.EPOCH, epochs));
    // The name of the axis differs.
    assertFalse(
        Arrays.equals(png(History.Unit.ITERATION, iterations), png(History.Unit.EPOCH, epochs)));
  }

  private static byte[] png(History.Unit unit, List<History.Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new CostPlot("Training", unit, entries, TRAINED).writePng(bytes);
    return bytes.toByteArray();
  }

  @Test
  void theAccuracyReachesTheLastIteration() throws Exception {
    List<History.Entry> entries = Histories.ofIterations(1000);
    int[] columns = new int[2];
    for (CostPlot.Trained trained : List.of(CostPlot.Trained.UNKNOWN, TRAINED)) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png(entries, trained)));
      // The last column in which the curve is, within the axes.
      int last = 0;
      for (int x = 110; x < 1085; x++) {
        for (int y = 75; y < 680; y++) {
          last = (image.getRGB(x, y) & 0xffffff) == 0xd9660b ? x : last;
        }
      }
      columns[trained == TRAINED ? 1 : 0] = last;
    }
    // Iteration 900 of 1000, and 999.
    assertTrue(columns[1] - columns[0] > 50, Arrays.toString(columns));
  }

  @Test
  void aStreamThatFailsIsTold() {
    IOException full = new IOException("No space left on device");
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw full;
          }
        };
    CostPlot plot =
        new CostPlot("Training", History.Unit.ITERATION, Histories.ofIterations(3), TRAINED);

    assertThrows(IOException.class, () -> plot.writePng(disk));
    assertThrows(IOException.class, () -> plot.writeSvg(disk));
  }

  private static byte[] png(List<History.Entry> entries, CostPlot.Trained trained)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new CostPlot("Training", History.Unit.ITERATION, entries, trained).writePng(bytes);
    return bytes.toByteArray();
  }

  @Test
  void noIterationsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new CostPlot("Training", History.Unit.ITERATION, List.of(), TRAINED));
  }
}
