package io.simdann.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.simdann.train.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {

  @Test
  void theBytesAreAsDocumented() throws IOException {
    List<History.Entry> entries =
        List.of(
            new History.Entry(0, 0.2401428983, OptionalDouble.of(0.08393333333333333), 0.412345),
            new History.Entry(1, 0.25, OptionalDouble.empty(), 61.0000004));

    assertEquals(
        "iteration,cost,accuracy,seconds,since_start\n"
            + "0,0.2401428983,0.08393333333333333,0.412345,1.162\n"
            + "1,0.25,,61.000000,61.750\n",
        csv(History.Unit.ITERATION, entries));
  }

  @Test
  void ofBatchesTheLinesAreEpochs() throws IOException {
    List<History.Entry> entries =
        List.of(
            new History.Entry(0, 468, 0.0916, OptionalDouble.of(0.88975), 1.5),
            new History.Entry(1, 937, 0.033, OptionalDouble.empty(), 2.25));

    assertEquals(
        "epoch,iteration,cost,accuracy,seconds,since_start\n"
            + "0,468,0.0916,0.88975,1.500000,2.250\n"
            + "1,937,0.033,,2.250000,3.000\n",
        csv(History.Unit.EPOCH, entries));
  }

  @Test
  void everyNumberReadsBack() throws IOException {
    List<History.Entry> entries = Histories.ofIterations(250);

    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(csv(History.Unit.ITERATION, entries))) {
      List<NamedCsvRecord> records = csv.stream().toList();
      assertEquals(250, records.size());
      for (int i = 0; i < 250; i++) {
        NamedCsvRecord read = records.get(i);
        History.Entry entry = entries.get(i);
        assertEquals(entry.iteration(), Integer.parseInt(read.getField("iteration")));
        assertEquals(entry.cost(), Double.parseDouble(read.getField("cost")));
        assertEquals(entry.seconds(), Double.parseDouble(read.getField("seconds")), 1e-6);
        assertEquals(
            0.75 + entry.seconds(), Double.parseDouble(read.getField("since_start")), 1e-3);
        String accuracy = read.getField("accuracy");
        assertEquals(
            entry.accuracy(),
            accuracy.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(accuracy)));
      }
    }
  }

  @Test
  void withoutEntriesThereAreNamesAlone() throws IOException {
    assertEquals(
        "iteration,cost,accuracy,seconds,since_start\n", csv(History.Unit.ITERATION, List.of()));
  }

  @Test
  void aFullDiskIsTold() {
    IOException full = new IOException("No space left on device");
    OutputStream disk =
        new OutputStream() {
          private int room = 10_000;

          @Override
          public void write(int value) throws IOException {
            if (room-- == 0) {
              throw full;
            }
          }
        };

    assertSame(
        full,
        assertThrows(
            IOException.class,
            () ->
                HistoryCsv.write(
                    disk, History.Unit.ITERATION, Histories.ofIterations(1000), 0.75)));
  }

  private static String csv(History.Unit unit, List<History.Entry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HistoryCsv.write(bytes, unit, entries, 0.75);
    return bytes.toString(StandardCharsets.US_ASCII);
  }
}
