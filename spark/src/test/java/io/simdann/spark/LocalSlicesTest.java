package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.data.DataSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSlicesTest {

  @ParameterizedTest
  @CsvSource({"1, 5, 100", "1000, 5, 100", "1000, 5, 24", "999, 70000, 1000000", "3, 300000, 100"})
  void slicesHaveAllSamplesInOrderAndFewBytes(int samples, int features, long most) {
    DataSet data = Samples.bytes(samples, features);
    List<ArrayList<SampleChunk>> slices = LocalSlices.cut(data, most);
    int next = 0;
    for (int number = 0; number < slices.size(); number++) {
      long bytes = 0;
      int inSlice = 0;
      for (SampleChunk chunk : slices.get(number)) {
        assertEquals(Origin.partition(number), chunk.origin());
        assertEquals(inSlice, chunk.firstRow());
        for (int i = 0; i < chunk.samples(); i++, next++) {
          assertEquals(data.labels().label(next), chunk.label(i));
          byte[] values = (byte[]) chunk.sample(i);
          assertEquals(
              data.features().value(features - 1, next), (values[features - 1] & 0xff) / 255f);
        }
        inSlice += chunk.samples();
        bytes += (long) chunk.samples() * (features + Integer.BYTES);
      }
      assertTrue(bytes <= most || inSlice == 1, bytes + " bytes");
    }
    assertEquals(samples, next);
  }
}
