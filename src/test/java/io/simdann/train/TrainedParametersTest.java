package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Activation;
import io.simdann.nn.Network;
import io.simdann.step.Engines;
import io.simdann.step.PackedSamples;
import io.simdann.step.StepWay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bits of trained networks, as they were when the table of hashes was made: a change of the
 * order of operations that engine and canonical program share is seen here alone.
 */
class TrainedParametersTest {
  private static final String TABLE = "/reference/trained-parameters.csv";

  /** Of the article's network after 50 iterations on MNIST. */
  private static final String MNIST =
      "6c5cd707b41468c0e7f9f915ff4ff2c11b4d0b8a391bf458783b1afad87dcbcc";

  /** A row of the table. */
  record Row(StepWay way, SmallTraining training, String hash) {

    static Row of(String line) {
      String[] fields = line.split(",");
      return new Row(
          StepWay.valueOf(fields[0]),
          new SmallTraining(
              Stream.of(fields[1].split("-")).mapToInt(Integer::parseInt).toArray(),
              Activation.SIGMOID,
              fields[2].equals("bytes"),
              Double.parseDouble(fields[3]),
              Integer.parseInt(fields[4]),
              Integer.parseInt(fields[5]),
              Boolean.parseBoolean(fields[6]),
              Integer.parseInt(fields[7]),
              Double.parseDouble(fields[8]),
              Long.parseLong(fields[9]),
              PackedSamples.Zeros.BY_DENSITY,
              new double[2],
              Integer.parseInt(fields[10]),
              false),
          fields[11]);
    }
  }

  static List<Named<Row>> rows() {
    try (var in = TrainedParametersTest.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Named.of(line.substring(0, line.lastIndexOf(',')), Row.of(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyKernelSetAndThreadNumberGivesTheBitsOfTheTable(Row row) {
    for (Kernels kernels : available()) {
      for (int threads : new int[] {1, 2, 7}) {
        assertEquals(
            row.hash(),
            Sha256.of(row.training().trained(kernels, threads).parameters()),
            row.training() + ": " + kernels.name() + ", " + threads + " threads");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theCanonicalProgramGivesTheBitsOfTheTable(Row row) {
    assertEquals(row.hash(), Sha256.of(row.training().canonical().parameters()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void batchesGoTheWayThatTheTableNames(Row row) {
    assertEquals(row.way(), row.training().way());
  }

  @Test
  void theTableHasEveryWay() {
    Set<StepWay> ways = EnumSet.noneOf(StepWay.class);
    rows().forEach(row -> ways.add(row.getPayload().way()));
    assertEquals(EnumSet.allOf(StepWay.class), ways);
    assertTrue(rows().size() >= 20);
  }

  /** Not on scalar kernels, which would take minutes. */
  @Test
  void theArticlesNetworkHasItsBitsAfter50Iterations() throws IOException {
    Trainer trainer = Trainer.builder().iterations(50).threads(7).build();
    Network network = trainer.fit(EmbeddedMnist.load().train()).network();
    assertEquals(MNIST, Sha256.of(network.parameters()));
  }

  private static List<Kernels> available() {
    return Engines.all().stream().filter(kernels -> !KernelSets.isEmulated(kernels)).toList();
  }
}
