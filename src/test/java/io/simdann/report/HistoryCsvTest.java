package io.simdann.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.simdann.train.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {

  @Test
  void theBytesAreAsDocumented() {
    List<History.Entry> entries =
        List.of(
            new History.Entry(0, 0.2401428983, OptionalDouble.of(0.08393333333333333), 0.412345),
            new History.Entry(1, 0.25, OptionalDouble.empty(), 61.0000004));

    assertEquals(
        "iteration,cost,accuracy,seconds,since_start\n"
            + "0,0.2401428983,0.08393333333333333,0.412345,1.162\n"
            + "1,0.25,,61.000000,61.750\n",
        csv(entries));
  }

  @Test
  void ofBatchesTheLinesAreEpochs() {
    HistoryCsv csv = new HistoryCsv(History.Unit.EPOCH);
    csv.add(new History.Entry(0, 468, 0.0916, OptionalDouble.of(0.88975), 1.5), 1.875);
    csv.add(new History.Entry(1, 937, 0.033, OptionalDouble.empty(), 2.25), 2.625);

    assertEquals(
        "epoch,iteration,cost,accuracy,seconds,since_start\n"
            + "0,468,0.0916,0.88975,1.500000,1.875\n"
            + "1,937,0.033,,2.250000,2.625\n",
        text(csv));
  }

  @Test
  void everyNumberReadsBack() throws IOException {
    List<History.Entry> entries = Histories.ofIterations(250);

    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(csv(entries))) {
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
  void theTextCanBeTakenAtAnyTime() {
    HistoryCsv csv = new HistoryCsv(History.Unit.ITERATION);
    assertEquals("iteration,cost,accuracy,seconds,since_start\n", text(csv));

    csv.add(Histories.ofIterations(1).get(0), 0.75);

    assertEquals(2, text(csv).lines().count());
    assertEquals(2, text(csv).lines().count());
  }

  private static String csv(List<History.Entry> entries) {
    HistoryCsv csv = new HistoryCsv(History.Unit.ITERATION);
    entries.forEach(entry -> csv.add(entry, 0.75 + entry.seconds()));
    return text(csv);
  }

  private static String text(HistoryCsv csv) {
    return new String(csv.toBytes(), StandardCharsets.US_ASCII);
  }
}
